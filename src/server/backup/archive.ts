import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Decrypter, Encrypter } from 'age-encryption'
import { extract, pack } from 'tar-stream'
import type { Header } from 'tar-stream'

/** A backup: one tar in one age file. The last entry, `manifest.json`, names every other with its size and SHA-256. */

export type Entry = { readonly name: string; readonly path: string }
export type Manifest = {
  readonly version: 1
  readonly made: number
  readonly files: Readonly<Record<string, { readonly size: number; readonly sha256: string }>>
}
export type ArchiveFault = { readonly tag: 'not-our-key' } | { readonly tag: 'backup-damaged'; readonly detail: string }

/** What tar-stream's iterator gives: its own types name no bytes. */
type TarEntry = AsyncIterable<Uint8Array> & { readonly header: Header }

const MANIFEST = 'manifest.json'
/** Only what a backup of ours holds: a hostile one can't name another place. */
const NAME = /^(node\.sqlite|keys\/[a-z.]{1,40}|blobs\/[0-9a-f]{2}\/[0-9a-f]{62})$/

/** Writes the files to one encrypted file, flushed to disk before it resolves. Gives its size in bytes. */
export async function writeArchive(
  path: string,
  entries: AsyncIterable<Entry>,
  recipients: readonly string[],
  made: number,
): Promise<number> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  const tar = pack()
  const packing = packAll(tar, entries, made)
  const encrypted = await encrypter.encrypt(Readable.toWeb(Readable.from(tar)) as ReadableStream<Uint8Array>)
  const [,] = await Promise.all([
    packing,
    pipeline(Readable.fromWeb(encrypted as never), createWriteStream(path, { mode: 0o600 })),
  ])
  const file = await open(path, 'r+')
  await file.sync()
  const { size } = await file.stat()
  await file.close()
  return size
}

async function packAll(tar: ReturnType<typeof pack>, entries: AsyncIterable<Entry>, made: number): Promise<void> {
  const files: Record<string, { size: number; sha256: string }> = {}
  for await (const { name, path } of entries) {
    const { size } = await stat(path)
    const hash = createHash('sha256')
    const entry = tar.entry({ name, size, mode: 0o600 })
    await pipeline(
      createReadStream(path, { end: Math.max(0, size - 1) }),
      async function* (bytes) {
        for await (const part of bytes) {
          hash.update(part as Uint8Array)
          yield part as Uint8Array
        }
      },
      entry,
    )
    files[name] = { size, sha256: hash.digest('hex') }
  }
  tar.entry({ name: MANIFEST }, JSON.stringify({ version: 1, made, files } satisfies Manifest))
  tar.finalize()
}

/**
 * Reads a backup whole, checks every byte against its manifest, and, where `folder` is given, puts the files there.
 * @param identity the age secret key (`AGE-SECRET-KEY-1…`)
 */
export async function readArchive(
  path: string,
  identity: string,
  folder: string | null,
): Promise<Manifest | ArchiveFault> {
  const decrypter = new Decrypter()
  try {
    decrypter.addIdentity(identity)
  } catch {
    return { tag: 'not-our-key' }
  }
  let plain
  try {
    plain = await decrypter.decrypt(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>)
  } catch (error) {
    const detail = (error as Error).message
    return /identit|match/i.test(detail) ? { tag: 'not-our-key' } : { tag: 'backup-damaged', detail }
  }
  try {
    return await unpack(plain, folder)
  } catch (error) {
    return { tag: 'backup-damaged', detail: (error as Error).message }
  }
}

async function unpack(plain: ReadableStream<Uint8Array>, folder: string | null): Promise<Manifest | ArchiveFault> {
  const found = new Map<string, { size: number; sha256: string }>()
  let manifest: Manifest | null = null
  const tar = extract()
  const feeding = pipeline(Readable.fromWeb(plain as never), tar)
  feeding.catch(() => {})
  for await (const entry of tar as AsyncIterable<TarEntry>) {
    const { name, type } = entry.header
    if (name === MANIFEST) {
      manifest = JSON.parse(await textOf(entry)) as Manifest
      continue
    }
    if (!NAME.test(name) || type !== 'file' || normalize(name) !== name)
      throw new Error(`a file that no backup holds: ${name.slice(0, 80)}`)
    found.set(name, await takeEntry(entry, folder === null ? null : join(folder, name)))
  }
  await feeding
  if (!manifest) return { tag: 'backup-damaged', detail: 'the end is missing' }
  const names = Object.keys(manifest.files)
  if (names.length !== found.size) return { tag: 'backup-damaged', detail: 'files are missing' }
  for (const name of names) {
    if (found.get(name)?.sha256 !== manifest.files[name]?.sha256) return { tag: 'backup-damaged', detail: name }
  }
  return manifest
}

async function takeEntry(
  entry: AsyncIterable<Uint8Array>,
  path: string | null,
): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256')
  let size = 0
  const read = async function* () {
    for await (const part of entry) {
      hash.update(part)
      size += part.length
      yield part
    }
  }
  if (path === null) for await (const _ of read());
  else {
    await mkdir(dirname(path), { recursive: true })
    await pipeline(read, createWriteStream(path, { mode: 0o600 }))
  }
  return { size, sha256: hash.digest('hex') }
}

async function textOf(entry: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const part of entry) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}
