import { sha256 } from '@noble/hashes/sha2.js'
import { hashOfPieces, PIECE_BYTES } from '../blobs.ts'
import { areBytesEqual, bytesToHex } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import type { SpaceRow, StoreFault } from '../ports.ts'
import { frameToBytes } from './messages.ts'
import type { BlobFrame, BlobHead, Piece, Want, Wants } from './messages.ts'

/** A blob that an entity of a space names. */
export type BlobName = { readonly space: SpaceRow; readonly entity: Bytes; readonly hash: Bytes }
/** One that isn't here: what it weighs as its entity says, and from which piece on it is wanted (null: without the list of pieces). */
export type AwaitedBlob = BlobName & { readonly weight: number; readonly from: number | null }
/** One that may be given. */
export type GivenBlob = {
  readonly size: number
  /** The hashes of its pieces, 32 bytes each; null when it isn't what its name says any more. */
  list(): Promise<Bytes | null>
  /** Its pieces from that one on. Ends early where the file can't be read. */
  pieces(from: number): AsyncIterable<Bytes>
}
/** The pieces of one blob that have come so far, each verified. */
export type PartialBlob = { readonly list: Bytes; readonly count: number }

/** Where blobs are kept, and which ones the entities that are held name. */
export type BlobDesk = {
  /** What is named in these spaces and isn't here, as it is wished: small before large, newest first. At most `most`, and how many in all. */
  awaited(
    spaces: readonly SpaceRow[],
    most: number,
  ): Promise<{ readonly list: readonly AwaitedBlob[]; readonly count: number }>
  /** These were asked for: in vain again and again, they go behind others. */
  noteAsked(list: readonly AwaitedBlob[]): void
  /** What this blob weighs, if it is named there and isn't here; null otherwise. */
  isAwaited(name: BlobName): Promise<{ readonly weight: number } | null>
  /** The blob, where the entity stands in that space, names it, and it is here for it. Whatever else is the case: null. */
  find(name: BlobName): Promise<GivenBlob | null>
  partial(hash: Bytes): Promise<PartialBlob | null>
  begin(hash: Bytes, list: Bytes): Promise<StoreFault | null>
  /** Adds piece number `index`; one that isn't the next changes nothing. */
  append(hash: Bytes, index: number, piece: Bytes): Promise<StoreFault | null>
  /** All pieces are there: the whole is verified once more, put in its place and shown. */
  finish(name: BlobName): Promise<StoreFault | null>
}

export type BlobEvent =
  | { readonly tag: 'piece'; readonly bytes: number }
  | { readonly tag: 'blob'; readonly hash: string }
  | { readonly tag: 'refused'; readonly node: string; readonly reason: string }

/** Most bytes of a blob that travels; an entity that names more is shown with its preview. */
export const MOST_BLOB_BYTES = 16_000_000
/** Wants in one message: more than goes into a round over a poor line. */
export const WANTS_AT_ONCE = 16

export type BlobTalk = ReturnType<typeof createBlobTalk>

/**
 * Blobs in one exchange, either side: what this end lacks, what the other gives, what it lacks (SPEC.md, F). `limit`: most bytes of pieces
 * that this end takes.
 */
