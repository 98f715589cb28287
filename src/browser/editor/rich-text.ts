import { EditorState, Plugin } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { richTextWords } from '#features/space/messages/rich-text-fr.ts'
import { doAlone, isOnLink, tools, typing } from './commands.ts'
import { documentToMarkdown } from './document-to-markdown.ts'
import { make } from './elements.ts'
import { createIncoming } from './incoming.ts'
import { createLinkPanel } from './link-panel.ts'
import { markdownToDocument } from './markdown-to-document.ts'
import { createPicturePanel } from './picture-panel.ts'
import { sendPicture } from './picture-sending.ts'
import { createToolbar, type Button, type Toolbar } from './toolbar.ts'

export type RichText = { readonly view: EditorView; leave(): void }

const second = new Set(['numbers', 'subtitle', 'quote', 'redo'])
const order = [
  'title',
  'strong',
  'em',
  'list',
  'link',
  'picture',
  'undo',
  'numbers',
  'subtitle',
  'quote',
  'redo',
  'plain',
]

/**
 * The rich editor in the place of a form's text field. The field stays what the form sends and what is kept in this browser: it is written at
 * every pause, and before the form leaves. `leavePlain`: a person wants the field itself back.
 */
export const mountRichText = (field: HTMLTextAreaElement, leavePlain: () => void): RichText => {
  const form = field.form!
  const box = field.parentElement!
  const label = box.querySelector('label')
  const opened = markdownToDocument(field.value)
  let { sources } = opened
  let last = field.value

  const status = make('div', { class: 'said small', role: 'status' })
  const say = (sentences: readonly string[]) =>
    status.replaceChildren(...sentences.map((sentence) => make('p', {}, sentence)))
  const pictureStatus = make('p', { class: 'small', role: 'status' })
  const incoming = createIncoming(
    (file) => sendPicture(file, form),
    say,
    (sentence) => void (pictureStatus.textContent = sentence),
  )

  let timer: ReturnType<typeof setTimeout> | undefined
  const write = () => {
    clearTimeout(timer)
    timer = undefined
    const markdown = documentToMarkdown(view.state.doc, sources)
    if (markdown === field.value) return
    last = field.value = markdown
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }

  const linkPanel = createLinkPanel(() => view)
  const picturePanel = createPicturePanel(
    () => view,
    (file, words) => incoming.place(view, file, words),
  )
  const buttons: Button[] = order.map((name): Button => {
    const isSecond = second.has(name)
    if (name === 'link') return { name, isOn: isOnLink, press: () => linkPanel.open() }
    if (name === 'picture') return { name, press: () => picturePanel.open() }
    if (name === 'plain') return { name, press: leavePlain, isSecond: true }
    const tool = tools.find((one) => one.name === name)!
    const press = () => {
      tool.command(view.state, tool.isOn ? (tr) => doAlone(view, tr) : view.dispatch, view)
      view.focus()
    }
    return { ...tool, name: name as Button['name'], press, isSecond }
  })
  let toolbar: Toolbar | undefined
  const opens = (open: () => void) => () => {
    open()
    return true
  }

  const mount = make('div', { class: 'rich-text' })
  const view = new EditorView(mount, {
    state: EditorState.create({
      doc: opened.document,
      plugins: [
        ...typing({ 'Mod-k': opens(() => linkPanel.open()), 'Alt-F10': opens(() => toolbar?.focus()) }),
        new Plugin({ view: () => ({ update: ({ state }) => toolbar?.update(state) }) }),
      ],
    }),
    attributes: {
      id: field.id,
      class: 'prose',
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-label': label?.textContent ?? '',
      'aria-describedby': [
        'mise-en-forme',
        ...(field.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id.endsWith('-erreur')),
      ].join(' '),
      ...(field.hasAttribute('aria-invalid') ? { 'aria-invalid': 'true' } : {}),
      ...(field.lang === '' ? {} : { lang: field.lang }),
      spellcheck: 'true',
      autocapitalize: 'sentences',
    },
    handleDOMEvents: incoming.handlers,
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction))
      if (transaction.docChanged) timer ??= setTimeout(write, 300)
    },
  })
  toolbar = createToolbar(buttons, field.id, () => view)
  toolbar.update(view.state)
  const hint = make(
    'p',
    { class: 'small muted', id: 'mise-en-forme' },
    richTextWords.hint,
    make('span', { class: 'hidden' }, ` ${richTextWords.hintKeys}`),
  )
  const parts = [hint, toolbar.element, linkPanel.element, picturePanel.element, mount, status, pictureStatus]

  const ownId = field.id
  const asides = [box.querySelector<HTMLElement>(`#${ownId}-aide`), document.querySelector<HTMLElement>('#aide-texte')]
  const focus = () => view.focus()
  /** Something else of the page wrote in the field: it comes in as a change that can be undone. */
  const takeBack = () => {
    if (field.value === last) return
    last = field.value
    const read = markdownToDocument(field.value)
    sources = read.sources
    doAlone(view, view.state.tr.replaceWith(0, view.state.doc.content.size, read.document.content))
  }
  const show = (isRich: boolean) => {
    field.hidden = isRich
    field.id = isRich ? `${ownId}-simple` : ownId
    for (const aside of asides) if (aside) aside.hidden = isRich
  }
  last = field.value
  show(true)
  field.after(...parts)
  label?.addEventListener('click', focus)
  field.addEventListener('texte-repris', takeBack)
  form.addEventListener('submit', write)
  addEventListener('pagehide', write)
  document.addEventListener('visibilitychange', write)

  return {
    view,
    leave() {
      write()
      label?.removeEventListener('click', focus)
      field.removeEventListener('texte-repris', takeBack)
      form.removeEventListener('submit', write)
      removeEventListener('pagehide', write)
      document.removeEventListener('visibilitychange', write)
      view.destroy()
      for (const part of parts) part.remove()
      show(false)
    },
  }
}
