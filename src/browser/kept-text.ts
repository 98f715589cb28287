/** Keeps what is being written in this browser, every two seconds, so that a closed tab or a dead battery loses nothing. */
const form = document.querySelector<HTMLFormElement>('#ecrire')
const NOT_KEPT = new Set(['jeton', 'envoi', 'version', 'geste', 'photo', 'photo_id', 'nom', 'phrase', 'type'])

if (form) start(form)

function start(form: HTMLFormElement): void {
  const status = document.querySelector('#garde')
  const key = `texte ${form.dataset['person'] ?? ''} ${form.getAttribute('action') ?? ''}`
  const version = valueOf('version')
  const say = (text: string) => {
    if (status) status.textContent = text
  }
  const fields = () =>
    [...form.elements].filter(
      (one): one is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement =>
        (one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement) &&
        one.name !== '' &&
        one.type !== 'checkbox' &&
        !NOT_KEPT.has(one.name),
    )
  const read = () => Object.fromEntries(fields().map((one) => [one.name, one.value]))
  function valueOf(name: string): string {
    return form.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? ''
  }

  // Just kept on the node: what the browser held of it, or of the new text that it was, has arrived.
  if (new URLSearchParams(location.search).has('fait')) {
    localStorage.removeItem(key)
    const person = form.dataset['person'] ?? ''
    for (const kind of ['article', 'date', 'page'])
      if (valueOf('type') === kind) localStorage.removeItem(`texte ${person} /publier/nouveau?type=${kind}`)
  }
  const held = readHeld(localStorage.getItem(key))
  if (held?.version === version && !document.querySelector('.errors')) {
    let isBack = false
    for (const one of fields()) {
      const value = held.fields[one.name]
      if (value === undefined || value === one.value) continue
      one.value = value
      isBack = true
    }
    if (isBack) say('Votre texte d’avant a été retrouvé dans cet appareil.')
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  const keep = () => {
    clearTimeout(timer)
    timer = undefined
    try {
      localStorage.setItem(key, JSON.stringify({ version, fields: read() }))
      say('Gardé dans cet appareil.')
    } catch {
      say('Cet appareil n’a plus de place : appuyez sur « Garder ici » de temps en temps.')
    }
  }
  form.addEventListener('input', () => (timer ??= setTimeout(keep, 2_000)))
  addEventListener('pagehide', () => {
    if (timer !== undefined) keep()
  })
}

type Held = { readonly version: string; readonly fields: Readonly<Record<string, string>> }
function readHeld(text: string | null): Held | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return typeof value === 'object' && value !== null && 'version' in value && 'fields' in value
      ? (value as Held)
      : null
  } catch {
    return null
  }
}
