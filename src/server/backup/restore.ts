import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { areBytesEqual, bytesToHex } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { Reader } from '#core/ports.ts'
import { foldersOf } from '../node/identity.ts'
import { openNode } from '../node/open-node.ts'
import { verifyNode } from '../verify/verify-node.ts'
import type { Finding } from '../verify/finding.ts'
import { readArchive } from './archive.ts'
import type { ArchiveFault } from './archive.ts'

export type Restored = { readonly made: number; readonly files: number; readonly findings: readonly Finding[] }

/**
 * Makes a node of a backup in an empty data folder. The whole is unpacked and verified beside it before it takes its place. The node
 * keeps its key and opens a new incarnation: it never writes a position twice, whatever it had written after the backup.
 * @param identity the paper key (`AGE-SECRET-KEY-1…`)
 */
export async function restore(
  path: string,
  identity: string,
  data: string,
): Promise<Restored | ArchiveFault | { readonly tag: 'not-empty'; readonly folder: string }> {
  const place = resolve(data)
  const target = foldersOf(place)
  for (const folder of [place, target.keys]) {
    if (existsSync(folder) && readdirSync(folder).length > 0) return { tag: 'not-empty', folder }
  }
  const making = mkdtempSync(`${place}.restoring-`)
  const made = foldersOf(making)
  try {
    const manifest = await readArchive(path, identity, making)
    if ('tag' in manifest) return manifest
    renameSync(join(making, 'keys'), made.keys)
    const findings = await openAndCheck(making)
    rmSync(target.keys, { recursive: true, force: true })
    renameSync(made.keys, target.keys)
    rmSync(place, { recursive: true, force: true })
    renameSync(making, place)
    return { made: manifest.made, files: Object.keys(manifest.files).length, findings }
  } finally {
    rmSync(making, { recursive: true, force: true })
    rmSync(made.keys, { recursive: true, force: true })
  }
}

/** A first opening: the anchor takes the heads that the backup holds, then everything is read and compared. */
async function openAndCheck(folder: string): Promise<readonly Finding[]> {
  const node = await openNode(folder)
  try {
    node.anchor.reset()
    node.anchor.advance(await node.store.read((reader) => sealedHeads(reader, node.identity.keys.publicKey)))
    return await verifyNode(node)
  } finally {
    await node.close()
  }
}

/** Where each of the node's own logs is sealed up to. */
async function sealedHeads(reader: Reader, publicKey: Bytes): Promise<{ log: string; next: number; head: string }[]> {
  const heads: { log: string; next: number; head: string }[] = []
  for (const log of await reader.logs()) {
    const last = (await reader.segments(log.key)).findLast((row) => row.signature)
    if (!last?.hash || !areBytesEqual(log.name.node, publicKey)) continue
    heads.push({ log: log.id, next: last.first + last.count, head: bytesToHex(last.hash) })
  }
  return heads
}
