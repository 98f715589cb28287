import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FormFile } from '#server/blobs/multipart.ts'
import type { ImportDesk } from '#server/imports/import-desk.ts'
import type { BundleDesk } from '#server/sync/bundle-desk.ts'
import type { PressFault, PressJob } from '#server/print/press.ts'
import type { SoundBlobFailure } from '#server/blobs/sound-blob.ts'
import type { Picture } from '#server/blobs/pictures.ts'
import type { Failure } from './failures.ts'
import type { FormTokens } from './form-token.ts'
import type { Actor, NodePort } from './node-port.ts'

/** What the house has for the pages besides the node; each is absent where a test has no use for it. */
export interface HouseServices {
  /** A blob whose bytes still are those that its name says. */
  readBlob?(hash: string): Promise<Uint8Array | SoundBlobFailure>
  /** A PDF, printed in a process of its own. */
  print?(job: PressJob): Promise<Uint8Array | PressFault>
  /** Old sites that people bring in from a page. */
  readonly imports?: ImportDesk
  /** Files that people carry between nodes. */
  readonly bundles?: BundleDesk
}

/** What the house says to the pages about a request. Kit's copy of this module and the house's own share only types and data. */
export interface HouseRequest extends HouseServices {
  /** For the log and for error pages; says nothing of the person. */
  readonly id: string
  readonly node: NodePort
  /** Set by the hook once the session cookie is read; null for a visitor. */
  actor: Actor | null
  readonly isSecure: boolean
  /** The node's public address without a final slash, when its keeper set one. */
  readonly origin: string | undefined
  /** Set when the answer will be given to everybody. */
  readonly page: PublicRender | null
  /** Null while a public page is made: it can't hold anybody's token. */
  readonly forms: FormTokens | null
  /** Writes down a bug that the pages met, with the request's number. */
  report(error: unknown): void
  /** The route's pattern, filled in by the hook, for the log: an address may hold a code or a name. */
  route?: string
  /** Pictures that came with the form, by field. */
  arrived?: ReadonlyMap<string, ArrivedPicture>
  /** Files that came with the form and stay what they are, on the page where that is so: uploads of the actor. */
  files?: readonly FormFile[]
}

/** What became of a form's picture: its sizes are stored, or why not. */
export type ArrivedPicture = Picture | Failure

export const newRequestId = (): string => randomBytes(6).toString('base64url')

/** What is learnt of a public page while it is made. */
export interface PublicRender {
  isPublic: boolean
  readonly tags: Set<string>
  expires: number | null
  /** The page wrote the host name it was asked by, so it can't be shared between names. */
  isHostUsed: boolean
}

export type BoundRequest = IncomingMessage & { node?: NodePort; actorContext?: HouseRequest }

/** Ties a request to the house: adapter-node hands it to the pages as `event.platform.req`. */
export function bindHouse(request: IncomingMessage, house: HouseRequest): void {
  const bound: BoundRequest = request
  bound.node = house.node
  bound.actorContext = house
}
