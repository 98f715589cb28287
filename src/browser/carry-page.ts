import { carryWords } from '#features/link/carry-words.ts'
import { make } from './editor/elements.ts'
import { followWork } from './follow-work.ts'
import { forgetSending, sendResumably } from './resumable-sending.ts'

const words = carryWords.sending

/** What script adds to the page of carried files: a file that goes to the node in pieces and survives cuts, and how far its reading is. */
const form = document.querySelector<HTMLFormElement>('#lire')
if (form) sendInPieces(form)
const progress = document.querySelector<HTMLElement>('#avancement')
if (progress) followWork(progress)

function sendInPieces(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>('[name=fichier]')
  const button = form.querySelector<HTMLButtonElement>('button')
  const token = form.querySelector<HTMLInputElement>('[name=jeton]')?.value ?? ''
  if (!field || !button) return
  const status = make('p', { role: 'status' })
  const line = make('p', { class: 'wrong', role: 'alert' })
  const stay = make('p', { class: 'small muted' }, words.stay)

  form.addEventListener('submit', (event) => {
    const [file] = field.files ?? []
    if (!file) return
    event.preventDefault()
    button.disabled = true
    button.before(status, line, stay)
    send(file).then(
      (problem) => {
        if (problem === null) return location.assign('/liaison/cle')
        line.textContent = problem
        status.textContent = ''
        button.disabled = false
      },
      () => {
        line.textContent = words.failed
        button.disabled = false
      },
    )
  })

  /** Null once the node is reading it. */
  async function send(file: File): Promise<string | null> {
    line.textContent = ''
    const tell = (bytes: number) => {
      const told = words.now(file.name, file.size === 0 ? 100 : Math.floor((100 * bytes) / file.size))
      if (status.textContent !== told) status.textContent = told
    }
    tell(0)
    const shelf = localShelf()
    const onLine = (isCut: boolean) => void (line.textContent = isCut ? words.cut : '')
    const arrival = await sendResumably(file, { token, shelf, onProgress: tell, onLine })
    if (arrival.tag === 'signed-out') return words.signedOut
    if (arrival.tag === 'refused') return arrival.sentence ?? words.failed
    const answer = await fetch('/liaison/cle/etat', {
      method: 'POST',
      headers: { 'X-Jeton': token, accept: 'application/json' },
      body: new URLSearchParams({ envoi: arrival.id }),
    })
    forgetSending(file, shelf)
    if (answer.status === 401 || answer.status === 403) return words.signedOut
    const { problem } = (await answer.json()) as { readonly problem?: unknown }
    return typeof problem === 'string' ? problem : null
  }
}

function localShelf(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}
