import type { Node } from 'prosemirror-model'
import { Selection, TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { richTextWords } from '#features/space/messages/rich-text-fr.ts'
import { doAlone } from './commands.ts'
import { documentToSlice, pasteHtml, pasteText, type Pasted } from './paste.ts'
import type { Sent } from './picture-sending.ts'
import { schema, waitingAddress } from './schema.ts'

const words = richTextWords

export type Incoming = {
  /** For the browser's own paste and drop; true when they were taken. */
  readonly handlers: {
    paste(view: EditorView, event: ClipboardEvent): boolean
    drop(view: EditorView, event: DragEvent): boolean
  }
  place(view: EditorView, file: Blob, words: { readonly alt: string; readonly caption: string }): void
}

/**
 * What comes into the text from elsewhere: pasted, dropped or chosen. The editor's library never sees it: it would read it as a page.
 * `say` tells people what became of it; a picture says its own, later, beside.
 */
export const createIncoming = (
  send: (file: Blob) => Promise<Sent>,
  say: (sentences: readonly string[]) => void,
  sayPicture: (sentence: string) => void,
): Incoming => {
  let number = 0
  const waiting = () => waitingAddress(++number)

  /** Sends a picture that already has its place, and puts it there when it has arrived. */
  const follow = (view: EditorView, address: string, file: Blob) => {
    sayPicture(words.picture.sending)
    const settle = (sent: Sent) => {
      if (view.isDestroyed) return
      const at = placeOf(view.state.doc, address)
      if (at !== undefined) {
        const { tr, doc } = view.state
        const node = doc.nodeAt(at)!
        if ('id' in sent) tr.setNodeMarkup(at, null, { ...node.attrs, address: `picture:${sent.id}` }, node.marks)
        else tr.delete(at, at + node.nodeSize)
        // Undoing must not bring back what only stood for it.
        view.dispatch(tr.setMeta('addToHistory', false))
      }
      sayPicture('id' in sent ? words.picture.placed : sent.problem)
    }
    send(file).then(settle, () => settle({ problem: words.picture.notSent }))
  }

  const place: Incoming['place'] = (view, file, given) => {
    const address = waiting()
    view.dispatch(
      view.state.tr.replaceSelectionWith(schema.nodes.picture!.create({ ...given, address })).scrollIntoView(),
    )
    follow(view, address, file)
  }

  const insert = (view: EditorView, pasted: Pasted) => {
    const { lost, hidden, refusedPictures, pictures } = pasted
    doAlone(view, view.state.tr.replaceSelection(documentToSlice(pasted.document)).scrollIntoView())
    say([
      words.paste.done,
      ...(lost.length > 0 ? [words.paste.lost(lost.join(', '))] : []),
      ...hidden.slice(0, 3).map((text) => words.paste.hidden(text.length > 120 ? `${text.slice(0, 119)}…` : text)),
      ...(refusedPictures > 0 ? [words.paste.pictures(refusedPictures)] : []),
    ])
    for (const { address, file } of pictures) follow(view, address, file)
  }

  const take = (view: EditorView, data: DataTransfer): void => {
    const [html, text] = [data.getData('text/html'), data.getData('text/plain')]
    if (view.state.selection.$from.parent.type.spec.code) {
      view.dispatch(view.state.tr.insertText(text).scrollIntoView())
      return
    }
    // Word puts a picture of the text beside the text: words first.
    const pasted = html.trim() === '' ? undefined : pasteHtml(html, location.origin, waiting)
    const { content } = pasted?.document ?? { content: undefined }
    if (pasted && content && (content.textBetween(0, content.size, ' ', '*').trim() !== '' || pasted.hidden.length > 0))
      return insert(view, pasted)
    const files = Array.from(data.files).filter(({ type }) => type.startsWith('image/'))
    if (files.length > 0) {
      for (const file of files.slice(0, picturesAtOnce)) place(view, file, { alt: '', caption: '' })
      if (files.length > picturesAtOnce) say([words.picture.tooMany(picturesAtOnce)])
      return
    }
    const plain = text === '' ? undefined : pasteText(text)
    if (plain) insert(view, plain)
    else if (pasted) insert(view, pasted)
    else if (html !== '' || text !== '') say([words.paste.tooBig])
  }

  return {
    place,
    handlers: {
      paste(view, event) {
        if (!event.clipboardData) return false
        event.preventDefault()
        take(view, event.clipboardData)
        return true
      },
      drop(view, event) {
        // Moved inside the text: the library does it, without reading a page.
        if (view.dragging || !event.dataTransfer) return false
        event.preventDefault()
        const found = view.posAtCoords({ left: event.clientX, top: event.clientY })
        const { doc, tr } = view.state
        const at = doc.resolve(Math.min(found?.pos ?? doc.content.size, doc.content.size))
        view.dispatch(tr.setSelection(at.parent.inlineContent ? TextSelection.create(doc, at.pos) : Selection.near(at)))
        take(view, event.dataTransfer)
        return true
      },
    },
  }
}

const picturesAtOnce = 10

const placeOf = (doc: Node, address: string): number | undefined => {
  let found: number | undefined
  doc.descendants((node, at) => {
    if (node.type === schema.nodes.picture && node.attrs['address'] === address) found = at
    return found === undefined
  })
  return found
}
