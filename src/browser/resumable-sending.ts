/** What became of a file: whole at the node, under this id; or why not. */
export type Arrival =
  | { readonly tag: 'arrived'; readonly id: string }
  | { readonly tag: 'refused'; readonly sentence: string | null }
  | { readonly tag: 'signed-out' }

export type SendingOptions = {
  readonly token: string
  /** Where the id of a file on its way is noted, so that another visit goes on with it. */
  readonly shelf: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null
  /** Bytes that are at the node for good. */
  readonly onProgress: (bytes: number) => void
  /** The line is cut, or is back. */
  readonly onLine: (isCut: boolean) => void
  readonly fetch?: typeof fetch
  /** Waits before the next try (milliseconds), or until the line is back. */
  readonly wait?: (milliseconds: number) => Promise<void>
}

/** Small enough to be whole between two cuts of a bad line, and to show that something moves. */
const PIECE = 524_288
const LONGEST_WAIT = 30_000
const VERSION = { 'Tus-Resumable': '1.0.0' }

/** The same for the same file of this device. */
const noteOf = ({ name, size, lastModified }: File): string => `envoi ${name} ${size} ${lastModified}`

/** Sends a file in pieces (tus 1.0.0) and goes on after each cut, also one that lasted days, until it is whole or refused. */
export async function sendResumably(file: File, options: SendingOptions): Promise<Arrival> {
  const { token, shelf, onProgress, onLine, fetch: ask = fetch, wait = pause } = options
  const headers = { ...VERSION, 'X-Jeton': token }
  const note = noteOf(file)
  let id = read(shelf, note)
  /** Null: the node is to be asked. */
  let offset: number | null = null
  let cuts = 0

  const step = async (): Promise<Arrival | null> => {
    if (id === null) {
      const made = await ask('/uploads', {
        method: 'POST',
        headers: {
          ...headers,
          'Upload-Length': String(file.size),
          'Upload-Metadata': `filename ${toBase64(file.name)}`,
        },
      })
      if (made.status !== 201) return toRefusal(made)
      id = /\/([0-9a-f]+)$/.exec(made.headers.get('Location') ?? '')?.[1] ?? null
      if (id === null) return { tag: 'refused', sentence: null }
      write(shelf, note, id)
      offset = 0
    } else if (offset === null) {
      const found = await ask(`/uploads/${id}`, { method: 'HEAD', headers })
      if (found.status === 404) return lost()
      if (!found.ok) return toRefusal(found)
      offset = Number(found.headers.get('Upload-Offset'))
    } else {
      const sent = await ask(`/uploads/${id}`, {
        method: 'PATCH',
        headers: { ...headers, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' },
        body: file.slice(offset, offset + PIECE),
      })
      if (sent.status === 404) return lost()
      offset = sent.status === 204 ? Number(sent.headers.get('Upload-Offset')) : null
      if (offset === null && sent.status !== 409) return toRefusal(sent)
    }
    if (offset !== null) onProgress(offset)
    return id !== null && offset === file.size ? { tag: 'arrived', id } : null
  }
  const lost = () => {
    id = null
    offset = null
    return null
  }

  for (;;) {
    try {
      const over = await step()
      if (cuts > 0) onLine(false)
      cuts = 0
      if (over) {
        if (over.tag === 'refused') forgetSending(file, shelf)
        return over
      }
    } catch {
      // No answer at all: the line, or a node that is being started anew.
      if (cuts === 0) onLine(true)
      offset = null
      await wait(Math.min(LONGEST_WAIT, 1_000 * 2 ** cuts++))
    }
  }
}

/** To be called once the node has put the file to use. */
export function forgetSending(file: File, shelf: SendingOptions['shelf']): void {
  try {
    shelf?.removeItem(noteOf(file))
  } catch {
    // The note grows old by itself: what it names is gone.
  }
}

async function toRefusal(answer: Response): Promise<Arrival> {
  if (answer.status === 403) return { tag: 'signed-out' }
  // A proxy whose node is being started anew.
  if (answer.status === 502 || answer.status === 504) throw new Error('no node behind the proxy')
  const said = (await answer.json().catch(() => null)) as { sentence?: unknown } | null
  return { tag: 'refused', sentence: typeof said?.sentence === 'string' ? said.sentence : null }
}

function read(shelf: SendingOptions['shelf'], note: string): string | null {
  try {
    return shelf?.getItem(note) ?? null
  } catch {
    return null
  }
}
function write(shelf: SendingOptions['shelf'], note: string, id: string): void {
  try {
    shelf?.setItem(note, id)
  } catch {
    // It goes on all the same, as long as the page is open.
  }
}

const toBase64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
    addEventListener('online', () => resolve(), { once: true })
  })
