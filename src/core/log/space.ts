import { sha256 } from '@noble/hashes/sha2.js'
import { areBytesEqual } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { bytesToValue, valueToBytes } from './cbor.ts'
import { ID_BYTES } from './operation.ts'
import type { Sign, Verify } from './segment.ts'

/** What makes a space: its root key, kept on paper by its association, and, where it is private, the nodes that may hold it. */
export type Genesis = {
  /** Ed25519 public key, 32 bytes. */
  readonly root: Bytes
  /** Ed25519 public keys; null when the space is public. Never changes: widening means a new space. */
  readonly nodes: readonly Bytes[] | null
  /** 16 random bytes. */
  readonly nonce: Bytes
}

/** The genesis as it is stored and sent: its CBOR, signed by the root key. */
export function createSpace(genesis: Genesis, sign: Sign): { readonly id: Bytes; readonly genesis: Bytes } {
  const plain = genesisToBytes(genesis)
  return { id: sha256(plain).subarray(0, ID_BYTES), genesis: valueToBytes([plain, sign(plain)]) }
}

/** A space's genesis, checked against its id and its root's signature; null when it is neither. */
export function readGenesis(id: Bytes, bytes: Bytes, verify: Verify): Genesis | null {
  const pair = bytesToValue(bytes)
  if (!Array.isArray(pair) || pair.length !== 2) return null
  const [plain, signature] = pair as unknown[]
  if (!(plain instanceof Uint8Array) || !isBytes(signature, 64)) return null
  const value = bytesToValue(plain)
  if (!Array.isArray(value) || value.length !== 4) return null
  const [domain, root, nodes, nonce] = value as unknown[]
  if (domain !== DOMAIN || !isBytes(root, 32) || !isBytes(nonce, 16)) return null
  if (nodes !== null && !(Array.isArray(nodes) && nodes.length > 0 && nodes.every((node) => isBytes(node, 32))))
    return null
  if (!areBytesEqual(sha256(plain).subarray(0, ID_BYTES), id) || !verify(root, plain, signature)) return null
  return { root, nodes: nodes as Bytes[] | null, nonce }
}

const isBytes = (value: unknown, length: number): value is Bytes =>
  value instanceof Uint8Array && value.length === length

const DOMAIN = 'trait-dunion space'
const genesisToBytes = (genesis: Genesis): Bytes => valueToBytes([DOMAIN, genesis.root, genesis.nodes, genesis.nonce])
