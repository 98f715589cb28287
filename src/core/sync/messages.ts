import { PIECE_BYTES } from '../blobs.ts'
import type { Bytes } from '../log/bytes.ts'
import { bytesToValue, valueToBytes } from '../log/cbor.ts'
import type { Value } from '../log/cbor.ts'
import { HEAD_BYTES, valueToVector, vectorToValue } from './chains.ts'
import type { Vector } from './chains.ts'

/** What travels inside a seal, frame by frame. docs/format.cddl, « exchange »; SPEC.md, M. */
export type Ask = {
  /** 12 bytes. */
  readonly space: Bytes
  /** Digest of the vector last agreed; null when there is none. */
  readonly base: Bytes | null
  /** What the asking node holds beyond the base and doesn't send along. */
  readonly have: Vector
  /** Whether it wants to be told what the other holds beyond the base. */
  readonly isAsking: boolean
}
export type RequestHead = {
  readonly tag: 'request'
  /** Most bytes of chunks that the answer may have. */
  readonly limit: number
  /** Whether dictionaries from before this exchange may be used in the answer. */
  readonly mayUseOld: boolean
  readonly asks: readonly Ask[]
}
export const STATUS = { known: 0, unknownBase: 1, notShared: 2 } as const
export type Reply = {
  /** Which ask of the request. */
  readonly index: number
  readonly status: number
  /** What the answering node holds beyond the base; all of it when it doesn't know the base. */
  readonly have: Vector
}
export type AnswerHead = { readonly tag: 'answer'; readonly replies: readonly Reply[] }
/** A log by its number of first mention in this direction, or by name at its first mention. */
export type LogReference =
  | number
  | {
      /** Which ask of the request the log's space is. */
      readonly index: number
      readonly node: Bytes
      readonly incarnation: Bytes
      readonly lane: number
      /** 0: windows of 1 MiB; 1: of 4 MiB (Z1). */
      readonly pace: number
    }
export type ChunkFrame = {
  readonly tag: 'chunk'
  readonly log: LogReference
  /** At the first mention: segments held by both that the dictionary begins with, and its digest. */
  readonly old: { readonly from: number; readonly to: number; readonly digest: Bytes } | null
  readonly packed: Bytes
}
export type SpaceEnd = {
  readonly index: number
  /** Digest of everything that the answering node holds of the space now, this answer included. */
  readonly digest: Bytes
  /** Segments that didn't fit into the limit. */
  readonly left: number
  /** Whether a chunk of the request couldn't be unpacked for want of its dictionary. */
  readonly isPlain: boolean
}
export type End = { readonly tag: 'end'; readonly ends: readonly SpaceEnd[] }
/** The first frame of a bundle: who wrote it, for whom, and what it is made from (B1). */
export type BundleHead = {
  readonly tag: 'bundle'
  /** The writing node's key, 32 bytes, and the incarnation in which it wrote, 8. */
  readonly writer: Bytes
  readonly incarnation: Bytes
  /** By the writer's clock, milliseconds since 1970: for people; nothing is decided by it. */
  readonly made: number
  /** Keys of the nodes that it is for. */
  readonly readers: readonly Bytes[]
  /** What the writer says of its own keys, as it signed that (sync/exchange-keys.ts reads it). */
  readonly keys: Bytes | null
  readonly spaces: readonly BundleSpace[]
}
export type BundleSpace = {
  readonly space: Bytes
  /** What the readers are known to hold: the chunks go without it. */
  readonly needs: Vector
  /** What the writer holds. */
  readonly has: Vector
  /** It lacked something that an earlier bundle of a reader stood on: what was known of it holds no more. */
  readonly isBehind: boolean
}
/** A head as it is signed: `plain` is the value, `signature` the writer's over it. */
export type SignedHead = {
  readonly tag: 'bundle'
  readonly plain: Bytes
  readonly signature: Bytes
  readonly head: BundleHead
}
/** Blobs that the sender lacks, as it wishes them. */
export type Wants = {
  readonly tag: 'wants'
  /** Most bytes of pieces that may follow. */
  readonly limit: number
  /** How many more it lacks. */
  readonly left: number
  readonly list: readonly Want[]
}
export type Want = {
  /** Which ask of the request the space is. */
  readonly index: number
  readonly entity: Bytes
  readonly hash: Bytes
  /** From which piece on; null without the list of the pieces' hashes. */
  readonly from: number | null
}
/** Pieces of this blob follow. */
export type BlobHead = {
  readonly tag: 'blob'
  readonly index: number
  readonly entity: Bytes
  readonly hash: Bytes
  readonly size: number
  readonly from: number
  /** The hashes of all pieces; null when the other has them. */
  readonly pieces: Bytes | null
}
export type Piece = { readonly tag: 'piece'; readonly bytes: Bytes }
export type BlobFrame = Wants | BlobHead | Piece
export const isBlobFrame = (frame: Frame): frame is BlobFrame =>
  frame.tag === 'wants' || frame.tag === 'blob' || frame.tag === 'piece'
