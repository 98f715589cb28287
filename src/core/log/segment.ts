import { sha256 } from '@noble/hashes/sha2.js'
import { areBytesEqual, bytesToHex } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { bytesToValue, isNotCanonical, valueToBytes } from './cbor.ts'
import type { Value } from './cbor.ts'
import {
  fieldHash,
  fieldSalt,
  LIMITS,
  operationHash,
  operationToBytes,
  operationToValue,
  SEED_BYTES,
  valueToOperation,
} from './operation.ts'
import type { Operation } from './operation.ts'

export const LANES = { control: 0, text: 1, heavy: 2 } as const
export type Lane = (typeof LANES)[keyof typeof LANES]

/** Who writes where: one node's append-only sequence in one space and lane, begun anew with each incarnation. */
export type LogName = {
  /** 12 bytes. */
  readonly space: Bytes
  /** The node's Ed25519 public key, 32 bytes. */
  readonly node: Bytes
  /** 8 random bytes, kept outside the database. */
  readonly incarnation: Bytes
  readonly lane: number
}

export const LOG_BYTES = 16
export const PREVIOUS_BYTES = 16
/** A segment takes no more operations than this, nor, unless it holds a single one, more plain bytes. */
export const SEGMENT = { operations: 64, bytes: 16 * 1024 } as const

/** No log is longer: far from where integers end. */
const LAST_POSITION = 2 ** 48

/** What an erased operation keeps instead of the seed: for each field its salt (16 bytes) or, where the value is gone, its hash (32). */
export type Salts = readonly ReadonlyMap<number, Bytes>[]

/** A sealed run of one log's operations. docs/format.cddl `segment`. */
export type Segment = {
  /** Position of the first operation; a log starts at 0. */
  readonly first: number
  /** First 16 bytes of the previous segment's hash; zeros for a log's first segment. */
  readonly previous: Bytes
  /** The seed, or, once something in it was erased, the salts that are left. */
  readonly seed: Bytes | Salts
  readonly signature: Bytes
  readonly operations: readonly Operation[]
}

export type Verify = (publicKey: Bytes, message: Bytes, signature: Bytes) => boolean
export type Sign = (message: Bytes) => Bytes

export type SegmentFault =
  { readonly tag: 'bad-segment'; readonly reason: string } | { readonly tag: 'bad-signature'; readonly first: number }

/** SHA-256 of the log's name, 16 bytes. */
export const logId = (name: LogName): Bytes =>
  sha256(valueToBytes(['trait-dunion log', name.space, name.node, name.incarnation, name.lane])).subarray(0, LOG_BYTES)

/** Under how many rows a log is kept at most: where it forked, every branch has one. */
export const BRANCHES = 8

/** The id of the row of a log's nth branch, by the log's own id: a place in this store, no more. 16 bytes in hexadecimal. */
export const branchId = (log: string, branch: number): string =>
  bytesToHex(sha256(valueToBytes(['trait-dunion branch', log, branch])).subarray(0, LOG_BYTES))

/** The hashes of a segment's operations, recomputed from its seed or salts. 32 bytes each. Null when a salt is missing. */
export function operationHashes(log: Bytes, segment: Pick<Segment, 'seed' | 'operations'>): Bytes[] | null {
  const hashes: Bytes[] = []
  for (const [index, operation] of segment.operations.entries()) {
    const fields = new Map<number, Bytes>()
    if (!(segment.seed instanceof Uint8Array) && segment.seed[index]?.size !== operation.fields.size) return null
    for (const [field, entry] of operation.fields) {
      const known = segment.seed instanceof Uint8Array ? undefined : segment.seed[index]?.get(field)
      if (segment.seed instanceof Uint8Array) {
        if (entry === null) return null
        fields.set(field, fieldHash(fieldSalt(segment.seed, index, field), field, entry))
      } else if (known?.length === 32 && entry === null) fields.set(field, known)
      else if (known?.length === SEED_BYTES && entry !== null) fields.set(field, fieldHash(known, field, entry))
      else return null
    }
    hashes.push(operationHash(log, operation, (field) => fields.get(field) as Bytes))
  }
  return hashes
}

/** What the node signs: the log, the place in it, the chain, and every operation's hash. */
export const segmentMessage = (log: Bytes, first: number, previous: Bytes, hashes: readonly Bytes[]): Bytes =>
  valueToBytes(['trait-dunion segment', log, first, previous, hashes])

