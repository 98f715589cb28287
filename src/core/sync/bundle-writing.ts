import { areBytesEqual } from '../log/bytes.ts'
import type { Bytes } from '../log/bytes.ts'
import type { Sign } from '../log/segment.ts'
import type { SpaceRow, Store, StoreFault } from '../ports.ts'
import { heldToVector, provenBy, readHeld, splitHeld } from './chains.ts'
import type { Held, HeldLog } from './chains.ts'
import { openSpaces } from './exchange.ts'
import type { IntakeDesk } from './intake.ts'
import { readLink, saveLink } from './link.ts'
import { bundleHeadToBytes, frameToBytes } from './messages.ts'
import { countOperations, splitProven } from './receipts.ts'
import { chunksOf } from './sending.ts'
import type { Cargo, Wire } from './sending.ts'

export type BundleWriting = {
  readonly store: Store
  readonly desk: IntakeDesk
  readonly wire: Wire
  readonly sign: Sign
  /** Keys of the nodes that it is for, at most `MOST_READERS`. */
  readonly readers: readonly Bytes[]
  /** Spaces that people here share with all of them. */
  readonly spaces: readonly SpaceRow[]
  /** This node's clock now, for people. */
  readonly made: number
  /** What this node says of its own keys. */
  readonly keys: Bytes | null
}

/**
 * What a file for these nodes is to hold: all that one of them isn't known to have (B1). `frames` gives it; `noteCarried`, said once the
 * file is whole and in its place, remembers that it is on its way (B5). Open tails are the caller's to seal first (L2).
 */
export async function prepareBundle(writing: BundleWriting) {
  const { store, desk, wire, readers } = writing
  const parts = await store.read(async (reader) => {
    const open = await Promise.all(readers.map((peer) => openSpaces({ desk, peer, spaces: writing.spaces }, reader)))
    const common = (open[0] ?? []).filter((space) =>
      open.every((list) => list.some((one) => areBytesEqual(one.id, space.id))),
    )
    return Promise.all(
      common.map(async (space, index) => {
        const held = await readHeld(reader, space.id)
        const links = await Promise.all(readers.map((peer) => readLink(reader, peer, space.id)))
        const lacking = links.map((link) => splitProven(held, link).missing)
        const isBehind = links.some((link) => link.isBehind)
        const isLacking = (id: string, one: Held) => lacking.some((logs) => logs.get(id)?.segments.includes(one))
        const missing = keepSegments(held, isLacking)
        const needs = heldToVector(keepSegments(held, (id, one) => !isLacking(id, one)))
        const cargo: Cargo = { index, missing, common: new Map(), mayUseOld: false, admitted: space.standing.admitted }
        return { space, held, cargo, needs, isBehind }
      }),
    )
  })
  const head = {
    writer: desk.node,
    incarnation: desk.incarnation(),
    made: writing.made,
    readers,
    keys: writing.keys,
    spaces: parts.map(({ space, needs, held, isBehind }) => ({
      space: space.id,
      needs,
      has: heldToVector(held),
      isBehind,
    })),
  }
  const all = parts.flatMap(({ cargo }) => [...cargo.missing.values()].flatMap((log) => log.segments))
  return {
    spaces: parts.map(({ space }) => space),
    operations: parts.reduce((sum, { cargo }) => sum + countOperations(cargo.missing), 0),
    /** Plain bytes of its operations; packed they take about a quarter. */
    plainBytes: all.reduce((sum, one) => sum + one.row.bytes, 0),

    async *frames(): AsyncGenerator<Bytes> {
      const plain = bundleHeadToBytes(head)
      yield frameToBytes({ tag: 'bundle', plain, signature: writing.sign(plain), head: { tag: 'bundle', ...head } })
      const cargos = parts.map(({ cargo }) => cargo)
      for await (const { frame } of chunksOf(store, wire, cargos, Infinity)) yield frameToBytes(frame)
    },

    noteCarried: async (): Promise<StoreFault | null> =>
      store.write(async (writer) => {
        for (const { space, cargo } of parts) {
          if (cargo.missing.size === 0) continue
          const held = await readHeld(writer, space.id)
          for (const peer of readers) {
            const link = await readLink(writer, peer, space.id)
            const { missing } = splitProven(held, link)
            const before = splitHeld(missing, link.carried, provenBy).common
            const isAway = (id: string, one: Held) =>
              (before.get(id)?.segments.includes(one) ?? false) ||
              (cargo.missing.get(id)?.segments.some(({ hash }) => hash === one.hash) ?? false)
            await saveLink(writer, peer, space.id, { ...link, carried: heldToVector(keepSegments(missing, isAway)) })
          }
        }
        return null
      }),
  }
}

function keepSegments(
  logs: ReadonlyMap<string, HeldLog>,
  isKept: (id: string, one: Held) => boolean,
): ReadonlyMap<string, HeldLog> {
  const kept = [...logs].map(
    ([id, log]) => [id, { ...log, segments: log.segments.filter((one) => isKept(id, one)) }] as const,
  )
  return new Map(kept.filter(([, log]) => log.segments.length > 0))
}
