import { bytesToHex } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import { bytesToValue, valueToBytes } from '../log/cbor.ts'
import type { Reader, Writer } from '../ports.ts'
import { valueToVector, vectorDigest, vectorToValue } from './chains.ts'
import type { Vector } from './chains.ts'

/** What a node remembers of a peer about one space, in the same database as the segments, so that neither is ever newer (A1 of SPEC.md). */
export type LinkState = {
  /** Vectors that both held: the one agreed last, then those that an answer proposed and no request has named yet. */
  readonly agreed: readonly Vector[]
  /** Beyond the first of them: what came from the peer, or what it said that it has. */
  readonly theirs: Vector
  /** The peer may hold more than we know: it is asked before anything more is sent (A4). */
  readonly isUnsure: boolean
  /** A dictionary didn't fit last time: nothing is packed with what was there before (Z3). */
  readonly isPlain: boolean
  /** What was written into bundles for the peer: on its way, as long as nothing proves that it arrived (B5). */
  readonly carried: Vector
  /** The incarnation in which the peer last said, in a bundle, what it holds; null before it did (B4). */
  readonly said: Bytes | null
  /** A bundle of the peer stood on something that isn't here: the next one for it says so (B3, B4). */
  readonly isBehind: boolean
}

export const NEW_LINK: LinkState = {
  agreed: [],
  theirs: new Map(),
  isUnsure: true,
  isPlain: false,
  carried: new Map(),
  said: null,
  isBehind: false,
}
const REMEMBERED = 4

export async function readLink(reader: Reader, peer: Bytes, space: Bytes): Promise<LinkState> {
  const bytes = await reader.link(peer, space)
  const value = bytes ? bytesToValue(bytes) : null
  if (!Array.isArray(value) || value.length < 4 || !Array.isArray(value[0])) return NEW_LINK
  const agreed = (value[0] as unknown[]).map(valueToVector)
  const theirs = valueToVector(value[1])
  // Before there were bundles, a link ended here.
  const carried = value.length > 4 ? valueToVector(value[4]) : new Map()
  const said: unknown = value[5] ?? null
  if (agreed.includes(null) || !theirs || !carried) return NEW_LINK
  return {
    agreed: agreed as Vector[],
    theirs,
    isUnsure: value[2] === true,
    isPlain: value[3] === true,
    carried,
    said: said instanceof Uint8Array ? said : null,
    isBehind: value[6] === true,
  }
}

export const saveLink = (writer: Writer, peer: Bytes, space: Bytes, link: LinkState): Promise<void> =>
  writer.saveLink(
    peer,
    space,
    valueToBytes([
      link.agreed.map(vectorToValue),
      vectorToValue(link.theirs),
      link.isUnsure,
      link.isPlain,
      vectorToValue(link.carried),
      link.said,
      link.isBehind,
    ]),
  )

/** The agreed vector that a digest names, moved to the front; null when it isn't remembered. */
export function findAgreed(link: LinkState, space: Bytes, digest: Bytes): Vector | null {
  const wanted = bytesToHex(digest)
  return link.agreed.find((vector) => bytesToHex(vectorDigest(space, vector)) === wanted) ?? null
}

/** The peer has named this vector, or we have seen its whole answer: it is what both hold from now on. */
export const agree = (link: LinkState, space: Bytes, vector: Vector): LinkState => ({
  ...link,
  agreed: [vector, ...without(link.agreed, space, vector)].slice(0, REMEMBERED),
  theirs: new Map(),
  isUnsure: false,
  isPlain: false,
  isBehind: false,
})

/** What an answer proposes: agreed as soon as the peer names it. */
export const propose = (link: LinkState, space: Bytes, vector: Vector): LinkState => {
  const [first, ...others] = without(link.agreed, space, vector)
  const rest = [...others, vector].slice(-(REMEMBERED - 1))
  return { ...link, agreed: first ? [first, ...rest] : rest }
}

const without = (list: readonly Vector[], space: Bytes, vector: Vector): Vector[] => {
  const digest = bytesToHex(vectorDigest(space, vector))
  return list.filter((one) => bytesToHex(vectorDigest(space, one)) !== digest)
}
