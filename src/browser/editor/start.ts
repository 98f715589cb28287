import { chooseRich } from '../writing-choice.ts'
import { mountRichText, type RichText } from './rich-text.ts'
import { richTextWords } from '#features/space/messages/rich-text-fr.ts'
import { make, makeButton } from './elements.ts'

// Loaded by the writing page when it is wanted: puts the editor there, and its button where the field itself is wanted back.
const field = document.querySelector<HTMLTextAreaElement>('#ecrire textarea[name=texte]')
let rich: RichText | undefined

const back = make(
  'p',
  { class: 'row' },
  makeButton(
    richTextWords.offer,
    () => {
      chooseRich(true)
      start()
      rich?.view.focus()
    },
    'quiet',
  ),
)

function start() {
  if (!field || rich) return
  back.remove()
  rich = mountRichText(field, () => {
    chooseRich(false)
    rich?.leave()
    rich = undefined
    field.before(back)
    field.focus()
  })
}

start()
