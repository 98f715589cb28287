import { formatDay, formatTime, instantToDay } from '#core/text/format.ts'
import { richTextWords } from '#features/space/messages/rich-text-fr.ts'
import { make, makeButton } from './editor/elements.ts'
import { heldKey, heldTexts, hold, isSameText, type HeldText } from './held-texts.ts'

const words = richTextWords.kept
const NOT_KEPT = new Set(['jeton', 'envoi', 'version', 'geste', 'photo', 'photo_id', 'nom', 'phrase', 'type'])
const SENT = 'texte-envoye'

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/**
 * Holds what is being written in this browser, every two seconds, so that a closed tab or a dead battery loses nothing. What is found from
 * before is offered, never put back over the form by itself; it goes when the node has kept it, or when it is told to.
 */
export function keepText(form: HTMLFormElement): void {
  let shelf: Storage
  try {
    shelf = localStorage
  } catch {
    return
  }
  const status = document.querySelector('#garde')
  const prefix = `texte ${form.dataset['person'] ?? ''} ${form.getAttribute('action') ?? ''}`
  const key = heldKey(prefix, Math.random().toString(36).slice(2))
  const say = (text: string) => {
    if (status) status.textContent = text
  }
  const fields = (): Field[] =>
    Array.from(form.elements).filter(
      (one): one is Field =>
        (one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement) &&
        one.name !== '' &&
        one.type !== 'checkbox' &&
        !NOT_KEPT.has(one.name),
    )
  const read = () => Object.fromEntries(fields().map((one) => [one.name, one.value]))
  const version = form.querySelector<HTMLInputElement>('[name=version]')?.value ?? ''

  const fill = (values: HeldText['fields']) => {
    for (const one of fields()) {
      const value = values[one.name]
      if (value === undefined || value === one.value) continue
      one.value = value
      one.dispatchEvent(new Event('texte-repris'))
    }
    form.dispatchEvent(new Event('input'))
  }

  // Just kept on the node: what this tab held of it has arrived.
  const sent = sessionStorage.getItem(SENT)
  if (sent !== null && new URLSearchParams(location.search).has('fait')) shelf.removeItem(sent)
  sessionStorage.removeItem(SENT)
  const now = read()
  // A form that came back refused holds what no node has: it is held on, under this page's own name.
  const isRefused = document.querySelector('main .errors, #ecrire [name=phrase]') !== null
  const others = heldTexts(shelf, prefix, Date.now()).filter((held) => {
    const isSame = isSameText(held.fields, now)
    if (isSame) shelf.removeItem(held.key)
    return !isSame
  })
  const offerNext = () => {
    const held = others.shift()
    if (held) form.before(offer(held))
  }
  offerNext()

  function offer(held: HeldText): HTMLElement {
    const moment = `${formatDay(instantToDay(held.at, zone), 'fr', 'full')} à ${formatTime(held.at, 'fr', zone)}`
    const box = make('div', { class: 'notice info', role: 'status' })
    const beginning = (held.fields['titre'] || held.fields['texte'] || '')
      .replace(/[\\#*_>`[\]]+|\s+/g, ' ')
      .trim()
      .slice(0, 80)
    const take = () => {
      const before = read()
      fill(held.fields)
      shelf.removeItem(held.key)
      offerNext()
      const putBack = () => {
        fill(before)
        box.remove()
      }
      box.replaceChildren(
        make('p', {}, words.taken),
        make('p', { class: 'row' }, makeButton(words.back, putBack, 'quiet')),
      )
    }
    const forget = () => {
      shelf.removeItem(held.key)
      box.remove()
      offerNext()
    }
    box.append(
      make('p', {}, words.offer(moment), held.version === version ? '' : ` ${words.since}`),
      ...(beginning === '' ? [] : [make('p', { class: 'muted' }, `«\u202f${beginning}\u202f»`)]),
      make('p', { class: 'row' }, makeButton(words.take, take), makeButton(words.forget, forget, 'quiet')),
    )
    return box
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  const keep = () => {
    clearTimeout(timer)
    timer = undefined
    try {
      hold(shelf, { key, at: Date.now(), version, fields: read() })
      say(words.here)
    } catch {
      say(words.full)
    }
  }
  if (isRefused) keep()
  form.addEventListener('input', () => (timer ??= setTimeout(keep, 2_000)))
  form.addEventListener('submit', () => {
    keep()
    sessionStorage.setItem(SENT, key)
  })
  addEventListener('pagehide', () => {
    if (timer !== undefined) keep()
  })
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
