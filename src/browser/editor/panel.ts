import { make } from './elements.ts'

export type Panel = {
  readonly element: HTMLElement
  /** Asks, in place: no window of its own comes between a person and their text, and a phone's keyboard stays. */
  open(): void
  close(): void
  say(sentence: string): void
}

/** A small form inside the writing form: Enter does its first button, Escape closes it; both bring the caret back to the text. */
export const createPanel = (title: string, inside: readonly Node[], backToText: () => void): Panel => {
  const problem = make('p', { class: 'wrong', role: 'alert' })
  const element = make(
    'div',
    { class: 'panel', role: 'group', 'aria-label': title },
    make('p', { class: 'panel-title', 'aria-hidden': 'true' }, title),
    problem,
    ...inside,
  )
  element.hidden = problem.hidden = true
  const close = () => {
    element.hidden = problem.hidden = true
    backToText()
  }
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      close()
    } else if (event.key === 'Enter' && event.target instanceof HTMLInputElement && event.target.type !== 'file') {
      // Not the page's own form.
      event.preventDefault()
      element.querySelector('button')?.click()
    }
  })
  return {
    element,
    open() {
      problem.hidden = true
      element.hidden = false
      element.querySelector('input')?.focus()
    },
    close,
    say(sentence) {
      problem.textContent = sentence
      problem.hidden = false
    },
  }
}
