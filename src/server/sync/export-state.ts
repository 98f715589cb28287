import { createHash } from 'node:crypto'
import { stateToBytes } from '#core/fold/state-codec.ts'
import { isAlive, readEntity } from '#core/kind.ts'
import { bytesToHex } from '#core/log/bytes.ts'
import type { OpenNode } from '../node/open-node.ts'

/** One thing of a shared space as all its operations come to; two nodes that hold the same tell the same, byte by byte. */
export type ExportedEntity = {
  readonly space: string
  readonly entity: string
  /** Its kind's name, or its number where this version doesn't know it. */
  readonly kind: string | number
  readonly isAlive: boolean
  /** Values by field, names in order. */
  readonly fields: Readonly<Record<string, unknown>>
  /** SHA-256 of the whole folded state, values that lost and what replaced what included. */
  readonly state: string
}

const SLICE = 200

/** Tells every entity of the spaces shared with anybody (the public one where nothing is shared), by space and id. */
export async function exportState(
  node: OpenNode,
  tell: (entity: ExportedEntity) => void,
): Promise<{ readonly entities: number }> {
  const shared = new Set(node.links.peers.list().flatMap((peer) => peer.spaces))
  const { ids, keys } = await node.store.read(async (reader) => {
    const own = await node.spaces.ofFederation(reader)
    if (shared.size === 0 && own) shared.add(bytesToHex(own.public.id))
    const spaces = new Map((await reader.spaces()).map((row) => [row.key, bytesToHex(row.id)]))
    const rows = node.store.db().prepare('SELECT key, hex(id) AS id, space FROM entities').all()
    const list = rows as { key: number; id: string; space: number }[]
    const wanted = list
      .map((row) => ({ key: row.key, id: row.id.toLowerCase(), space: spaces.get(row.space) ?? '' }))
      .filter((row) => shared.has(row.space))
      .toSorted((a, b) => (a.space + a.id < b.space + b.id ? -1 : 1))
    return { ids: wanted, keys: wanted.map((row) => row.key) }
  })
  let entities = 0
  for (let at = 0; at < keys.length; at += SLICE) {
    const rows = await node.store.read((reader) =>
      Promise.all(keys.slice(at, at + SLICE).map((key) => reader.entityByKey(key))),
    )
    for (const [index, row] of rows.entries()) {
      // An entity of which only later operations are here, or whose creation doesn't count, isn't one yet.
      if (!row?.state.created) continue
      const kind = node.registry.kinds.get(row.state.kind)
      const values = kind ? Object.entries(readEntity(kind, row.state) as Record<string, unknown>) : []
      entities++
      tell({
        space: ids[at + index]?.space ?? '',
        entity: row.id,
        kind: kind?.name ?? row.state.kind,
        isAlive: isAlive(row.state),
        fields: Object.fromEntries(
          values.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, plain(one)]),
        ),
        state: createHash('sha256').update(stateToBytes(row.state)).digest('hex'),
      })
    }
  }
  return { entities }
}

/** As JSON holds it: bytes in hexadecimal. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return bytesToHex(value)
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Map) return [...value].map(([key, one]) => [key, plain(one)])
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]))
  return value ?? null
}