export function createBlobTalk(
  desk: BlobDesk,
  peer: Bytes,
  spaceAt: (index: number) => SpaceRow | null,
  limit: number,
) {
  let theirs: Wants | null = null
  let under: { readonly name: BlobName; readonly list: Bytes; readonly size: number; next: number } | null = null
  let left = limit
  const nothing: readonly BlobEvent[] = []
  const refused = (reason: string): readonly BlobEvent[] => {
    under = null
    return [{ tag: 'refused', node: bytesToHex(peer), reason }]
  }

  async function takeHead(head: BlobHead): Promise<readonly BlobEvent[] | StoreFault> {
    under = null
    const space = spaceAt(head.index)
    const name = space && { space, entity: head.entity, hash: head.hash }
    const awaited = name && (await desk.isAwaited(name))
    if (!name || !awaited) return refused('blob-not-wanted')
    const count = Math.ceil(head.size / PIECE_BYTES)
    if (head.size !== awaited.weight || head.size > MOST_BLOB_BYTES || count === 0) return refused('blob-size')
    if (head.pieces && (head.pieces.length !== 32 * count || !isListOf(head.pieces, head.hash)))
      return refused('blob-list')
    let partial = await desk.partial(head.hash)
    if (!partial && head.pieces) {
      const fault = await desk.begin(head.hash, head.pieces)
      if (fault) return fault
      partial = { list: head.pieces, count: 0 }
    }
    if (!partial || head.from > partial.count) return refused('blob-list')
    under = { name, list: partial.list, size: head.size, next: head.from }
    return nothing
  }

  async function takePiece({ bytes }: Piece): Promise<readonly BlobEvent[] | StoreFault> {
    // What follows a refused head was refused with it.
    if (!under) return nothing
    const { name, list, size, next } = under
    if (bytes.length > left) return refused('blob-limit')
    left -= bytes.length
    const length = Math.min(PIECE_BYTES, size - next * PIECE_BYTES)
    const hash = list.subarray(32 * next, 32 * next + 32)
    if (bytes.length !== length || !areBytesEqual(sha256(bytes), hash)) return refused('blob-piece')
    const fault = await desk.append(name.hash, next, bytes)
    if (fault) return fault
    under.next++
    const moved: BlobEvent = { tag: 'piece', bytes: bytes.length }
    if (32 * under.next < list.length) return [moved]
    under = null
    return (await desk.finish(name)) ?? [moved, { tag: 'blob', hash: bytesToHex(name.hash) }]
  }

  return {
    async take(frame: BlobFrame): Promise<{ readonly events: readonly BlobEvent[] } | StoreFault> {
      if (frame.tag === 'wants') {
        theirs = frame
        return { events: nothing }
      }
      const taken = frame.tag === 'blob' ? await takeHead(frame) : await takePiece(frame)
      return 'tag' in taken ? taken : { events: taken }
    },

    /** What this end lacks, where it lacks something: one frame, or none. */
    async *ask(spaces: readonly (SpaceRow | null)[]): AsyncGenerator<Bytes> {
      if (limit < PIECE_BYTES) return
      const open = spaces.filter((space) => space !== null)
      const { list, count } = await desk.awaited(open, WANTS_AT_ONCE)
      if (count === 0) return
      desk.noteAsked(list)
      const wants = list.map(({ space, entity, hash, from }): Want => ({ index: spaces.indexOf(space), entity, hash, from })) // prettier-ignore
      yield frameToBytes({ tag: 'wants', limit, left: count - list.length, list: wants })
    },

    /** What the other lacks and this end may give, in the order in which it asked; ends before `most` bytes of pieces are passed. */
    async *give(wants: Wants, most: number): AsyncGenerator<Bytes> {
      let room = Math.min(most, wants.limit)
      for (const { index, entity, hash, from } of wants.list) {
        const space = spaceAt(index)
        const blob = space && (await desk.find({ space, entity, hash }))
        if (!blob || blob.size > MOST_BLOB_BYTES) continue
        const first = (from ?? 0) * PIECE_BYTES
        if (first >= blob.size) continue
        // Before the list is made: nobody has files read of which nothing will go.
        if (room < Math.min(PIECE_BYTES, blob.size - first)) return
        const list = from === null ? await blob.list() : null
        if (from === null && !list) continue
        yield frameToBytes({ tag: 'blob', index, entity, hash, size: blob.size, from: from ?? 0, pieces: list })
        for await (const bytes of blob.pieces(from ?? 0)) {
          if (bytes.length > room) return
          room -= bytes.length
          yield frameToBytes({ tag: 'piece', bytes })
        }
      }
    },

    /** What the other said that it lacks. */
    theirs: () => theirs,
  }
}

const isListOf = (list: Bytes, hash: Bytes): boolean =>
  hashOfPieces(Array.from({ length: list.length / 32 }, (_, i) => list.subarray(32 * i, 32 * i + 32))) ===
  bytesToHex(hash)
