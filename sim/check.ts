import { readStandings } from '#core/access/standing.ts'
import { foldStored, isSameEntity, readPlaces } from '#core/fold/refold.ts'
import { stateToBytes } from '#core/fold/state-codec.ts'
import { readEntity } from '#core/kind.ts'
import { bytesToHex } from '#core/log/bytes.ts'
import { logId } from '#core/log/segment.ts'
import { bytesToOperation } from '#core/log/writer.ts'
import { heldToVector, readHeld, vectorDigest } from '#core/sync/chains.ts'
import { CLEAR } from './exchange.ts'
import { entitiesOf, note, privateSpace, publicSpace, registry } from './node.ts'
import type { SimNode } from './node.ts'
import { call, createWorld, play, traceOf } from './world.ts'
import type { World } from './world.ts'
import type { Story } from './story.ts'

export type Verdict = {
  readonly fault: string | null
  readonly trace: string
  readonly kinds: ReadonlyMap<string, number>
  readonly steps: number
}

/** Plays a story and says what it broke: null when every invariant held, each step and at the end. */
export async function judge(story: Story): Promise<Verdict> {
  const world = await createWorld(story)
  let fault: string | null = null
  let steps = 0
  try {
    for (const step of story.steps) {
      await play(world, step)
      steps++
      fault ??= world.broken ?? privateOf(world)
      if (fault) break
    }
    fault ??= await atTheEnd(world)
  } catch (error) {
    fault = `an exception: ${(error as Error).stack}`
  }
  return { fault, trace: traceOf(world), kinds: world.kinds, steps }
}

/** Nothing of a private space reaches a node that isn't on its list. */
function privateOf(world: World): string | null {
  const space = bytesToHex(privateSpace.id)
  for (const node of world.nodes) {
    const isListed = node.key[0] === 1 || node.key[0] === 2
    if (!isListed && node.store.image().logs.some((log) => bytesToHex(log.name.space) === space))
      return `${node.name} holds something of a private space`
  }
  return null
}

async function atTheEnd(world: World): Promise<string | null> {
  world.now += 3_600_000
  for (const node of world.honest) node.clockError = 0
  for (let pass = 0; pass < 8; pass++) {
    const before = await digests(world)
    for (const from of world.honest) for (const to of world.honest) await call(world, from, to, CLEAR)
    // Two machines with one key never call each other: they meet through the others.
    if ((await digests(world)).join() === before.join() && (await isEqual(world))) break
  }
  return (
    world.broken ??
    privateOf(world) ??
    (await diverged(world)) ??
    (await lost(world)) ??
    (await refolded(world)) ??
    (await erasedAgain(world)) ??
    (await twice(world)) ??
    forksOf(world)
  )
}

const digests = (world: World): Promise<string[]> =>
  Promise.all(
    world.honest.map((node) =>
      node.store.read(async (reader) =>
        bytesToHex(vectorDigest(publicSpace.id, heldToVector(await readHeld(reader, publicSpace.id)))),
      ),
    ),
  )

const isEqual = async (world: World): Promise<boolean> => new Set(await digests(world)).size === 1

const statesOf = async (node: SimNode, space: number): Promise<Map<string, string>> =>
  new Map(
    (await entitiesOf(node))
      .filter((row) => row.space === node.spaces[space]?.key)
      .map((row) => [row.id, bytesToHex(stateToBytes(row.state))]),
  )

async function diverged(world: World): Promise<string | null> {
  const [first, ...others] = world.honest as [SimNode, ...SimNode[]]
  const expected = await statesOf(first, 0)
  const [digest] = await digests(world)
  for (const [index, node] of others.entries()) {
    const states = await statesOf(node, 0)
    for (const id of new Set([...expected.keys(), ...states.keys()]))
      if (states.get(id) !== expected.get(id)) return `${first.name} and ${node.name} differ about ${id}`
    if ((await digests(world))[index + 1] !== digest) return `${first.name} and ${node.name} hold different segments`
  }
  const keepers = world.honest.filter((node) => node.key[0] === 1 || node.key[0] === 2)
  const secret = await statesOf(keepers[0] as SimNode, 1)
  for (const node of keepers)
    for (const [id, state] of await statesOf(node, 1))
      if (secret.get(id) !== state || secret.size !== (await statesOf(node, 1)).size)
        return `${node.name} differs about ${id} of the private space`
  return null
}

