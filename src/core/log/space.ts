import { sha256 } from '@noble/hashes/sha2.js'
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
  if (!Array.isArray(pair) || !(pair[0] instanceof Uint8Array) || !(pair[1] instanceof Uint8Array)) return null
  const [plain, signature] = pair as [Bytes, Bytes]
  const value = bytesToValue(plain)
  if (!Array.isArray(value) || value[0] !== DOMAIN || !(value[1] instanceof Uint8Array) || value[1].length !== 32)
    return null
  const hash = sha256(plain).subarray(0, ID_BYTES)
  if (hash.some((byte, index) => byte !== id[index]) || !verify(value[1], plain, signature)) return null
  return { root: value[1], nodes: value[2] as Bytes[] | null, nonce: value[3] as Bytes }
}

const DOMAIN = 'trait-dunion space'
const genesisToBytes = (genesis: Genesis): Bytes => valueToBytes([DOMAIN, genesis.root, genesis.nodes, genesis.nonce])
