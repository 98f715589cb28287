import { sha256 } from '@noble/hashes/sha2.js'
import { certificate, erasure, quarantine } from '#core/access/orders.ts'
import type { Changes, Kind } from '#core/kind.ts'
import { bytesToHex } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { logId } from '#core/log/segment.ts'
import { createMemoryStore } from '#core/memory-store.ts'
import type { SpaceRow } from '#core/ports.ts'
import { readBundle } from '#core/sync/bundle.ts'
import { prepareBundle } from '#core/sync/bundle-writing.ts'
import type { ExchangeEvent } from '#core/sync/exchange.ts'
import { CLEAR, exchange } from './exchange.ts'
import type { Line } from './exchange.ts'
import { attack } from './hostile.ts'
import {
  act,
  beginIncarnation,
  createSimNode,
  deskOf,
  entitiesOf,
  fill,
  joinSpace,
  note,
  plainPacker,
  privateSpace,
  publicSpace,
  sealTails,
  sign,
} from './node.ts'
import type { Disk, SimNode } from './node.ts'
import type { Step, Story } from './story.ts'

/** What was acknowledged to somebody: it must be there at the end, unless the only disk that held it was put back. */
export type Acknowledged = {
  readonly node: SimNode
  readonly operation: string
  readonly log: string
  readonly position: number
}

export type World = {
  readonly story: Story
  readonly nodes: SimNode[]
  readonly honest: SimNode[]
  readonly hostile: SimNode
  now: number
  readonly acknowledged: Acknowledged[]
  /** Operations lost with a disk before anybody else had them, and those of nodes whose disks were copied whole. */
  readonly excused: Set<string>
  /** Keys of nodes whose whole disk was put back or copied: only they may ever use a sealed position twice. */
  readonly copied: Set<string>
  readonly erased: Set<string>
  readonly backups: { readonly node: SimNode; readonly disk: Disk }[]
  readonly sticks: { readonly frames: readonly Bytes[] }[]
  readonly forks: Set<string>
  readonly trace: ReturnType<typeof sha256.create>
  readonly kinds: Map<string, number>
  broken: string | null
}

/** Days that a machine may be put back by, in milliseconds. */
const DAY = 86_400_000

export async function createWorld(story: Story): Promise<World> {
  const honest = Array.from({ length: story.nodes }, (_, index) => createSimNode(index))
  const hostile = createSimNode(20, false)
  const world: World = {
    story,
    nodes: [...honest, hostile],
    honest,
    hostile,
    now: 1_700_000_000_000,
    acknowledged: [],
    excused: new Set(),
    copied: new Set(),
    erased: new Set(),
    backups: [],
    sticks: [],
    forks: new Set(),
    trace: sha256.create(),
    kinds: new Map(),
    broken: null,
  }
  for (const node of world.nodes) {
    await joinSpace(node, publicSpace)
    await joinSpace(node, privateSpace)
  }
  // The first two are officers' nodes; the third vouches for contributors only; the hostile one was trusted once.
  const root = honest[0] as SimNode
  for (const [index, node] of world.nodes.entries())
    if (index > 0 && index !== 3) await certify(world, root, node, index < 3 ? 'officer' : 'contributor')
  for (const node of world.nodes) await call(world, node, root, CLEAR)
  return world
}

const certify = (world: World, by: SimNode, node: SimNode, role: string) =>
  write(world, by, 0, certificate as unknown as Kind, null, { node: node.key, role, name: node.name })

/** One operation by people at a node, acknowledged. */
async function write(
  world: World,
  node: SimNode,
  space: number,
  kind: Kind,
  entity: string | null,
  changes: Changes<Kind>,
  options: Parameters<typeof act>[6] = {},
): Promise<string | null> {
  const written = await act(node, world.now, node.spaces[space] as SpaceRow, kind, entity, changes, options)
  if (!written) return null
  world.acknowledged.push({ node, ...written })
  record(world, `${node.name} writes ${written.operation}`)
  return written.entity
}

function record(world: World, line: string): void {
  world.trace.update(new TextEncoder().encode(`${line}\n`))
}

