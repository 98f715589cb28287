import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { richTextWords } from '#features/space/messages/rich-text-fr.ts'
import { typedToAddress } from './link-address.ts'
import { doAlone } from './commands.ts'
import { make, makeButton, makeField } from './elements.ts'
import { createPanel, type Panel } from './panel.ts'
import { schema } from './schema.ts'

const words = richTextWords.link
const link = schema.marks.link!

/** The link around the caret, whole; undefined when there is none. */
const linkAround = ({ state }: EditorView): { from: number; to: number; address: string } | undefined => {
  const { parent, parentOffset } = state.selection.$from
  const after = parent.childAfter(parentOffset)
  const at = after.node && link.isInSet(after.node.marks) ? after : parent.childBefore(parentOffset)
  const mark = at.node && link.isInSet(at.node.marks)
  if (!mark) return undefined
  const holds = (index: number) => index >= 0 && index < parent.childCount && mark.isInSet(parent.child(index).marks)
  let [from, to] = [at.offset, at.offset + at.node!.nodeSize]
  for (let index = at.index - 1; holds(index); index--) from -= parent.child(index).nodeSize
  for (let index = at.index + 1; holds(index); index++) to += parent.child(index).nodeSize
  const start = state.selection.$from.start()
  return { from: start + from, to: start + to, address: String(mark.attrs['address']) }
}

export const createLinkPanel = (view: () => EditorView): Panel => {
  const address = make('input', {
    type: 'text',
    inputmode: 'url',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
  })
  const text = make('input', { type: 'text', autocomplete: 'off' })
  const textField = makeField('lien-mots', words.text, text)
  const removal = makeButton(words.remove, remove, 'quiet')
  let range = { from: 0, to: 0 }
  const panel = createPanel(
    words.title,
    [
      makeField('lien-adresse', words.address, address),
      textField,
      make(
        'p',
        { class: 'row' },
        makeButton(words.set, set),
        removal,
        makeButton(words.close, () => panel.close(), 'quiet'),
      ),
    ],
    () => view().focus(),
  )
  function set() {
    if (address.value.trim() === '') return panel.say(words.missing)
    const found = typedToAddress(address.value)
    if (found === undefined) return panel.say(words.unsafe)
    const { state } = view()
    const tr = state.tr
    const mark = link.create({ address: found })
    if (range.from === range.to) {
      const shown = text.value.trim() || address.value.trim()
      tr.insert(
        range.from,
        schema.text(shown, mark.addToSet(state.storedMarks ?? state.doc.resolve(range.from).marks())),
      )
      range = { from: range.from, to: range.from + shown.length }
    } else tr.removeMark(range.from, range.to, link).addMark(range.from, range.to, mark)
    // What is typed next isn't part of the link.
    tr.setSelection(TextSelection.create(tr.doc, range.to)).removeStoredMark(link)
    doAlone(view(), tr.scrollIntoView())
    panel.close()
  }
  function remove() {
    doAlone(view(), view().state.tr.removeMark(range.from, range.to, link))
    panel.close()
  }
  return {
    ...panel,
    open() {
      const { from, to, empty } = view().state.selection
      const found = linkAround(view())
      range = found && empty ? found : { from, to }
      address.value = found?.address ?? ''
      text.value = ''
      removal.hidden = found === undefined
      textField.hidden = range.from !== range.to
      panel.open()
    },
  }
}