async function lost(world: World): Promise<string | null> {
  const kept = new Set(world.honest.flatMap((node) => node.store.image().operations.map((row) => row.id)))
  const gone = world.acknowledged.find(
    ({ node, operation }) => node.isHonest && !kept.has(operation) && !world.excused.has(operation),
  )
  return gone ? `${gone.operation}, acknowledged at ${gone.node.name}, is gone` : null
}

/** Stored states are what the stored operations come to under the orders in force. */
async function refolded(world: World): Promise<string | null> {
  for (const node of world.honest) {
    const wrong = await node.store.read(async (reader) => {
      const standings = await readStandings(reader, registry)
      const places = await readPlaces(reader)
      const isExcluded: Parameters<typeof foldStored>[1]['isExcluded'] = (placed, name) =>
        standings.get(bytesToHex(name.space))?.isExcluded(placed, name) ?? false
      for (const row of await reader.entities(0, 100_000))
        if (!isSameEntity(row, await foldStored(reader, { registry, isExcluded }, places, row))) return row.id
      return null
    })
    if (wrong) return `${node.name} shows ${wrong} otherwise than its operations say`
  }
  return null
}

async function erasedAgain(world: World): Promise<string | null> {
  for (const node of world.honest) {
    const standings = await node.store.read((reader) => readStandings(reader, registry))
    const erased = standings.get(bytesToHex(publicSpace.id))?.erased
    for (const row of node.store.image().operations) {
      const operation = bytesToOperation(row.bytes)
      const id = operation.entity ? bytesToHex(operation.entity) : row.id
      for (const field of erased?.get(id) ?? [])
        if (operation.fields.get(field)) return `${node.name} still holds an erased value of ${id}`
    }
    const ordered = [...world.erased].filter((id) => !erased?.has(id))
    if (ordered.length > 0 && ordered.every((id) => !world.excused.has(id)) && !wasLost(world))
      return `${node.name} doesn’t know that ${ordered[0]} was erased`
  }
  return null
}

/** Orders may be gone with a disk that was put back before anybody else had them. */
const wasLost = (world: World): boolean => world.excused.size > 0

/** What a page gave to two nodes is shown once, unless somebody changed both. */
async function twice(world: World): Promise<string | null> {
  const [node] = world.honest as [SimNode]
  const image = node.store.image()
  for (const [client, keys] of image.clients) {
    const rows = keys.map((key) => image.operations[key - 1] as (typeof image.operations)[number])
    const created = rows.filter((row) => bytesToOperation(row.bytes).entity === null)
    const shown = new Set(created.map((row) => row.entity)).size
    const untouched = [...new Set(created.map((row) => row.entity))].filter(
      (entity) => new Set(image.operations.filter((row) => row.entity === entity).map((row) => row.id)).size === 1,
    )
    const alive = untouched.filter((entity) => {
      const row = image.entities[entity - 1]
      return row?.state.created && (readEntity(note, row.state) as { title: string }).title.startsWith('twice')
    })
    if (shown > 1 && alive.length > 1) return `${client} is shown ${alive.length} times`
  }
  return null
}

/**
 * No sealed position of a log holds two operations, but where a whole disk was put back or copied, or a key lies; and then somebody was
 * told. (What never was sealed never left, so that nobody can have seen it.)
 */
function forksOf(world: World): string | null {
  const places = new Map<string, string>()
  const [node] = world.honest as [SimNode]
  const image = node.store.image()
  for (const row of image.operations) {
    const log = image.logs[row.log - 1]
    if (!log) continue
    const key = bytesToHex(log.name.node)
    const place = `${bytesToHex(logId(log.name))}/${row.position}`
    const before = places.get(place)
    places.set(place, row.id)
    if (before === undefined || before === row.id) continue
    if (!world.copied.has(key) && key !== bytesToHex(world.hostile.key))
      return `the node ${key.slice(0, 2)} used ${place} twice`
    if (!world.forks.has(key)) return `the log of ${key.slice(0, 2)} forked and nobody was told`
  }
  return null
}
