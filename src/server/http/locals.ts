import type { FormFile } from '#server/blobs/multipart.ts'
import type { ImportDesk } from '#server/imports/import-desk.ts'
import type { BundleDesk } from '#server/sync/bundle-desk.ts'
import type { SoundBlobFailure } from '#server/blobs/sound-blob.ts'
import type { PressFault, PressJob } from '#server/print/press.ts'
import type { Actor } from './node-port.ts'
import type { ArrivedPicture, HouseRequest } from './request-context.ts'

export type Locale = 'fr' | 'en'

/** What every page and form finds in `event.locals`. */
export interface HouseLocals {
  readonly requestId: string
  readonly locale: Locale
  readonly actor: Actor | null
  readonly isSecure: boolean
  /** The node's public address without a final slash, when its keeper set one. */
  readonly origin: string | undefined
  /** The origin by which this request came, where an address must be written in full and `origin` is unknown: the answer isn't cached then. */
  readonly originAsked: string
  /** Runs a query as the actor and notes what the page is made from. */
  query(name: string, input?: unknown): Promise<unknown>
  /** Runs a command as the actor. When it resolves, the commit is on disk and no older page is served any more. */
  command(name: string, input?: unknown): Promise<unknown>
  /** Says what else the page is made from. */
  use(tags: readonly string[]): void
  /** Says when the page stops being true by itself, in milliseconds since 1970; the earliest counts. */
  until(instant: number): void
  /** A small blob whose bytes still are those that its name says, for a picture that isn't public yet. */
  readBlob(hash: string): Promise<Uint8Array | SoundBlobFailure>
  /** A PDF's bytes. */
  print(job: PressJob): Promise<Uint8Array | PressFault>
  /** What became of the picture of a form's field; undefined when none came. */
  arrivedPicture(field: string): ArrivedPicture | undefined
  /** What became of the files of a form that keeps them as they are: uploads of the actor, to be used or removed. */
  readonly arrivedFiles: readonly FormFile[]
  readonly imports: ImportDesk
  readonly bundles: BundleDesk
  /** For the hidden field `jeton` of a form that changes something. Not on public pages: they are shared. */
  readonly formToken: string
  /** Signs this browser in (`token`: base64url) for `maxAge` seconds, or until it closes. */
  startSession(token: string, maxAge?: number): void
  /** Signs it out. */
  endSession(): void
}

/** What the hook adds: cookies to set, and the browser's binding for form tokens. */
export interface LocalsParts {
  readonly house: HouseRequest
  readonly locale: Locale
  readonly urlOrigin: string
  formToken(): string
  startSession(token: string, maxAge?: number): void
  endSession(): void
}

export function createLocals({
  house,
  locale,
  urlOrigin,
  formToken,
  startSession,
  endSession,
}: LocalsParts): HouseLocals {
  const use = (tags: readonly string[]) => {
    for (const tag of tags) house.page?.tags.add(tag)
  }
  const until = (instant: number) => {
    if (house.page) house.page.expires = Math.min(house.page.expires ?? Infinity, instant)
  }
  return {
    requestId: house.id,
    locale,
    get actor() {
      return house.actor
    },
    isSecure: house.isSecure,
    origin: house.origin,
    get originAsked() {
      if (house.origin !== undefined) return house.origin
      if (house.page) house.page.isHostUsed = true
      return urlOrigin
    },
    use,
    until,
    async query(name, input = {}) {
      const { value, tags, expires } = await house.node.query(name, input, house.actor)
      use(tags)
      if (typeof expires === 'number') until(expires)
      return value
    },
    async command(name, input = {}) {
      const { value } = await house.node.command(name, input, house.actor)
      return value
    },
    async readBlob(hash) {
      return (await house.readBlob?.(hash)) ?? { tag: 'blob-missing', hash }
    },
    async print(job) {
      return (await house.print?.(job)) ?? { tag: 'print-failed', detail: 'no press' }
    },
    arrivedPicture: (field) => house.arrived?.get(field),
    arrivedFiles: house.files ?? [],
    get imports() {
      if (!house.imports) throw new Error('no imports here')
      return house.imports
    },
    get bundles() {
      if (!house.bundles) throw new Error('no bundles here')
      return house.bundles
    },
    get formToken() {
      return formToken()
    },
    startSession,
    endSession,
  }
}