export function tellIn(world: World): (node: SimNode, event: ExchangeEvent) => void {
  return (node, event) => {
    world.kinds.set(event.tag, (world.kinds.get(event.tag) ?? 0) + 1)
    if (event.tag === 'forked') world.forks.add(event.node)
    record(world, `${node.name} ${JSON.stringify(event)}`)
  }
}

export const call = async (world: World, from: SimNode, to: SimNode, line: Line): Promise<boolean> => {
  if (from === to || bytesToHex(from.key) === bytesToHex(to.key)) return false
  return (await exchange(from, to, world.now, line, tellIn(world))).isWhole
}

const at = <T>(list: readonly T[], number: number): T | undefined => list[number % list.length]
const node = (world: World, number: number): SimNode => at(world.honest, number) as SimNode

export async function play(world: World, step: Step): Promise<void> {
  const { what, a, b, c, d } = step
  world.now += 1000 + (d % (6 * 3_600_000))
  record(world, what)
  const one = node(world, a)
  const officer = at(world.honest.slice(0, 3), b) as SimNode
  switch (what) {
    case 'write':
      await write(world, one, 0, note, null, { title: words(c), tags: { add: ['eau'] }, payments: c % 100 })
      return
    case 'private':
      await write(world, node(world, a % 2), 1, note, null, { title: `secret ${c}` })
      return
    case 'change': {
      const entity = await pickEntity(one, b)
      if (!entity) return
      const tags = c % 2 ? { add: [['école', 'puits'][c % 3] ?? 'mil'] } : { remove: ['eau'] }
      await write(
        world,
        one,
        0,
        note,
        entity,
        [{ title: words(c) }, { tags }, { payments: (c % 50) + 1 }][c % 3] as Changes<Kind>,
      )
      return
    }
    case 'twice': {
      const client = sha256(new TextEncoder().encode(`${c}`)).slice(0, 16)
      const other = node(world, b)
      const options = { client, author: fill(12, 200) }
      const isNew = c % 2 === 0
      const entity = isNew ? null : await pickEntity(one, d)
      if (!isNew && !entity) return
      const changes = isNew ? { title: `twice ${c}`, payments: 7 } : { payments: 7 }
      await write(world, one, 0, note, entity, changes, options)
      if (other !== one) await write(world, other, 0, note, entity, changes, options)
      return
    }
    case 'wait':
      world.now += (c % 40) * DAY
      return
    case 'call':
      await call(world, one, node(world, b), CLEAR)
      return
    case 'little':
      await call(world, one, node(world, b), { ...CLEAR, limit: 4000 + (c % 30_000) })
      return
    case 'cut':
      await call(world, one, node(world, b), { ...CLEAR, [d % 2 ? 'up' : 'down']: c % 6 })
      return
    case 'replay':
      await call(world, one, node(world, b), { ...CLEAR, isReplayed: true })
      return
    case 'crash':
      // Power fails while an exchange runs: what was committed is there, the exchange is not.
      await call(world, one, node(world, b), { ...CLEAR, [d % 2 ? 'up' : 'down']: 1 + (c % 3) })
      one.store = createMemoryStore(one.store.image())
      return
    case 'back up':
      world.backups.push({
        node: one,
        disk: { image: one.store.image(), incarnation: one.incarnation, anchor: new Map(one.anchor) },
      })
      return
    case 'restore data':
    case 'restore disk':
      await restore(world, c, what === 'restore disk')
      return
    case 'clone': {
      if (world.nodes.length > 10) return
      const copy: SimNode = {
        ...one,
        name: `${one.name}’`,
        store: createMemoryStore(one.store.image()),
        anchor: new Map(one.anchor),
        drawn: { count: 1000 * (world.nodes.length + 1) },
      }
      world.copied.add(bytesToHex(one.key))
      world.nodes.push(copy)
      world.honest.push(copy)
      return
    }
    case 'clock':
      one.clockError = c % 3 === 0 ? 0 : (c % 7300) * DAY - 3650 * DAY
      return
    case 'new incarnation':
      beginIncarnation(one)
      return
    case 'set aside':
      await setAside(world, officer, at(world.honest.slice(0, 3), c) as SimNode)
      return
    case 'lift': {
      const order = await pickOrder(officer, quarantine.number, c)
      if (order) await write(world, officer, 0, quarantine as unknown as Kind, order, {}, { verb: 2, isAlive: false })
      return
    }
    case 'erase': {
      const entity = await pickEntity(one, c)
      if (!entity || (await officer.store.read((reader) => reader.entity(entity))) === null) return
      await write(world, officer, 0, erasure as unknown as Kind, null, { entity, fields: [1], reason: 'demandé' })
      world.erased.add(entity)
      return
    }
    case 'certify':
      await certify(world, officer, node(world, c), 'contributor')
      return
    case 'stick': {
      await sealTails(one)
      const other = node(world, c)
      // For all, to whom nothing but the public space is open, or for one, without what it is known to have.
      const readers = d % 3 === 0 || other === one ? world.nodes.filter((each) => each !== one) : [other]
      const bundle = await prepareBundle({
        store: one.store,
        desk: deskOf(one, world.now),
        wire: { compressor: plainPacker, pace: 'slow' },
        sign: sign(one.key),
        readers: readers.map(({ key }) => key),
        spaces: one.spaces,
        made: world.now + one.clockError,
        keys: null,
      })
      const frames = await Array.fromAsync(bundle.frames())
      await bundle.noteCarried()
      world.sticks.push({ frames })
      return
    }
    case 'carry': {
      const stick = at(world.sticks, c)
      if (!stick) return
      const frames = stick.frames.slice(0, d % 3 === 0 ? d % (stick.frames.length + 1) : undefined)
      const reading = {
        store: one.store,
        desk: deskOf(one, world.now),
        compressor: plainPacker,
        spacesOf: () => one.spaces,
      }
      await readBundle(reading, frames, (events) => {
        for (const event of events) {
          if (event.tag === 'own-log-ahead') beginIncarnation(one)
          tellIn(world)(one, event)
        }
      })
      return
    }
    case 'hostile':
      await attack(world, one, step, {
        call: (from, to) => call(world, from, to, CLEAR),
        tell: tellIn(world),
      })
      return
  }
}

