import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bytesToHex, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { Keys } from '#core/ports.ts'
import { createKeyPem, pemToKeys } from '../keys/ed25519.ts'
import { syncDurably, writeDurably } from './durable-file.ts'

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
  /** Whether the incarnation found at opening wasn't the one noted beside the key: a new one was begun. */
  readonly wasIncarnationAltered: boolean
  /** Puts the incarnation's file back when it isn't this life's any more; says whether it had to. */
  readonly keepIncarnation: () => boolean
}

/**
 * The node's key (key folder) and incarnation (data folder, outside the database, in no backup); made when there are none. A new
 * incarnation opens new logs, so that a restored or cloned node never writes a position twice. It is noted beside the key too: one
 * that was changed or taken away while nobody ran is noticed.
 */
export function openIdentity({ data, keys }: Folders): Identity {
  for (const [folder, mode] of [
    [data, 0o777],
    [keys, 0o700],
  ] as const)
    // prettier-ignore
    if (mkdirSync(folder, { recursive: true, mode })) syncDurably(dirname(folder))
  const keyPath = join(keys, 'node.pem')
  if (!existsSync(keyPath)) writeDurably(keyPath, createKeyPem(), 0o600)
  const path = join(data, 'incarnation')
  const notePath = join(keys, 'incarnation')
  const found = readWords(path)[0]
  const noted = readWords(notePath)
  const isFound = found !== undefined && hexToBytes(found)?.length === INCARNATION_BYTES
  let incarnation = isFound ? found : ''
  const beginIncarnation = () => {
    const next = bytesToHex(randomBytes(INCARNATION_BYTES))
    // Cut between these, either is in the note; the first of all is noted after it was made.
    if (incarnation !== '') writeDurably(notePath, `${incarnation} ${next}`, 0o600)
    writeDurably(path, next, 0o600)
    incarnation = next
    writeDurably(notePath, next, 0o600)
  }
  const wasIncarnationAltered = noted.length > 0 && !(isFound && noted.includes(found))
  if (!isFound || wasIncarnationAltered) beginIncarnation()
  else if (noted[0] !== found || noted.length > 1) writeDurably(notePath, found, 0o600)
  return {
    keys: pemToKeys(readFileSync(keyPath, 'utf8')),
    incarnation: () => hexToBytes(incarnation) as Bytes,
    beginIncarnation,
    wasIncarnationAltered,
    keepIncarnation() {
      if (readWords(path)[0] === incarnation) return false
      writeDurably(path, incarnation, 0o600)
      return true
    },
  }
}

const readWords = (path: string): readonly string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').split(/\s+/).filter(Boolean) : []

const INCARNATION_BYTES = 8
