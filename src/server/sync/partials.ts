import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashOfPieces, PIECE_BYTES } from '#core/blobs.ts'
import { bytesToHex } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { PartialBlob } from '#core/sync/blobs.ts'
import { createDiskHasher } from '../blobs/disk.ts'
import { readFrom, syncFolder } from '../blobs/medium.ts'

/**
 * Blobs of which some pieces have come: `HASH.list`, the hashes of all pieces, and `HASH.bytes`. Nothing of it is flushed: what a power
 * cut left is read again and compared piece by piece before it is gone on with.
 */
export type Partials = ReturnType<typeof openPartials>

/** Half-received blobs kept at most, and milliseconds without a piece after which one goes. A wrong clock costs the sending of it again. */
const MOST = 64
const LIFE = 30 * 86_400_000

const folderOf = (blobs: string) => join(blobs, 'partial')

export function openPartials(blobs: string, now: () => number) {
  const folder = folderOf(blobs)
  const known = new Map<string, { list: Bytes; count: number }>()
  const bytesPath = (hash: string) => join(folder, `${hash}.bytes`)
  const listPath = (hash: string) => join(folder, `${hash}.list`)

  const load = async (hash: string): Promise<{ list: Bytes; count: number } | null> => {
    const list = await readFile(listPath(hash)).catch(() => null)
    if (!list || list.length === 0 || list.length % 32 !== 0 || hashOfPieces(piecesOf(list)) !== hash) return null
    const hashes: string[] = []
    const hasher = createDiskHasher((piece) => hashes.push(bytesToHex(piece)))
    try {
      for await (const part of readFrom(bytesPath(hash), 0, Infinity, { open })) hasher.update(part)
      hasher.digest()
    } catch {
      // What can't be read hasn't come.
    }
    const wrong = hashes.findIndex((one, i) => one !== bytesToHex(list.subarray(32 * i, 32 * i + 32)))
    return { list: new Uint8Array(list), count: wrong < 0 ? hashes.length : wrong }
  }

  const held = async (hash: string): Promise<PartialBlob | null> => {
    const found = known.get(hash) ?? (await load(hash))
    if (found) known.set(hash, found)
    return found
  }

  const drop = async (hash: string): Promise<void> => {
    known.delete(hash)
    await dropPartial(blobs, hash)
  }

  const expire = async (): Promise<void> => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.list'))
    const ages = await Promise.all(
      names.map(async (name) => {
        const hash = name.slice(0, -'.list'.length)
        const file = await stat(bytesPath(hash)).catch(() => null)
        return { hash, at: file?.mtimeMs ?? 0 }
      }),
    )
    const oldest = ages.toSorted((a, b) => b.at - a.at)
    for (const [place, { hash, at }] of oldest.entries()) if (place >= MOST || now() - at > LIFE) await drop(hash)
  }

  return {
    held,
    drop,
    path: bytesPath,
    async begin(hash: string, list: Bytes): Promise<void> {
      await mkdir(folder, { recursive: true })
      await expire()
      await writeFile(bytesPath(hash), new Uint8Array(0))
      await writeFile(`${listPath(hash)}.new`, list)
      await rename(`${listPath(hash)}.new`, listPath(hash))
      known.set(hash, { list: list.slice(), count: 0 })
    },
    /** One that isn't the next is left out: another line brought it. */
    async append(hash: string, index: number, piece: Bytes): Promise<void> {
      const partial = await held(hash)
      if (!partial || index !== partial.count) return
      const file = await open(bytesPath(hash), 'r+')
      try {
        await file.write(piece, 0, piece.length, index * PIECE_BYTES)
      } finally {
        await file.close()
      }
      known.set(hash, { list: partial.list, count: index + 1 })
    },
  }
}

const piecesOf = (list: Uint8Array): Uint8Array[] =>
  Array.from({ length: list.length / 32 }, (_, i) => list.subarray(32 * i, 32 * i + 32))

async function dropPartial(blobs: string, hash: string): Promise<void> {
  for (const end of ['list', 'list.new', 'bytes']) await rm(join(folderOf(blobs), `${hash}.${end}`), { force: true })
}

/** Takes away the file of a blob, and what has come of it. */
export async function dropBlob(blobs: string, hash: string): Promise<void> {
  await dropPartial(blobs, hash)
  const folder = join(blobs, hash.slice(0, 2))
  await rm(join(folder, hash.slice(2)), { force: true })
  await syncFolder(folder, { open }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  })
}
