import { richTextWords } from '#features/space/messages/rich-text-fr.ts'
import { shrinkPhoto } from './photo-shrink.ts'

const words = richTextWords.shrink

/**
 * Shrinks the photo of the form's field before it is sent. Without script, or where this device can't, the file goes as it was and the node
 * does it. `limit`: bytes that the node takes.
 */
export const shrinkInField = (field: HTMLInputElement, limit: number): void => {
  const status = document.createElement('p')
  status.className = 'small'
  status.setAttribute('role', 'status')
  field.after(status)
  let turn = 0
  let shrunk: File | undefined
  const say = (sentence: string, isWrong = false) => {
    status.textContent = sentence
    status.className = isWrong ? 'wrong' : 'small'
  }
  const refuse = (sentence: string) => {
    field.value = ''
    say(sentence, true)
  }
  field.addEventListener('change', () => {
    const file = field.files?.[0]
    if (file === shrunk && file) return
    const own = ++turn
    if (!file) return say('')
    say(words.working)
    shrinkPhoto(file, file.name).then(
      (done) => {
        if (own !== turn) return
        if (done.tag === 'unreadable') return refuse(words.unreadable)
        const toSend = done.tag === 'shrunk' ? done.file : file
        if (toSend.size > limit) return refuse(words.tooHeavy(toSend.size, limit))
        if (done.tag === 'as-it-is') return say(done.reason === 'unable' ? words.unread : words.small(file.size))
        if (!putFile(field, done.file)) return say(words.unread)
        shrunk = done.file
        say(words.done(file.size, done.file.size))
      },
      () => own === turn && say(words.unread),
    )
  })
}

/** Puts a file in a field; false where the browser doesn't let pages do it. */
const putFile = (field: HTMLInputElement, file: File): boolean => {
  try {
    const transfer = new DataTransfer()
    transfer.items.add(file)
    field.files = transfer.files
    return field.files.length === 1
  } catch {
    return false
  }
}
