import { bytesToHex } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import { nextChunk, nothingPassed, pass } from '../log/chunk.ts'
import type { Compressor, Pace } from '../log/chunk.ts'
import { LANES, segmentToBytes } from '../log/segment.ts'
import { segmentOf } from '../log/writer.ts'
import type { Store } from '../ports.ts'
import type { Held, HeldLog } from './chains.ts'
import type { ChunkFrame } from './messages.ts'
import { createWindows, oldWindow, PACES, readOldWindow, windowLimit } from './windows.ts'

/** What one side sends of one space: segments that the other lacks, and those that both hold. */
export type Cargo = {
  /** Which ask of the request. */
  readonly index: number
  readonly missing: ReadonlyMap<string, HeldLog>
  readonly common: ReadonlyMap<string, HeldLog>
  /** Whether windows may begin with what both held before. */
  readonly mayUseOld: boolean
  /** Nodes in the order in which they were admitted (hexadecimal). */
  readonly admitted: readonly string[]
}

export type Wire = { readonly compressor: Compressor; readonly pace: Pace }

type Stream = {
  readonly cargo: Cargo
  readonly log: HeldLog
  /** What is left to send, the next one last. */
  readonly left: Held[]
  ratio: number
  number: number | null
}

/**
 * The chunks of several spaces in their order (E3, E4): lane 0 forwards, logs of whoever vouches first; then, of all other logs, the one
 * whose next segment arrived here last, newest first; lane 2 after all else. Ends before the chunk that would go over `limit` bytes.
 */
export async function* chunksOf(
  store: Store,
  wire: Wire,
  cargos: readonly Cargo[],
  limit: number,
): AsyncGenerator<{
  readonly frame: ChunkFrame
  readonly index: number
  readonly log: string
  readonly sent: readonly Held[]
}> {
  const streams = cargos.flatMap((cargo) => [...cargo.missing.values()].map((log) => toStream(cargo, log)))
  const pace = PACES.indexOf(wire.pace)
  const windows = createWindows(() => windowLimit(pace))
  let mentioned = 0
  let bytes = 0
  for (let stream = nextStream(streams); stream; stream = nextStream(streams)) {
    const { cargo, log } = stream
    let old: ChunkFrame['old'] = null
    const number = stream.number ?? mentioned
    if (stream.number === null && cargo.mayUseOld) old = await openWindow(store, stream, windows, number, pace)
    const ahead = await readAhead(store, stream)
    const passed = windows.get(number)
    const chunk = await nextChunk(ahead, 0, stream.ratio, passed, wire.pace, wire.compressor)
    if (bytes + chunk.packed.length > limit) return
    bytes += chunk.packed.length
    windows.set(number, pass(passed, chunk.plain))
    stream.ratio = chunk.packed.length / chunk.plain.length
    const sent = stream.left.splice(stream.left.length - chunk.segments).toReversed()
    const { node, incarnation, lane } = log.name
    const named = stream.number === null ? { index: cargo.index, node, incarnation, lane, pace } : stream.number
    if (stream.number === null) stream.number = mentioned++
    yield { frame: { tag: 'chunk', log: named, old, packed: chunk.packed }, index: cargo.index, log: log.id, sent }
  }
}

function toStream(cargo: Cargo, log: HeldLog): Stream {
  const isControl = log.name.lane === LANES.control
  const left = log.segments.toSorted((a, b) => (isControl ? b.first - a.first : a.first - b.first))
  return { cargo, log, left, ratio: 0.28, number: null }
}

/** The stream whose turn it is; null when all is sent. */
function nextStream(streams: readonly Stream[]): Stream | null {
  const open = streams.filter((one) => one.left.length > 0)
  const rank = ({ cargo, log, left }: Stream): readonly number[] => {
    const { lane, node } = log.name
    if (lane === LANES.control) return [0, cargo.admitted.indexOf(bytesToHex(node)), 0]
    return [lane, 0, -(left.at(-1)?.row.opened ?? 0)]
  }
  const isBefore = (a: readonly number[], b: readonly number[]) => {
    const at = a.findIndex((value, index) => value !== b[index])
    return at >= 0 && (a[at] as number) < (b[at] as number)
  }
  return open.reduce<Stream | null>((best, one) => (!best || isBefore(rank(one), rank(best)) ? one : best), null)
}

async function openWindow(
  store: Store,
  stream: Stream,
  windows: ReturnType<typeof createWindows>,
  number: number,
  pace: number,
): Promise<ChunkFrame['old']> {
  const little = stream.left.reduce((sum, { row }) => sum + row.bytes, 0) < LITTLE
  const limit = Math.min(windowLimit(pace), little ? LITTLE_WINDOW : Infinity)
  const common = stream.cargo.common.get(stream.log.id)?.segments ?? []
  const range = oldWindow(common, limit)
  const window = range && (await store.read((reader) => readOldWindow(reader, common, range, limit)))
  if (!range || !window || window.passed.bytes.length === 0) return null
  windows.set(number, pass(nothingPassed(windowLimit(pace)), window.passed.bytes))
  stream.ratio = RATIO_AFTER_OLD
  return { ...range, digest: window.digest }
}

/** The next segments as they stand now: what was erased meanwhile is gone from them. */
const readAhead = (store: Store, stream: Stream): Promise<Bytes[]> =>
  store.read(async (reader) => {
    const encoded: Bytes[] = []
    let size = 0
    for (const { row } of stream.left.toReversed()) {
      const now = await reader.segment(row.key)
      const segment = now && (await segmentOf(reader, now))
      if (!segment) throw new Error('a sealed segment is gone')
      const bytes = segmentToBytes(segment)
      encoded.push(bytes)
      size += bytes.length
      if (size > AHEAD_BYTES) break
    }
    return encoded
  })

/** For a few changed fields a large window is read for two hundred milliseconds and saves a handful of bytes, a millisecond of the slowest line. */
const LITTLE = 4096
const LITTLE_WINDOW = 256 * 1024
/** What a text is packed to, guessed for the first chunk: one try too many costs an old machine half a second. */
const RATIO_AFTER_OLD = 0.22

/** Somewhat more than ever fits into a chunk. */
const AHEAD_BYTES = 256 * 1024
