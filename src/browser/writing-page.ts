import { richTextWords } from '#features/space/messages/rich-text-fr.ts'
import { EDITOR_BYTES } from './editor-weight.ts'
import { make, makeButton } from './editor/elements.ts'
import { keepText } from './kept-text.ts'
import { shrinkInField } from './photo-field.ts'
import { chosenRich, chooseRich } from './writing-choice.ts'

/** What script adds to the writing form: the text kept in this browser, the photo shrunk, and the editor with buttons. */
const form = document.querySelector<HTMLFormElement>('#ecrire')
if (form) {
  keepText(form)
  const photo = form.querySelector<HTMLInputElement>('input[type=file][name=photo]')
  if (photo) shrinkInField(photo, Number(form.dataset['pictureLimit'] ?? Infinity))
  const text = form.querySelector<HTMLTextAreaElement>('textarea[name=texte]')
  const editor = form.dataset['editor']
  if (text && editor !== undefined && isRecent()) offerEditor(text, editor)
}

/** What the editor is written with; older browsers keep the plain field. */
function isRecent(): boolean {
  return 'replaceAll' in String.prototype && 'at' in Array.prototype && 'replaceChildren' in Element.prototype
}

/** Comes by itself on a good line, once the page is there and nobody is in the field; else by a button that says its weight. */
function offerEditor(text: HTMLTextAreaElement, address: string): void {
  const load = () => import(/* @vite-ignore */ address)
  const offer = () => {
    const button = makeButton(
      richTextWords.offerWeight(EDITOR_BYTES),
      () => {
        chooseRich(true)
        button.disabled = true
        load().then(
          () => line.remove(),
          () => line.replaceChildren(richTextWords.offerFailed),
        )
      },
      'quiet',
    )
    const line = make('p', { class: 'row' }, button)
    text.before(line)
  }
  if (chosenRich() === false || (isSlow() && chosenRich() === null)) return offer()
  const start = () => (document.activeElement === text ? offer() : void load().catch(() => {}))
  if (document.readyState === 'complete') start()
  else addEventListener('load', start)
}

function isSlow(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } }
  return connection?.saveData === true || (connection?.effectiveType ?? '').endsWith('2g')
}
