import { NodeSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { richTextWords } from '#features/space/messages/rich-text-fr.ts'
import { make, makeButton, makeField } from './elements.ts'
import { createPanel, type Panel } from './panel.ts'
import { schema } from './schema.ts'

const words = richTextWords.picture

/** What a picture is given with it. */
export type PictureWords = { readonly alt: string; readonly caption: string }

/** Places a picture where the caret is, or changes the words of the one that is selected. */
export const createPicturePanel = (view: () => EditorView, place: (file: File, words: PictureWords) => void): Panel => {
  const file = make('input', { type: 'file', accept: 'image/jpeg,image/png,image/webp,image/gif,image/avif' })
  const alt = make('input', { type: 'text', autocomplete: 'off', maxlength: '300' })
  const caption = make('input', { type: 'text', autocomplete: 'off', maxlength: '300' })
  const fileField = makeField('image-fichier', words.file, file)
  const go = makeButton(words.place, set)
  const removal = makeButton(words.remove, remove, 'quiet')
  const panel = createPanel(
    words.title,
    [
      fileField,
      makeField('image-texte', words.alt, alt, words.altHint),
      makeField('image-legende', words.caption, caption),
      make(
        'p',
        { class: 'row' },
        go,
        removal,
        makeButton(words.close, () => panel.close(), 'quiet'),
      ),
    ],
    () => view().focus(),
  )
  const selected = () => {
    const { selection } = view().state
    return selection instanceof NodeSelection && selection.node.type === schema.nodes.picture ? selection : undefined
  }
  const given = (): PictureWords => ({ alt: alt.value.trim(), caption: caption.value.trim() })
  function set() {
    const own = selected()
    const chosen = file.files?.[0]
    if (own) {
      const { state, dispatch } = view()
      dispatch(state.tr.setNodeMarkup(own.from, null, { ...own.node.attrs, ...given() }, own.node.marks))
    } else if (chosen) place(chosen, given())
    else return panel.say(words.missing)
    panel.close()
  }
  function remove() {
    const { state, dispatch } = view()
    if (selected()) dispatch(state.tr.deleteSelection())
    panel.close()
  }
  return {
    ...panel,
    open() {
      const own = selected()
      file.value = ''
      alt.value = String(own?.node.attrs['alt'] ?? '')
      caption.value = String(own?.node.attrs['caption'] ?? '')
      fileField.hidden = own !== undefined
      removal.hidden = own === undefined
      go.textContent = own ? words.change : words.place
      panel.open()
      if (own) alt.focus()
    },
  }
}
