import { open, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { PIECE_BYTES } from '#core/blobs.ts'
import type { Blobs, DiskFailure } from '#core/blobs.ts'
import { bytesToHex, concatBytes, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { SpaceRow, StoreFault } from '#core/ports.ts'
import { MOST_BLOB_BYTES } from '#core/sync/blobs.ts'
import type { AwaitedBlob, BlobDesk, GivenBlob } from '#core/sync/blobs.ts'
import { createDiskHasher, openDiskBlobs } from '../blobs/disk.ts'
import { diskFailure } from '../blobs/disk-failure.ts'
import { readFrom } from '../blobs/medium.ts'
import { noteHere } from '../node/blob-names.ts'
import type { OpenNode } from '../node/open-node.ts'
import { openPartials } from './partials.ts'

/** Bytes of the disk that blobs from elsewhere never fill. */
const SPARE = 200_000_000
/** What is small goes first, in steps; then what was named last. */
const ORDER = 'weight > 16384, weight > 65536, weight > 262144, rowid DESC'
const ABSENT = `is_named = 1 AND is_here <> 1 AND weight BETWEEN 1 AND ${MOST_BLOB_BYTES}`

/** Times that a blob is asked for before those behind it are. */
const PATIENCE = 4

const desks = new WeakMap<OpenNode, BlobDesk>()

/** The blobs of a node's folder, as an exchange gives and takes them. */
export function blobDeskOf(node: OpenNode): BlobDesk {
  const known = desks.get(node)
  if (known) return known
  const desk = createBlobDesk(node)
  desks.set(node, desk)
  return desk
}

function createBlobDesk(node: OpenNode): BlobDesk {
  const { blobs: folder } = node.folders
  const partials = openPartials(folder, node.clock)
  /** How often each was asked for since a piece of it came. */
  const asked = new Map<string, number>()
  const ask = (sql: string, ...values: (string | number)[]) =>
    node.store.read(
      async () =>
        node.store
          .db()
          .prepare(sql)
          .all(...values) as Record<string, unknown>[],
    )
  let opened: Promise<Blobs> | null = null
  /** Beside the program that takes pictures in, so with a folder of its own for what arrives. */
  const blobs = () => (opened ??= openDiskBlobs(folder, undefined, join(folder, 'partial', 'arriving')))

  return {
    async awaited(spaces, most) {
      const marks = spaces.map(() => '?').join(', ')
      const keys = spaces.map((space) => space.key)
      const where = `FROM blob_names WHERE space IN (${marks}) AND ${ABSENT}`
      const count = Number((await ask(`SELECT count(DISTINCT space || hash) AS count ${where}`, ...keys))[0]?.['count'])
      if (count === 0 || (await freeBytes(node.folders.data)) < SPARE) return { list: [], count }
      const rows = await ask(`SELECT entity, hash, space, weight ${where} GROUP BY space, hash ORDER BY ${ORDER} LIMIT ${most + asked.size}`, ...keys) // prettier-ignore
      const list: AwaitedBlob[] = []
      const vain = ({ hash }: (typeof rows)[number]) => Math.floor((asked.get(hash as string) ?? 0) / PATIENCE)
      const chosen = rows.toSorted((a, b) => vain(a) - vain(b)).slice(0, most)
      for (const { entity, hash, space, weight } of chosen) {
        const partial = await partials.held(hash as string)
        list.push({
          space: spaces.find((one) => one.key === space) as SpaceRow,
          entity: toBytes(entity as string),
          hash: toBytes(hash as string),
          weight: weight as number,
          from: partial && partial.count,
        })
      }
      return { list, count }
    },

    noteAsked(list) {
      for (const hash of list.map((one) => bytesToHex(one.hash))) asked.set(hash, (asked.get(hash) ?? 0) + 1)
    },

    async isAwaited({ space, entity, hash }) {
      const where = `FROM blob_names WHERE entity = ? AND hash = ? AND space = ? AND ${ABSENT}`
      const [row] = await ask(`SELECT weight ${where}`, bytesToHex(entity), bytesToHex(hash), space.key)
      return row ? { weight: row['weight'] as number } : null
    },

    async find({ space, entity, hash }): Promise<GivenBlob | null> {
      const name = bytesToHex(hash)
      const where = 'WHERE entity = ? AND hash = ? AND space = ? AND is_named = 1 AND is_here = 1'
      const [row] = await ask(`SELECT weight FROM blob_names ${where}`, bytesToHex(entity), name, space.key)
      const found = row && (await (await blobs()).get(name))
      if (found?.tag !== 'found' || found.size !== row?.['weight']) return null
      const path = join(folder, name.slice(0, 2), name.slice(2))
      return { size: found.size, list: () => listOf(path, name), pieces: (from) => piecesFrom(path, from, found.size) }
    },

    partial: (hash) => partials.held(bytesToHex(hash)),
    begin: (hash, list) => faultOf(() => partials.begin(bytesToHex(hash), list)),
    append(hash, index, piece) {
      asked.delete(bytesToHex(hash))
      return faultOf(() => partials.append(bytesToHex(hash), index, piece))
    },

    async finish({ space, hash }) {
      const name = bytesToHex(hash)
      const size = ((await partials.held(name))?.list.length ?? 0) * (PIECE_BYTES / 32)
      const source = readFrom(partials.path(name), 0, size, { open })
      const kept = await (await blobs()).put(source, { limit: MOST_BLOB_BYTES, expected: name })
      if (kept.tag === 'disk-full' || kept.tag === 'disk-error') return toFault(kept)
      // What came was altered on the disk meanwhile: it comes again.
      await partials.drop(name)
      if (kept.tag !== 'stored') return null
      const entities = await node.store.write(async () => noteHere(node.sql, name, space.key))
      if (!Array.isArray(entities)) return entities as StoreFault
      node.tell(entities)
      return null
    },
  }
}

const freeBytes = (folder: string): Promise<number> => statfs(folder).then(({ bavail, bsize }) => bavail * bsize)

/** The hashes of a file's pieces; null when together they aren't its name. */
async function listOf(path: string, name: string): Promise<Bytes | null> {
  const hashes: Bytes[] = []
  const hasher = createDiskHasher((piece) => hashes.push(piece))
  try {
    for await (const part of readFrom(path, 0, Infinity, { open })) hasher.update(part)
  } catch {
    return null
  }
  return hasher.digest().hash === name ? concatBytes(hashes) : null
}

/** A few pieces at a time, the file closed in between: who waits for a line that is gone holds nothing open. */
async function* piecesFrom(path: string, from: number, size: number): AsyncGenerator<Bytes> {
  try {
    for (let at = from * PIECE_BYTES; at < size;) {
      const end = Math.min(size, at + AHEAD)
      const parts = await Array.fromAsync(readFrom(path, at, end, { open }))
      const bytes = concatBytes(parts)
      if (bytes.length !== end - at) return
      for (let offset = 0; offset < bytes.length; offset += PIECE_BYTES) yield bytes.slice(offset, offset + PIECE_BYTES)
      at = end
    }
  } catch (error) {
    diskFailure(error)
  }
}
const AHEAD = 4 * PIECE_BYTES

async function faultOf(act: () => Promise<void>): Promise<StoreFault | null> {
  try {
    await act()
    return null
  } catch (error) {
    return toFault(diskFailure(error))
  }
}

const toFault = (failure: DiskFailure): StoreFault =>
  failure.tag === 'disk-full' ? failure : { tag: 'disk-error', detail: failure.code }
const toBytes = (hex: string): Bytes => hexToBytes(hex) as Bytes