export type Frame = RequestHead | AnswerHead | ChunkFrame | End | SignedHead | BlobFrame

export const FRAME_LIMIT = 512 * 1024
export const MOST_SPACES = 256
export const MOST_WANTS = 256
const VERSION = 1

export function frameToBytes(frame: Frame): Bytes {
  switch (frame.tag) {
    case 'request':
      return valueToBytes([0, VERSION, frame.limit, frame.mayUseOld, frame.asks.map(askToValue)])
    case 'answer':
      return valueToBytes([1, frame.replies.map(({ index, status, have }) => [index, status, vectorToValue(have)])])
    case 'chunk':
      return valueToBytes([
        2,
        typeof frame.log === 'number'
          ? frame.log
          : [frame.log.index, frame.log.node, frame.log.incarnation, frame.log.lane, frame.log.pace],
        frame.old ? [frame.old.from, frame.old.to, frame.old.digest] : null,
        frame.packed,
      ])
    case 'bundle':
      return valueToBytes([5, frame.plain, frame.signature])
    case 'end':
      return valueToBytes([3, frame.ends.map(({ index, digest, left, isPlain }) => [index, digest, left, isPlain])])
    case 'wants':
      return valueToBytes([
        6,
        frame.limit,
        frame.left,
        frame.list.map(({ index, entity, hash, from }) => [index, entity, hash, from]),
      ])
    case 'blob':
      return valueToBytes([7, frame.index, frame.entity, frame.hash, frame.size, frame.from, frame.pieces])
    case 'piece':
      return valueToBytes([8, frame.bytes])
  }
}

const askToValue = ({ space, base, have, isAsking }: Ask): Value => [space, base, vectorToValue(have), isAsking]

/** The frame that bytes are; null for anything else. Bounded before it is decoded. */
export function bytesToFrame(bytes: Bytes): Frame | null {
  if (bytes.length > FRAME_LIMIT) return null
  const value = bytesToValue(bytes)
  if (!Array.isArray(value)) return null
  switch (value[0]) {
    case 0:
      return toRequest(value)
    case 1:
      return toAnswer(value)
    case 2:
      return toChunk(value)
    case 3:
      return toEnd(value)
    case 5:
      return toSignedHead(value)
    case 6:
      return toWants(value)
    case 7:
      return toBlobHead(value)
    case 8:
      return toPiece(value)
    default:
      return null
  }
}

function toRequest(value: readonly unknown[]): RequestHead | null {
  const [, version, limit, mayUseOld, list] = value
  if (value.length !== 5 || version !== VERSION || !isUint(limit) || typeof mayUseOld !== 'boolean') return null
  const asks = listOf(list, MOST_SPACES, (item) => {
    const [space, base, vector, isAsking] = item
    const have = valueToVector(vector)
    if (item.length !== 4 || !isBytes(space, 12) || !have || typeof isAsking !== 'boolean') return null
    return base === null || isBytes(base, HEAD_BYTES) ? { space, base, have, isAsking } : null
  })
  return asks && { tag: 'request', limit, mayUseOld, asks }
}

function toAnswer(value: readonly unknown[]): AnswerHead | null {
  const replies = listOf(value[1], MOST_SPACES, (item) => {
    const [index, status, vector] = item
    const have = valueToVector(vector)
    return item.length === 3 && isUint(index) && isUint(status) && status <= 2 && have ? { index, status, have } : null
  })
  return value.length === 2 && replies ? { tag: 'answer', replies } : null
}

function toChunk(value: readonly unknown[]): ChunkFrame | null {
  const [, reference, dictionary, packed] = value
  if (value.length !== 4 || !(packed instanceof Uint8Array)) return null
  const log = isUint(reference) ? reference : toLog(reference)
  if (log === null) return null
  if (dictionary === null) return { tag: 'chunk', log, old: null, packed }
  if (!Array.isArray(dictionary) || dictionary.length !== 3) return null
  const [from, to, digest] = dictionary as unknown[]
  if (!isUint(from) || !isUint(to) || !isBytes(digest, HEAD_BYTES)) return null
  return { tag: 'chunk', log, old: { from, to, digest }, packed }
}

