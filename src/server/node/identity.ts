import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesToHex, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { Keys } from '#core/ports.ts'
import { createKeyPem, pemToKeys } from '../keys/ed25519.ts'
import { writeDurably } from './durable-file.ts'

/** Where a node keeps its things. The key folder lies beside the data folder: who copies or alters the data has not the key. */
export type Folders = { readonly data: string; readonly keys: string; readonly blobs: string }
export const foldersOf = (data: string): Folders => ({
  data,
  keys: `${data.replace(/[/\\]+$/, '')}.keys`,
  blobs: join(data, 'blobs'),
})

export type Identity = {
  readonly keys: Keys
  readonly incarnation: () => Bytes
  /** New logs from here on: what the old ones hold can't be gone on with. */
  readonly beginIncarnation: () => void
}

/**
 * The node's key (key folder) and incarnation (data folder, outside the database, in no backup); made when there are none. A new
 * incarnation opens new logs, so that a restored or cloned node never writes a position twice.
 */
export function openIdentity({ data, keys }: Folders): Identity {
  mkdirSync(data, { recursive: true })
  mkdirSync(keys, { recursive: true, mode: 0o700 })
  const keyPath = join(keys, 'node.pem')
  if (!existsSync(keyPath)) writeDurably(keyPath, createKeyPem(), 0o600)
  const incarnationPath = join(data, 'incarnation')
  if (!existsSync(incarnationPath)) writeDurably(incarnationPath, bytesToHex(randomBytes(INCARNATION_BYTES)), 0o600)
  let incarnation = hexToBytes(readFileSync(incarnationPath, 'utf8').trim())
  const beginIncarnation = () => {
    incarnation = new Uint8Array(randomBytes(INCARNATION_BYTES))
    writeDurably(incarnationPath, bytesToHex(incarnation), 0o600)
  }
  if (incarnation?.length !== INCARNATION_BYTES) beginIncarnation()
  return { keys: pemToKeys(readFileSync(keyPath, 'utf8')), incarnation: () => incarnation as Bytes, beginIncarnation }
}

const INCARNATION_BYTES = 8
