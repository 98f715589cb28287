import { importFr } from '#features/space/messages/import-fr.ts'
import { chosenPictures } from './chosen-pictures.ts'
import { make } from './editor/elements.ts'
import { followWork } from './follow-work.ts'
import { forgetSending, sendResumably } from './resumable-sending.ts'

const words = importFr.sending

/** What script adds to the page of imports: files that go in pieces and survive cuts, and how far the import is without reloading. */
const form = document.querySelector<HTMLFormElement>('#reprise')
if (form) sendInPieces(form)
const progress = document.querySelector<HTMLElement>('#avancement')
if (progress) followWork(progress)

function sendInPieces(form: HTMLFormElement): void {
  const exportField = form.querySelector<HTMLInputElement>('[name=export]')
  const pictureField = form.querySelector<HTMLInputElement>('[name=photos]')
  const button = form.querySelector<HTMLButtonElement>('button')
  if (!exportField || !pictureField || !button) return
  const hint = document.getElementById('photos-aide')
  if (hint) hint.textContent = words.hint
  if ('webkitdirectory' in pictureField) {
    const box = make('input', { type: 'checkbox' })
    box.addEventListener('change', () => {
      pictureField.webkitdirectory = box.checked
      pictureField.value = ''
    })
    pictureField.closest('.field')?.after(make('div', { class: 'check' }, make('label', {}, box, words.folder)))
  }
  const status = make('p', { role: 'status' })
  const line = make('p', { class: 'wrong', role: 'alert' })
  const stay = make('p', { class: 'small muted' }, words.stay)
  const state = new URL(`${new URL(form.action).pathname}/etat`, location.href)
  const token = form.querySelector<HTMLInputElement>('[name=jeton]')?.value ?? ''

  form.addEventListener('submit', (event) => {
    const pictures = chosenPictures([...(pictureField.files ?? [])])
    const [file] = exportField.files ?? []
    if (!file && pictures.length === 0) return
    event.preventDefault()
    button.disabled = true
    button.before(status, line, stay)
    const all = [...(file ? [{ file, path: file.name, kind: 'export' }] : []), ...pictures]
    send(all).then(
      (problem) => {
        if (problem !== null) return fail(problem)
        // What was sent is there; the form goes without it.
        exportField.value = ''
        pictureField.value = ''
        form.submit()
      },
      () => fail(words.failed),
    )
  })
  const fail = (problem: string) => {
    line.textContent = problem
    status.textContent = ''
    button.disabled = false
  }

  /** Null once everything is at the node. */
  async function send(
    all: readonly { readonly file: File; readonly path: string; readonly kind: string }[],
  ): Promise<string | null> {
    for (const [at, { file, path, kind }] of all.entries()) {
      line.textContent = ''
      const tell = (bytes: number) => {
        const percent = file.size === 0 ? 100 : Math.floor((100 * bytes) / file.size)
        const told =
          all.length === 1 ? words.now(file.name, percent) : words.nowOf(file.name, percent, at + 1, all.length)
        if (status.textContent !== told) status.textContent = told
      }
      tell(0)
      const known = kind === 'picture' ? await post({ chemin: path, taille: String(file.size) }) : null
      if (known?.['isHere'] === true) continue
      const arrival = await sendResumably(file, {
        token,
        shelf: localShelf(),
        onProgress: tell,
        onLine: (isCut) => void (line.textContent = isCut ? words.cut : ''),
      })
      if (arrival.tag === 'signed-out') return words.signedOut
      if (arrival.tag === 'refused') return arrival.sentence ?? words.failed
      const taken = await post({ envoi: arrival.id, genre: kind, chemin: path })
      forgetSending(file, localShelf())
      if (typeof taken['problem'] === 'string') return taken['problem']
    }
    return null
  }

  async function post(fields: Readonly<Record<string, string>>): Promise<Readonly<Record<string, unknown>>> {
    for (let cuts = 0; ; cuts++) {
      try {
        const answer = await fetch(state, {
          method: 'POST',
          headers: { 'X-Jeton': token, accept: 'application/json' },
          body: new URLSearchParams(fields),
        })
        if (answer.status === 401 || answer.status === 403) return { problem: words.signedOut }
        return (await answer.json()) as Readonly<Record<string, unknown>>
      } catch (error) {
        if (cuts === 5) throw error
        await new Promise((resolve) => setTimeout(resolve, 1_000 * 2 ** cuts))
      }
    }
  }
}

function localShelf(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}
