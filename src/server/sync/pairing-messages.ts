import { bytesToValue, valueToBytes } from '#core/log/cbor.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { Role } from '#core/kind.ts'

/** What a joining node and an offering one say to each other once: docs/format.cddl `pairing`. Sealed to the offering node's exchange key. */
export type PairRequest = {
  /** The one-time secret of the code, 5 bytes. */
  readonly code: Bytes
  /** The joining node's keys document. */
  readonly document: Bytes
  /** The fresh pairwise secret, 32 bytes. */
  readonly secret: Bytes
  /** What people call the joining node. */
  readonly name: string
  /** By the joining node over `pairProof`: it has the key that it names. */
  readonly signature: Bytes
}

export type PairAnswer =
  /** Somebody at the offering node is asked; to be asked again. */
  | { readonly tag: 'waiting' }
  | { readonly tag: 'no' }
  | {
      readonly tag: 'yes'
      readonly name: string
      readonly role: Role
      readonly spaces: readonly { readonly id: Bytes; readonly genesis: Bytes; readonly isPublic: boolean }[]
    }

export const pairProof = (asked: Bytes, enc: Bytes, secret: Bytes): Bytes =>
  valueToBytes(['trait-dunion pairing', asked, enc, secret])

export const pairRequestToBytes = ({ code, document, secret, name, signature }: PairRequest): Bytes =>
  valueToBytes([code, document, secret, name, signature])

export function bytesToPairRequest(bytes: Bytes): PairRequest | null {
  const value = bytes.length <= PAIR_LIMIT ? bytesToValue(bytes) : null
  if (!Array.isArray(value) || value.length !== 5) return null
  const [code, document, secret, name, signature] = value as unknown[]
  if (!isBytes(code, 5) || !(document instanceof Uint8Array) || !isBytes(secret, 32) || !isBytes(signature, 64))
    return null
  return isName(name) ? { code, document, secret, name, signature } : null
}

export const pairAnswerToBytes = (answer: PairAnswer): Bytes =>
  answer.tag === 'yes'
    ? valueToBytes([
        1,
        answer.name,
        answer.role,
        answer.spaces.map(({ id, genesis, isPublic }) => [id, genesis, isPublic]),
      ])
    : valueToBytes([answer.tag === 'waiting' ? 0 : 2])

export function bytesToPairAnswer(bytes: Bytes): PairAnswer | null {
  const value = bytes.length <= ANSWER_LIMIT ? bytesToValue(bytes) : null
  if (!Array.isArray(value)) return null
  if (value.length === 1 && value[0] === 0) return { tag: 'waiting' }
  if (value.length === 1 && value[0] === 2) return { tag: 'no' }
  const [type, name, role, list] = value as unknown[]
  if (type !== 1 || !isName(name) || !isRole(role) || !Array.isArray(list) || list.length > 256) return null
  const spaces = list.map((item: unknown) => {
    const [id, genesis, isPublic] = Array.isArray(item) ? (item as unknown[]) : []
    return isBytes(id, 12) && genesis instanceof Uint8Array && typeof isPublic === 'boolean'
      ? { id, genesis, isPublic }
      : null
  })
  if (spaces.includes(null)) return null
  return { tag: 'yes', name, role, spaces: spaces as { id: Bytes; genesis: Bytes; isPublic: boolean }[] }
}

export const PAIR_LIMIT = 4096
export const ANSWER_LIMIT = 256 * 1024
const ROLES: readonly Role[] = ['reader', 'contributor', 'editor', 'officer']
const isRole = (value: unknown): value is Role => ROLES.includes(value as Role)
const isName = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 120
const isBytes = (value: unknown, length: number): value is Bytes =>
  value instanceof Uint8Array && value.length === length
