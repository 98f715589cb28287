import { existsSync, readFileSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { diskFailure } from '../blobs/disk-failure.ts'
import { syncFolder } from '../blobs/medium.ts'
import { errorToFault } from '../store/sqlite-store.ts'
import { writeDurably } from '../node/durable-file.ts'
import type { OpenNode } from '../node/open-node.ts'
import { readArchive, writeArchive } from './archive.ts'
import type { Entry } from './archive.ts'
import { open } from 'node:fs/promises'

export type BackupDone = {
  readonly path: string
  /** Bytes. */
  readonly size: number
  readonly files: number
  /** The key that opens it, told once, when it is made: to be kept on paper. Null when it was told before. */
  readonly paperKey: string | null
}

/**
 * One encrypted file of all that the node holds, written while people work: database, blobs, the node's key; never the incarnation.
 * It is read back whole, every byte, before it takes its name.
 */
export async function backUp(
  node: OpenNode,
  path: string,
): Promise<BackupDone | { readonly tag: string; readonly [fact: string]: unknown }> {
  const paperPath = join(node.folders.keys, 'backup.recipient')
  const paper = await paperKeyOf(paperPath)
  // A second key, forgotten afterwards, lets this process read back what only the paper opens later.
  const witness = await generateX25519Identity()
  const copy = join(node.folders.data, 'backup-copy.sqlite')
  const making = `${path}.new`
  try {
    await rm(copy, { force: true })
    // Told only with a backup that is good: the next one makes another when this one fails.
    if (paper.fresh) writeDurably(`${paperPath}.new`, paper.recipient, 0o600)
    await node.sealTails()
    await copyDatabase(node.store.db(), copy, { rate: 256 })
    const damage = checkCopy(copy)
    if (damage) return { tag: 'backup-damaged', detail: damage }
    const size = await writeArchive(
      making,
      entriesOf(node, copy, paper.fresh ? `${paperPath}.new` : paperPath),
      [paper.recipient, await identityToRecipient(witness)],
      node.clock(),
    )
    const read = await readArchive(making, witness, null)
    if ('tag' in read) return read
    await rename(making, path)
    await syncFolder(dirname(path), { open })
    if (paper.fresh) {
      await rename(`${paperPath}.new`, paperPath)
      await syncFolder(node.folders.keys, { open })
    }
    return { path, size, files: Object.keys(read.files).length, paperKey: paper.fresh }
  } catch (error) {
    return errorToFault(error) ?? diskFailure(error)
  } finally {
    for (const left of [copy, making, `${paperPath}.new`]) await rm(left, { force: true })
  }
}

/** The public part of the paper key; made with its secret for the first backup. */
async function paperKeyOf(path: string): Promise<{ recipient: string; fresh: string | null }> {
  if (existsSync(path)) return { recipient: readFileSync(path, 'utf8').trim(), fresh: null }
  const identity = await generateX25519Identity()
  return { recipient: await identityToRecipient(identity), fresh: identity }
}

/** What is wrong with the copy, or null. */
function checkCopy(path: string): string | null {
  const db = new DatabaseSync(path)
  try {
    const row = db.prepare('PRAGMA integrity_check(1)').get() as { integrity_check: string }
    return row.integrity_check === 'ok' ? null : row.integrity_check
  } finally {
    db.close()
  }
}

/** Blobs after the database: one that arrives meanwhile may be there too much, never too little. */
async function* entriesOf(node: OpenNode, copy: string, paperPath: string): AsyncGenerator<Entry> {
  yield { name: 'node.sqlite', path: copy }
  yield { name: 'keys/backup.recipient', path: paperPath }
  for (const name of KEYS) {
    const path = join(node.folders.keys, name)
    if (existsSync(path)) yield { name: `keys/${name}`, path }
  }
  const { blobs } = node.folders
  if (!existsSync(blobs)) return
  for (const folder of (await readdir(blobs)).toSorted()) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue
    for (const name of (await readdir(join(blobs, folder))).toSorted()) {
      if (/^[0-9a-f]{62}$/.test(name)) yield { name: `blobs/${folder}/${name}`, path: join(blobs, folder, name) }
    }
  }
}
/** Peers and what they trust, so that a node made again talks on; never its exchange keys (S5 of core/sync/SPEC.md). */
const KEYS = ['node.pem', 'forms.secret', 'peers.json'] as const