/** The hash that the next segment names (its first 16 bytes) and that peers compare (its first 8). */
export const segmentHash = (message: Bytes): Bytes => sha256(message)

export type Draft = Omit<Segment, 'signature' | 'seed'> & { readonly seed: Bytes }

/** Seals a log's tail. */
export function sealSegment(log: Bytes, draft: Draft, sign: Sign): { segment: Segment; hash: Bytes } {
  const hashes = operationHashes(log, draft) as Bytes[]
  const message = segmentMessage(log, draft.first, draft.previous, hashes)
  return { segment: { ...draft, signature: sign(message) }, hash: segmentHash(message) }
}

/** Checks a segment's signature by the log's node; gives back its hash and its operations' hashes. */
export function verifySegment(
  name: LogName,
  segment: Segment,
  verify: Verify,
): { readonly hash: Bytes; readonly hashes: readonly Bytes[] } | SegmentFault {
  const log = logId(name)
  const hashes = operationHashes(log, segment)
  if (!hashes) return { tag: 'bad-segment', reason: 'a salt is missing' }
  const message = segmentMessage(log, segment.first, segment.previous, hashes)
  if (!verify(name.node, message, segment.signature)) return { tag: 'bad-signature', first: segment.first }
  return { hash: segmentHash(message), hashes }
}

export const segmentToBytes = (segment: Segment): Bytes =>
  valueToBytes([
    segment.first,
    segment.previous,
    segment.seed as Value,
    segment.signature,
    segment.operations.map(operationToValue),
  ])

/** Parses one segment and checks every bound before anything is hashed. */
export function bytesToSegment(bytes: Bytes): Segment | SegmentFault {
  if (bytes.length > LIMITS.operationBytes + 64 * 1024) return bad('too many bytes')
  const value = bytesToValue(bytes)
  if (isNotCanonical(value)) return bad(value.reason)
  if (!Array.isArray(value) || value.length !== 5) return bad('not an array of five')
  const [first, previous, seed, signature, list] = value as unknown[]
  if (!Number.isSafeInteger(first) || (first as number) < 0 || (first as number) > LAST_POSITION) return bad('position')
  if (!(previous instanceof Uint8Array) || previous.length !== PREVIOUS_BYTES) return bad('previous hash')
  if (first === 0 && !areBytesEqual(previous, NO_PREVIOUS)) return bad('previous hash before the first')
  if (!(signature instanceof Uint8Array) || signature.length !== 64) return bad('signature length')
  if (!Array.isArray(list) || list.length === 0 || list.length > SEGMENT.operations) return bad('number of operations')
  const operations: Operation[] = []
  for (const item of list) {
    const operation = valueToOperation(item)
    if (!operation) return bad('an operation has another shape')
    operations.push(operation)
  }
  const sizes = operations.map((operation) => operationToBytes(operation).length)
  if (sizes.some((size) => size > LIMITS.operationBytes)) return bad('a too large operation')
  if (sizes.length > 1 && sizes.reduce((sum, size) => sum + size, 0) > SEGMENT.bytes) return bad('too many bytes')
  if (seed instanceof Uint8Array) {
    if (seed.length !== SEED_BYTES) return bad('seed length')
  } else if (!isSalts(seed, operations.length)) return bad('salts')
  return { first: first as number, previous, seed: seed as Bytes | Salts, signature, operations }
}

/** Whether the first zeros stand for « nothing before ». */
export const NO_PREVIOUS: Bytes = new Uint8Array(PREVIOUS_BYTES)

/** Whether `segment` follows a segment of this hash directly. */
export const follows = (segment: Segment, previousHash: Bytes): boolean =>
  areBytesEqual(segment.previous, previousHash.subarray(0, PREVIOUS_BYTES))

const isSalts = (value: unknown, count: number): value is Salts =>
  Array.isArray(value) &&
  value.length === count &&
  value.every(
    (map) =>
      map instanceof Map &&
      [...map].every(
        ([field, salt]) =>
          Number.isSafeInteger(field) &&
          salt instanceof Uint8Array &&
          (salt.length === SEED_BYTES || salt.length === 32),
      ),
  )

const bad = (reason: string): SegmentFault => ({ tag: 'bad-segment', reason })
