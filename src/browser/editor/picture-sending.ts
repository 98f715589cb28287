import { richTextWords } from '#features/space/messages/rich-text-fr.ts'
import { shrinkPhoto } from '../photo-shrink.ts'

const words = richTextWords.picture

/** A picture that has arrived, by its id; or the sentence that says why it hasn't. */
export type Sent = { readonly id: string } | { readonly problem: string }

/** Shrinks a picture here and gives it to the node, for the association that the form writes for. */
export const sendPicture = async (file: Blob, form: HTMLFormElement): Promise<Sent> => {
  const limit = Number(form.dataset['pictureLimit'] ?? Infinity)
  const shrunk = await shrinkPhoto(file)
  if (shrunk.tag === 'unreadable') return { problem: richTextWords.shrink.unreadable }
  const toSend = shrunk.tag === 'shrunk' ? shrunk.file : file
  if (toSend.size > limit) return { problem: richTextWords.shrink.tooHeavy(toSend.size, limit) }
  const body = new FormData()
  const valueOf = (name: string) => form.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? ''
  body.append('jeton', valueOf('jeton'))
  body.append('association', valueOf('association'))
  body.append('texte', /^\/publier\/([0-9a-f]{24})$/.exec(new URL(form.action).pathname)?.[1] ?? '')
  body.append('photo', toSend, 'photo')
  try {
    const answer = await fetch('/publier/images', { method: 'POST', body, headers: { accept: 'application/json' } })
    const said: unknown = await answer.json()
    if (isText(said, 'id')) return { id: said.id }
    return { problem: isText(said, 'problem') ? said.problem : answer.status === 403 ? words.signedOut : words.notSent }
  } catch {
    return { problem: words.notSent }
  }
}

const isText = <Key extends string>(value: unknown, key: Key): value is Record<Key, string> =>
  typeof value === 'object' &&
  value !== null &&
  key in value &&
  typeof (value as Record<Key, unknown>)[key] === 'string'
