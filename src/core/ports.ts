import type { EntityState, Placed } from './fold/fold.ts'
import type { Bytes } from './log/bytes.ts'
import type { LogName, Salts, Sign, Verify } from './log/segment.ts'

/** Everything the core needs from outside. Implementations are made at the edge and passed in. */

/** Milliseconds since 1970 by this machine's clock, which may be years off. */
export type Clock = () => number
/** That many unpredictable bytes. */
export type Random = (length: number) => Bytes
/** The node's own signing key. */
export type Keys = {
  readonly publicKey: Bytes
  readonly sign: Sign
  readonly verify: Verify
  /** HMAC-SHA-256 under a secret that only this node has: what is not signed yet can't be slipped in meanwhile. 32 bytes. */
  readonly mac: (message: Bytes) => Bytes
}

export type LogRow = {
  readonly key: number
  readonly name: LogName
  /** `logId(name)`, 16 bytes in hexadecimal. */
  readonly id: string
  /** Position of the next operation. */
  readonly next: number
  /** Hash of the last sealed segment, 32 bytes; null when there is none. */
  readonly head: Bytes | null
}

/** A segment without its operations. `hash` and `signature` are null while it is the log's open tail. */
export type SegmentRow = {
  readonly key: number
  readonly log: number
  readonly first: number
  readonly count: number
  /** Plain bytes of its operations. */
  readonly bytes: number
  readonly previous: Bytes
  readonly seed: Bytes | Salts
  readonly hash: Bytes | null
  readonly signature: Bytes | null
  /** Of the open tail of the node's own log: the chain of its operations under the node's secret (`tailMac`). Null otherwise. */
  readonly mac: Bytes | null
  /** When its first operation was stored here, milliseconds by this node's clock. */
  readonly opened: number
}

export type OperationRow = {
  /** Order of arrival at this node. */
  readonly key: number
  readonly log: number
  readonly segment: number
  readonly position: number
  /** Entity's surrogate key. */
  readonly entity: number
  readonly id: string
  readonly bytes: Bytes
  /** When it was stored here, milliseconds by this node's clock. */
  readonly received: number
}

export type EntityRow = {
  readonly key: number
  readonly id: string
  readonly space: number
  readonly state: EntityState
}

export type SpaceRow = { readonly key: number; readonly id: Bytes; readonly genesis: Bytes }

/** Reads never write: a function that takes a Reader can't change anything. */
export type Reader = {
  spaces(): Promise<readonly SpaceRow[]>
  logs(): Promise<readonly LogRow[]>
  findLog(id: string): Promise<LogRow | null>
  /** Segments of a log in order of position, sealed ones and the tail: those that end after position `from` (0). */
  segments(log: number, from?: number): Promise<readonly SegmentRow[]>
  tail(log: number): Promise<SegmentRow | null>
  segment(key: number): Promise<SegmentRow | null>
  /** Operations of a segment in order of position. */
  operationsOfSegment(segment: number): Promise<readonly OperationRow[]>
  /** Operations of an entity in order of arrival. */
  operationsOfEntity(entity: number): Promise<readonly OperationRow[]>
  entity(id: string): Promise<EntityRow | null>
  entityByKey(key: number): Promise<EntityRow | null>
  /** Entities in order of their keys, after `after`, at most `limit`. */
  entities(after: number, limit: number): Promise<readonly EntityRow[]>
  hasClient(client: Bytes): Promise<boolean>
  /** The first operation here that came with this client id; null when none did. */
  operationOfClient(client: Bytes): Promise<OperationRow | null>
  /** All of them, in order of arrival: a page may have given the same to two nodes. */
  operationsOfClient(client: Bytes): Promise<readonly OperationRow[]>
  /** The entities that are orders (kinds 1 to 15), of every space, in order of their keys. */
  orders(): Promise<readonly EntityRow[]>
  /** What was agreed with a peer about a space (core/sync/link.ts); null before the first exchange. */
  link(peer: Bytes, space: Bytes): Promise<Bytes | null>
  /** What was noted by `saveHeld`; null once a segment of the space came, was sealed, changed or went since. */
  held(space: Bytes): Promise<Bytes | null>
}

export type Writer = Reader & {
  addSpace(space: Omit<SpaceRow, 'key'>): Promise<SpaceRow>
  addLog(log: Omit<LogRow, 'key'>): Promise<LogRow>
  saveLog(log: LogRow): Promise<void>
  addSegment(segment: Omit<SegmentRow, 'key'>): Promise<SegmentRow>
  saveSegment(segment: SegmentRow): Promise<void>
  addOperation(operation: Omit<OperationRow, 'key'>): Promise<OperationRow>
  /** Replaces an operation's bytes where a value was erased; nothing else ever changes them. */
  saveErased(operation: OperationRow): Promise<void>
  addEntity(entity: Omit<EntityRow, 'key'>): Promise<EntityRow>
  saveEntity(entity: EntityRow): Promise<void>
  addClient(client: Bytes, operation: number): Promise<void>
  saveLink(peer: Bytes, space: Bytes, state: Bytes): Promise<void>
  /** Notes the vector of what is sealed here of a space (core/sync/chains.ts), so that not every segment is read to know it. */
  saveHeld(space: Bytes, vector: Bytes): Promise<void>
}

export type StoreFault =
  /** No room: nothing of this transaction was kept. */
  | { readonly tag: 'disk-full' }
  /** The disk refused; nothing of this transaction was kept, and the store opens itself anew before it goes on. */
  | { readonly tag: 'disk-error'; readonly detail: string }

/** Operations, segments and folded state. One contract suite, tests/contracts/store.ts, runs on every implementation. */
export type Store = {
  read<T>(work: (reader: Reader) => Promise<T>): Promise<T>
  /**
   * One transaction. Resolves once it is on disk; whatever `work` throws takes everything back and is thrown again.
   * Transactions run one after the other.
   */
  write<T>(work: (writer: Writer) => Promise<T>): Promise<T | StoreFault>
  close(): Promise<void>
}

/** Told of every entity whose state changed, inside the transaction. */
export type Project = (writer: Writer, before: EntityRow | null, after: EntityRow) => Promise<void>

export type { EntityState, Placed }
