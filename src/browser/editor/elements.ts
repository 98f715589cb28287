type Attributes = Readonly<Record<string, string>>

/** An element with its attributes and what is in it. */
export const make = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[Name] => {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...inside)
  return element
}

/** A field with its label, in the look of the others of the page. Without a name: it is no part of what the form sends. */
export const makeField = (id: string, label: string, input: HTMLInputElement, hint?: string): HTMLElement => {
  input.id = id
  if (hint !== undefined) input.setAttribute('aria-describedby', `${id}-aide`)
  return make(
    'div',
    { class: 'field' },
    make('label', { for: id }, label),
    ...(hint === undefined ? [] : [make('p', { class: 'small muted', id: `${id}-aide` }, hint)]),
    input,
  )
}

export const makeButton = (text: string, press: () => void, look = ''): HTMLButtonElement => {
  const button = make('button', { type: 'button', class: look }, text)
  button.addEventListener('click', press)
  return button
}
