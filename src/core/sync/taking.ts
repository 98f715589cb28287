import { areBytesEqual, bytesToHex } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import { CHUNK_PLAIN_BYTES, pass } from '../log/chunk.ts'
import type { Compressor } from '../log/chunk.ts'
import { bytesToSegment, logId, verifySegment } from '../log/segment.ts'
import type { LogName, Segment } from '../log/segment.ts'
import { splitSequence } from '../log/sequence.ts'
import type { SpaceRow, Store, StoreFault } from '../ports.ts'
import { joinVectors, readHeld, segmentsToChains } from './chains.ts'
import type { Place, Vector } from './chains.ts'
import { takeSegments } from './intake.ts'
import type { IntakeDesk, IntakeEvent } from './intake.ts'
import { readLink, saveLink } from './link.ts'
import type { ChunkFrame } from './messages.ts'
import { createWindows, readOldWindow, windowLimit } from './windows.ts'

export type Taking = {
  readonly store: Store
  readonly desk: IntakeDesk
  readonly compressor: Compressor
  /** Who sends: its key, 32 bytes; null for a bundle, whose carrier proves nothing. */
  readonly peer: Bytes | null
  /** The space of each ask; null where this node doesn't share it with the sender. */
  readonly spaceAt: (index: number) => SpaceRow | null
}

export type TakingEvent =
  | IntakeEvent
  /** A chunk was packed with what this node hasn't in that form: it is asked for again without. */
  | { readonly tag: 'no-window'; readonly index: number }

export type Taken = { readonly events: readonly TakingEvent[] } | StoreFault

type OpenLog = {
  readonly name: LogName
  readonly id: string
  readonly space: SpaceRow
  readonly index: number
  readonly pace: number
}
export type Unpacked =
  | { readonly tag: 'segments'; readonly log: OpenLog; readonly list: readonly Segment[] }
  | { readonly tag: 'no-window'; readonly index: number }
  | { readonly tag: 'refused'; readonly reason: string }

/** Opens chunks of one direction in their order, within their bounds (X6, Z); whose they are and whether they are true isn't looked at. */
export function createUnpacking({ store, compressor, spaceAt }: Pick<Taking, 'store' | 'compressor' | 'spaceAt'>) {
  const logs: (OpenLog | null)[] = []
  const lost = new Set<number>()
  const windows = createWindows((log) => windowLimit(logs[log]?.pace ?? 0))

  const open = async (frame: ChunkFrame): Promise<number | null> => {
    if (typeof frame.log === 'number') return frame.log < logs.length ? frame.log : null
    if (logs.length >= MOST_LOGS) return null
    const { index, node, incarnation, lane, pace } = frame.log
    const space = spaceAt(index)
    const name = space && { space: space.id, node, incarnation, lane }
    const number = logs.push(name && { name, id: bytesToHex(logId(name)), space, index, pace }) - 1
    if (frame.old && name && space) {
      const { old } = frame
      const window = await store.read(async (reader) => {
        const held = (await readHeld(reader, space.id)).get(bytesToHex(logId(name)))
        return held ? readOldWindow(reader, held.segments, old, windowLimit(pace)) : null
      })
      if (window && areBytesEqual(window.digest, old.digest)) windows.set(number, window.passed)
      else lost.add(number)
    }
    return number
  }

  return async (frame: ChunkFrame): Promise<Unpacked> => {
    const number = await open(frame)
    const log = number === null ? null : logs[number]
    if (number === null || !log) return { tag: 'refused', reason: number === null ? 'bad-log' : 'space-not-shared' }
    if (lost.has(number)) return { tag: 'no-window', index: log.index }
    const passed = windows.get(number)
    const plain = compressor.decompress(frame.packed, passed.bytes, CHUNK_PLAIN_BYTES)
    if (!plain) {
      lost.add(number)
      return { tag: 'no-window', index: log.index }
    }
    windows.set(number, pass(passed, plain))
    const segments = bytesToSegments(plain)
    return 'tag' in segments
      ? { tag: 'refused', reason: segments.reason }
      : { tag: 'segments', log, list: segments.list }
  }
}

/** Takes chunks of one direction of an exchange, each verified and committed before the next (E5, E6, X of SPEC.md). */
export function createTaking(parts: Taking) {
  const { store, desk, peer } = parts
  const unpack = createUnpacking(parts)
  const arrived = new Map<number, Map<string, Place[]>>()

  return {
    /** What arrived in this exchange of a space, by log: the sender has it. */
    arrivedIn: (index: number): Vector => placesToVector(arrived.get(index)),

    async take(frame: ChunkFrame): Promise<Taken> {
      const unpacked = await unpack(frame)
      if (unpacked.tag === 'refused')
        return { events: [{ tag: 'refused', node: peer ? bytesToHex(peer) : '', reason: unpacked.reason }] }
      if (unpacked.tag === 'no-window') return { events: [unpacked] }
      const { log, list } = unpacked
      const result = await store.write(async (writer) => {
        const taken = await takeSegments(writer, desk, log.space, log.name, list)
        if (peer && taken.isAllKept) {
          const places = noteArrived(log, list)
          const link = await readLink(writer, peer, log.space.id)
          await saveLink(writer, peer, log.space.id, {
            ...link,
            theirs: joinVectors(link.theirs, placesToVector(places)),
          })
        }
        return taken
      })
      if (!('tag' in result)) return { events: result.events }
      desk.standings.forget()
      return result
    },
  }

  function noteArrived(log: OpenLog, segments: readonly Segment[]): Map<string, Place[]> {
    const ofSpace = arrived.get(log.index) ?? new Map<string, Place[]>()
    arrived.set(log.index, ofSpace)
    const chunk: Place[] = segments.flatMap((segment) => {
      const verified = verifySegment(log.name, segment, () => true)
      const end = segment.first + segment.operations.length
      return 'tag' in verified
        ? []
        : [{ first: segment.first, end, hash: bytesToHex(verified.hash), previous: bytesToHex(segment.previous) }]
    })
    ofSpace.set(log.id, [...(ofSpace.get(log.id) ?? []), ...chunk])
    return new Map([[log.id, chunk]])
  }
}

/** How many logs one direction of an exchange may name. */
const MOST_LOGS = 4096

const placesToVector = (places: ReadonlyMap<string, readonly Place[]> | undefined): Vector =>
  new Map([...(places ?? [])].map(([log, list]) => [log, segmentsToChains(list)]))

function bytesToSegments(
  plain: Bytes,
): { readonly list: readonly Segment[] } | { readonly tag: 'bad'; readonly reason: string } {
  const list: Segment[] = []
  for (const bytes of splitSequence(plain) ?? []) {
    const segment = bytesToSegment(bytes)
    if ('tag' in segment) return { tag: 'bad', reason: segment.tag === 'bad-segment' ? segment.reason : segment.tag }
    list.push(segment)
  }
  return list.length > 0 ? { list } : { tag: 'bad', reason: 'an empty chunk' }
}
