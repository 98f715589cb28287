import { areBytesEqual, bytesToHex } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import type { Compressor } from '../log/chunk.ts'
import type { SpaceRow, Store } from '../ports.ts'
import { readHeld, splitHeld } from './chains.ts'
import type { Vector } from './chains.ts'
import type { IntakeDesk } from './intake.ts'
import { bytesToFrame, frameToBytes } from './messages.ts'
import { chunksOf } from './sending.ts'
import type { Wire } from './sending.ts'
import { createTaking } from './taking.ts'
import type { TakingEvent } from './taking.ts'

/**
 * A space's segments as a file carries them: the head names the space, then the chunks of an answer, control first, newest first (B1). What
 * the receivers are known to hold may be left out. The file is encrypted around this, to the nodes that it is for.
 */
export async function* writeBundle(
  store: Store,
  desk: IntakeDesk,
  wire: Wire,
  space: SpaceRow,
  held: Vector = new Map(),
): AsyncGenerator<Bytes> {
  const { missing, admitted } = await store.read(async (reader) => ({
    missing: splitHeld(await readHeld(reader, space.id), held).missing,
    admitted: (await desk.standings.read(reader)).get(bytesToHex(space.id))?.admitted ?? [],
  }))
  const ask = { space: space.id, base: null, have: held, isAsking: false }
  yield frameToBytes({ tag: 'request', limit: 0, mayUseOld: false, asks: [ask] })
  const cargo = { index: 0, missing, common: new Map(), mayUseOld: false, admitted }
  for await (const { frame } of chunksOf(store, wire, [cargo], Infinity)) yield frameToBytes(frame)
}

/** Takes a bundle, whole or cut anywhere, once or ten times, from whoever carried it (B2): the signatures say what it is. */
export async function readBundle(
  store: Store,
  desk: IntakeDesk,
  compressor: Compressor,
  spaces: readonly SpaceRow[],
  frames: Iterable<Bytes>,
): Promise<readonly TakingEvent[]> {
  const events: TakingEvent[] = []
  // L2: what comes back of this node's own is compared with what it sealed itself; an open tail would take it for other runs.
  const sealed = await store.write(async (writer) => {
    for (const log of await writer.logs())
      if (areBytesEqual(log.name.node, desk.node) && ((await writer.tail(log.key))?.count ?? 0) > 0)
        await desk.seal(writer, log)
    return null
  })
  if (sealed) return events
  let asked: readonly (SpaceRow | null)[] | null = null
  const taking = createTaking({ store, desk, compressor, peer: null, spaceAt: (index) => asked?.[index] ?? null })
  for (const bytes of frames) {
    const frame = bytesToFrame(bytes)
    if (frame?.tag === 'request' && !asked)
      asked = frame.asks.map((ask) => spaces.find((space) => areBytesEqual(space.id, ask.space)) ?? null)
    else if (frame?.tag === 'chunk' && asked) {
      const taken = await taking.take(frame)
      if ('tag' in taken) break
      events.push(...taken.events)
    } else events.push({ tag: 'refused', node: '', reason: 'bad-message' })
  }
  return events
}
