import type { Command, EditorState } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { richTextWords } from '#features/space/messages/rich-text-fr.ts'
import { make } from './elements.ts'

/** A button of the toolbar. `isOn` for those that stay pressed; without `command` it only opens something, and can always be pressed. */
export type Button = {
  readonly name: keyof typeof richTextWords.tools
  readonly press: () => void
  readonly command?: Command
  readonly isOn?: (state: EditorState) => boolean
  /** Among those that a phone shows only behind « Plus ». */
  readonly isSecond?: boolean
}

export type Toolbar = { readonly element: HTMLElement; update(state: EditorState): void; focus(): void }

const words = richTextWords.tools
const shortcuts: Readonly<Record<string, string>> = richTextWords.shortcuts

/**
 * One stop of the Tab key, arrows from button to button (WAI-ARIA, toolbar). A button that does nothing here says so and keeps its place.
 * Pressing one takes neither the selection nor, on a phone, the keyboard away from the text.
 */
export const createToolbar = (buttons: readonly Button[], controls: string, view: () => EditorView): Toolbar => {
  const made = buttons.map((button) => {
    const { name, isSecond } = button
    const element = make(
      'button',
      { type: 'button', class: isSecond ? `tool tool-${name} second` : `tool tool-${name}`, tabindex: '-1' },
      words[name],
    )
    if (shortcuts[name]) element.setAttribute('aria-keyshortcuts', shortcuts[name])
    element.addEventListener('click', () => {
      if (element.getAttribute('aria-disabled') !== 'true') button.press()
    })
    return { ...button, element }
  })
  const more = make(
    'button',
    { type: 'button', class: 'tool tool-more', tabindex: '-1', 'aria-expanded': 'false' },
    words.more,
  )
  const element = make(
    'div',
    { class: 'tools', role: 'toolbar', 'aria-label': richTextWords.toolbar, 'aria-controls': controls },
    ...made.filter((one) => !one.isSecond).map((one) => one.element),
    more,
    ...made.filter((one) => one.isSecond).map((one) => one.element),
  )
  more.addEventListener('click', () => {
    const isOpen = element.classList.toggle('open')
    more.textContent = isOpen ? words.less : words.more
    more.setAttribute('aria-expanded', String(isOpen))
  })
  const stops = () => Array.from(element.querySelectorAll('button')).filter((one) => one.offsetParent !== null)
  const stopAt = (stop: HTMLButtonElement | undefined) => {
    for (const one of element.querySelectorAll('button')) one.tabIndex = one === stop ? 0 : -1
    return stop
  }
  stopAt(made[0]?.element)
  element.addEventListener('mousedown', (event) => event.preventDefault())
  element.addEventListener('focusin', (event) => stopAt(event.target as HTMLButtonElement))
  element.addEventListener('keydown', (event) => {
    const all = stops()
    const at = all.indexOf(document.activeElement as HTMLButtonElement)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key]
    if (event.key === 'Escape') view().focus()
    if (to === undefined) return
    event.preventDefault()
    stopAt(all[(to + all.length) % all.length])?.focus()
  })
  return {
    element,
    update(state) {
      for (const { element: button, command, isOn } of made) {
        if (isOn) button.setAttribute('aria-pressed', String(isOn(state)))
        if (command) button.setAttribute('aria-disabled', String(!command(state)))
      }
    },
    focus: () => (stops().find((one) => one.tabIndex === 0) ?? stops()[0])?.focus(),
  }
}