function toLog(value: unknown): LogReference | null {
  if (!Array.isArray(value) || value.length !== 5) return null
  const [index, node, incarnation, lane, pace] = value as unknown[]
  if (!isUint(index) || !isBytes(node, 32) || !isBytes(incarnation, 8) || !isUint(lane) || lane > 2) return null
  return isUint(pace) && pace < 2 ? { index, node, incarnation, lane, pace } : null
}

function toEnd(value: readonly unknown[]): End | null {
  const ends = listOf(value[1], MOST_SPACES, (item) => {
    const [index, digest, left, isPlain] = item
    if (item.length !== 4 || !isUint(index) || !isBytes(digest, HEAD_BYTES)) return null
    return isUint(left) && typeof isPlain === 'boolean' ? { index, digest, left, isPlain } : null
  })
  return value.length === 2 && ends ? { tag: 'end', ends } : null
}

/** What a bundle's writer signs. */
export const bundleHeadToBytes = (head: Omit<BundleHead, 'tag'>): Bytes =>
  valueToBytes([
    BUNDLE_DOMAIN,
    VERSION,
    head.writer,
    head.incarnation,
    head.made,
    [...head.readers],
    head.keys,
    head.spaces.map(({ space, needs, has, isBehind }) => [space, vectorToValue(needs), vectorToValue(has), isBehind]),
  ])

function toSignedHead(value: readonly unknown[]): SignedHead | null {
  const [, plain, signature] = value
  if (value.length !== 3 || !(plain instanceof Uint8Array) || !isBytes(signature, 64)) return null
  const said = bytesToValue(plain)
  if (!Array.isArray(said) || said.length !== 8 || said[0] !== BUNDLE_DOMAIN || said[1] !== VERSION) return null
  const [, , writer, incarnation, made, nodes, keys, list] = said as unknown[]
  if (!isBytes(writer, 32) || !isBytes(incarnation, 8) || !isUint(made)) return null
  if (!Array.isArray(nodes) || nodes.length > MOST_READERS || !nodes.every((node) => isBytes(node, 32))) return null
  if (keys !== null && !(keys instanceof Uint8Array)) return null
  const spaces = listOf(list, MOST_SPACES, (item) => {
    const [space, first, second, isBehind] = item
    const [needs, has] = [valueToVector(first), valueToVector(second)]
    if (item.length !== 4 || !isBytes(space, 12) || !needs || !has || typeof isBehind !== 'boolean') return null
    return { space, needs, has, isBehind }
  })
  const readers = nodes as readonly Bytes[]
  return spaces && { tag: 'bundle', plain, signature, head: { tag: 'bundle', writer, incarnation, made, readers, keys, spaces } } // prettier-ignore
}

const BUNDLE_DOMAIN = 'trait-dunion bundle'
export const MOST_READERS = 64

function toWants(value: readonly unknown[]): Wants | null {
  const [, limit, left, items] = value
  const list = listOf(items, MOST_WANTS, (item) => {
    const [index, entity, hash, from] = item
    if (item.length !== 4 || !isUint(index) || !isBytes(entity, 12) || !isBytes(hash, 32)) return null
    return from === null || isUint(from) ? { index, entity, hash, from } : null
  })
  return value.length === 4 && isUint(limit) && isUint(left) && list ? { tag: 'wants', limit, left, list } : null
}

function toBlobHead(value: readonly unknown[]): BlobHead | null {
  const [, index, entity, hash, size, from, pieces] = value
  if (value.length !== 7 || !isUint(index) || !isBytes(entity, 12) || !isBytes(hash, 32)) return null
  if (!isUint(size) || !isUint(from) || !(pieces === null || pieces instanceof Uint8Array)) return null
  return { tag: 'blob', index, entity, hash, size, from, pieces }
}

function toPiece(value: readonly unknown[]): Piece | null {
  const [, bytes] = value
  const isOne = value.length === 2 && bytes instanceof Uint8Array && bytes.length > 0 && bytes.length <= PIECE_BYTES
  return isOne ? { tag: 'piece', bytes } : null
}

function listOf<T>(value: unknown, most: number, toItem: (item: readonly unknown[]) => T | null): T[] | null {
  if (!Array.isArray(value) || value.length > most) return null
  const items: T[] = []
  for (const item of value as unknown[]) {
    const one = Array.isArray(item) ? toItem(item as unknown[]) : null
    if (one === null) return null
    items.push(one)
  }
  return items
}

const isUint = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isBytes = (value: unknown, length: number): value is Bytes =>
  value instanceof Uint8Array && value.length === length
