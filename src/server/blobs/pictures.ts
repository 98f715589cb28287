import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobHash, Blobs, CutShort, DiskFailure, TooBig } from '#core/blobs.ts'
import { diskFailure } from './disk-failure.ts'
import { withFile, writeWhole, type Medium } from './medium.ts'
import type { LadderFailure, PictureExhausted, Rung } from './picture-answer.ts'
import { HEAD_BYTES, isAcceptedKind, pictureKind, type RefusedKind } from './picture-kinds.ts'
import { createWorkshop, type WorkshopFailure, type WorkshopOptions } from './picture-workshop.ts'

/** One size, kept as a blob of `bytes` bytes. */
export type PictureSize = { width: number; height: number; type: Rung['type']; hash: BlobHash; bytes: number }

/** A picture that was taken in; plain data, as the kinds' fields hold it. See `Ladder` for the fields. */
export type Picture = {
  tag: 'picture'
  width: number
  height: number
  colour: string
  preview: Uint8Array
  sizes: PictureSize[]
  card: PictureSize
}

export type PictureFailure =
  | TooBig
  | CutShort
  | DiskFailure
  /** `begins`: the first bytes, in hexadecimal. */
  | { tag: 'picture-unknown'; begins: string }
  | { tag: 'picture-kind'; kind: RefusedKind }
  | LadderFailure
  | PictureExhausted
  | WorkshopFailure

export type PictureLimits = {
  /** Most bytes of a file. */
  bytes: number
  /** Most pixels that a file may declare. */
  pixels: number
  /** Most memory of the decoder's process, in bytes. */
  memory: number
  /** Most processor time for one picture, in milliseconds. */
  processor: number
}

export const PICTURE_LIMITS: PictureLimits = {
  bytes: 30_000_000,
  pixels: 40_000_000,
  memory: 400_000_000,
  processor: 60_000,
}

/** Takes pictures in. Whatever comes is decoded and drawn anew; the file itself is neither served nor kept. */
export type Pictures = AsyncDisposable & {
  take(source: Uint8Array | AsyncIterable<Uint8Array>): Promise<Picture | PictureFailure>
  /** The same from a file on disk, which stays where it is. */
  takeFile(path: string): Promise<Picture | PictureFailure>
}

/**
 * @param folder for files on their way; emptied here, so of this program alone
 */
export const openPictures = async ({
  blobs,
  folder,
  limits = PICTURE_LIMITS,
  ...workshopOptions
}: {
  blobs: Blobs
  folder: string
  limits?: PictureLimits
} & WorkshopOptions): Promise<Pictures> => {
  await rm(folder, { recursive: true, force: true }).catch(diskFailure)
  const workshop = createWorkshop(workshopOptions)
  const medium: Medium = { open }
  let arrivals = 0

  const keep = async ({ bytes, ...rung }: Rung): Promise<PictureSize | DiskFailure> => {
    const stored = await blobs.put(bytes, { limit: bytes.length })
    if (stored.tag === 'stored') return { ...rung, hash: stored.hash, bytes: stored.size }
    if (stored.tag === 'disk-full' || stored.tag === 'disk-error') return stored
    throw new Error(`bytes in memory can't be ${stored.tag}`)
  }

  const takeFile: Pictures['takeFile'] = async (path) => {
    const head = await readHead(path, limits.bytes, medium)
    if ('tag' in head) return head
    const kind = pictureKind(head)
    if (kind === null) return { tag: 'picture-unknown', begins: Buffer.from(head.subarray(0, 12)).toString('hex') }
    if (!isAcceptedKind(kind)) return { tag: 'picture-kind', kind }
    const { pixels, memory, processor } = limits
    const answer = await workshop.make({ file: path, kind, pixels, memory, processor })
    if (answer.tag !== 'ladder') return answer
    const sizes: PictureSize[] = []
    for (const rung of answer.sizes) {
      const kept = await keep(rung)
      if ('tag' in kept) return kept
      sizes.push(kept)
    }
    const card = await keep(answer.card)
    if ('tag' in card) return card
    const { width, height, colour, preview } = answer
    return { tag: 'picture', width, height, colour, preview, sizes, card }
  }

  return {
    takeFile,
    async take(source) {
      const path = join(folder, String(arrivals++))
      try {
        await mkdir(folder, { recursive: true })
        const written = await writeWhole(path, source, { limit: limits.bytes, medium })
        return written.tag === 'written' ? await takeFile(path) : written
      } catch (error) {
        return diskFailure(error)
      } finally {
        await rm(path, { force: true }).catch(() => {})
      }
    },
    [Symbol.asyncDispose]: workshop.close,
  }
}

const readHead = async (path: string, limit: number, medium: Medium): Promise<Uint8Array | TooBig | DiskFailure> => {
  try {
    return await withFile(medium, path, 'r', async (file) => {
      const { size } = await file.stat()
      if (size > limit) return { tag: 'too-big', size, limit }
      const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0)
      return buffer.subarray(0, bytesRead)
    })
  } catch (error) {
    return diskFailure(error)
  }
}
