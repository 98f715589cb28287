import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesToHex, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { Keys } from '#core/ports.ts'
import { createKeyPem, pemToKeys } from '../keys/ed25519.ts'
import { writeDurably } from './durable-file.ts'

/** Where a node keeps its things. The key folder lies beside the data folder: who copies or alters the data has not the key. */
export type Folders = { readonly data: string; readonly keys: string }
export const foldersOf = (data: string): Folders => ({ data, keys: `${data.replace(/[/\\]+$/, '')}.keys` })

export type Identity = { readonly keys: Keys; readonly incarnation: Bytes }

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
  const incarnation = hexToBytes(readFileSync(incarnationPath, 'utf8').trim())
  if (incarnation?.length !== INCARNATION_BYTES)
    throw new Error(`${incarnationPath} is damaged: move it away, a new one is made`)
  return { keys: pemToKeys(readFileSync(keyPath, 'utf8')), incarnation }
}

const INCARNATION_BYTES = 8