const words = (number: number): string => `${number} `.repeat(1 + (number % 300))

async function pickEntity(one: SimNode, number: number): Promise<string | null> {
  const space = one.spaces[0] as SpaceRow
  const notes = (await entitiesOf(one)).filter(
    (row) => row.state.created && row.state.kind === note.number && row.space === space.key,
  )
  return at(notes, number)?.id ?? null
}

const pickOrder = async (one: SimNode, kind: number, number: number): Promise<string | null> =>
  at(
    (await one.store.read((reader) => reader.orders())).filter((row) => row.state.kind === kind),
    number,
  )?.id ?? null

/** The hostile node is set aside from what the officer's node holds of its logs; another officer's node agrees. */
async function setAside(world: World, officer: SimNode, second: SimNode): Promise<void> {
  const accused = world.hostile.key
  const logs = await officer.store.read((reader) => reader.logs())
  const from = logs
    .filter((log) => bytesToHex(log.name.node) === bytesToHex(accused))
    .map((log) => ({ log: logId(log.name), position: Math.max(0, log.next - 1) }))
  const order = quarantine as unknown as Kind
  const id = await write(world, officer, 0, order, null, {
    node: accused,
    from,
    reason: 'publicité',
    agreed: officer.key,
  })
  if (!id || second === officer) return
  await call(world, officer, second, CLEAR)
  await write(world, second, 0, order, id, { agreed: second.key }, { verb: 1 })
}

/** A machine put back to an earlier day: its data folder alone, or the whole disk with what lies beside it. */
async function restore(world: World, number: number, isWhole: boolean): Promise<void> {
  const backup = at(world.backups, number)
  if (!backup) return
  const { node: one, disk } = backup
  const kept = new Set(disk.image.operations.map((row) => row.id))
  const elsewhere = new Set(
    world.honest
      .filter((other) => other !== one)
      .flatMap((other) => other.store.image().operations.map((row) => row.id)),
  )
  for (const row of one.store.image().operations)
    if (!kept.has(row.id) && !elsewhere.has(row.id)) world.excused.add(row.id)
  one.store = createMemoryStore(disk.image)
  one.incarnation = disk.incarnation
  if (!isWhole) return
  one.anchor = new Map(disk.anchor)
  world.copied.add(bytesToHex(one.key))
}

export const traceOf = (world: World): string => bytesToHex(world.trace.clone().digest())
