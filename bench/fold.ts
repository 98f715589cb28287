import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { refoldSlice } from '#core/fold/refold.ts'
import { changesToValues } from '#core/kind.ts'
import type { Changes, Kind } from '#core/kind.ts'
import { writeOperation } from '#core/log/writer.ts'
import type { Pen } from '#core/log/writer.ts'
import type { EntityRow } from '#core/ports.ts'
import { openNode } from '#server/node/open-node.ts'
import { association, federation } from '#features/membership/index.ts'
import { article } from '#features/portal/index.ts'
import { changesOf } from '../tests/core/entity-world.ts'
import { registry } from '../src/kinds.ts'
import { calibrate } from './calibration.ts'

/**
 * Operations of every kind, five an entity, interleaved, written to disk with projections and index; then every entity folded anew and
 * every derived table made again. `--operations 1000000` is the large run. Afterwards, single writes to their acknowledgement.
 */
const argument = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : Number(process.argv[at + 1])
}
const OPERATIONS = argument('operations', 100_000)
const PER_ENTITY = 5
/** Entities whose operations are interleaved. */
const OPEN = 500

const folder = mkdtempSync(join(tmpdir(), 'trait-bench-'))
const node = await openNode(join(folder, 'data'))
await node.perform(null, async (context) => {
  await context.addSpace('public')
  await context.addSpace('federation')
  await context.create(federation, 'public', { name: 'Mesure' })
  await context.create(association, 'public', {
    name: 'Une',
    slug: 'une',
    space: await context.addSpace('association'),
  })
})
const spaces = await node.store.read((reader) => node.spaces.ofFederation(reader))
if (!spaces) throw new Error('not founded')

const kinds = [...registry.kinds.values()].filter((kind) => kind.number >= 16)
const samples = new Map(
  kinds.map((kind) => [kind.number, fc.sample(changesOf(kind), { numRuns: 40, seed: kind.number })]),
)
const pen: Pen = {
  registry,
  keys: node.identity.keys,
  incarnation: node.identity.incarnation(),
  clock: Date.now,
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  project: (writer, _, after) => node.project(writer, after, () => {}),
}

const began = performance.now()
let written = 0
for (let batch = 0; written < OPERATIONS; batch++) {
  const open: { kind: Kind; row: EntityRow | null }[] = Array.from({ length: OPEN }, (_, i) => ({
    kind: kinds[(batch * OPEN + i) % kinds.length] as Kind,
    row: null,
  }))
  const outcome = await node.store.write(async (writer) => {
    for (let turn = 0; turn < PER_ENTITY && written < OPERATIONS; turn++) {
      for (const [index, one] of open.entries()) {
        if (written >= OPERATIONS) break
        const pool = samples.get(one.kind.number) as readonly Changes<Kind>[]
        const changes = pool[(batch + turn * 7 + index) % pool.length] as Changes<Kind>
        const made = changesToValues(one.kind, changes, one.row?.state)
        const values = 'tag' in made ? new Map() : made.values
        const intent = {
          space: spaces.public,
          lane: one.kind.lane,
          kind: one.kind.number,
          verb: turn === 0 ? 0 : 1,
          entity: one.row,
          values,
          author: null,
        }
        one.row = (await writeOperation(writer, pen, intent)).entity
        written++
      }
    }
  })
  if (outcome && typeof outcome === 'object' && 'tag' in outcome)
    throw new Error(String((outcome as { tag: string }).tag))
}
const writing = performance.now() - began

const folding = await timed(async () => {
  for (let after: number | null = 0; after !== null;) {
    const from: number = after
    const slice = await node.store.write((writer) => refoldSlice(writer, { registry, project: pen.project }, from, 500))
    if ('tag' in slice) throw new Error(slice.tag)
    after = slice.last
  }
})
const projecting = await timed(() => node.refill())

const times: number[] = []
for (let i = 0; i < 500; i++) {
  times.push(
    await timed(() =>
      node.perform(
        null,
        async (context) =>
          void (await context.create(article, 'public', { title: `Seul ${i}`, body: 'Un texte court.', date: i })),
      ),
    ),
  )
}
times.sort((a, b) => a - b)
await node.close()
rmSync(folder, { recursive: true })

const microseconds = (milliseconds: number) => Math.round((milliseconds * 1000) / OPERATIONS)
console.log(
  JSON.stringify({
    operations: OPERATIONS,
    calibrationMs: Math.round(calibrate()),
    writeUsPerOperation: microseconds(writing),
    foldUsPerOperation: microseconds(folding),
    projectUsPerOperation: microseconds(projecting),
    foldAndProjectSeconds: Math.round((folding + projecting) / 100) / 10,
    acknowledgedMs: { p50: round(times[250]), p99: round(times[494]) },
  }),
)

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
function round(value: number | undefined): number {
  return Math.round((value ?? 0) * 100) / 100
}
