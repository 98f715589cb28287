import { existsSync, mkdtempSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it, type TestContext } from 'node:test'
import { copyOldFolder, readOldIds } from './first-schema.ts'
import { assertKept, startWriter, type Told, type Writer } from './promises.ts'
import { rng } from './rng.ts'

/** R2: the process is killed, FAULT_KILLS times in all; the folder is worked on again after each. */

const KILLS = Number(process.env['FAULT_KILLS'] ?? 200)
const SEED = Number(process.env['SEED'] ?? Date.now() % 1e9)

describe(`kill -9, seed ${SEED}`, () => {
  for (const [mode, share, acts] of [
    ['writes', 0.4, 12],
    // Of twenty texts each.
    ['import', 0.2, 4],
    ['backup', 0.2, 12],
  ] as const) {
    const kills = Math.ceil(KILLS * share)
    it(`${kills} times during ${mode}: nothing acknowledged is missing, verify is clean`, async (context) => {
      let promises = 0
      await inLanes(context, kills, async ({ folder, told, writer, round, random }) => {
        const data = join(folder, 'data')
        writer.onTold((one) => void told.push(one))
        const enough = writer.until(Math.floor(random() * acts))
        writer.begin(data, mode)
        await writer.opened
        await enough
        await turns(Math.floor(random() * 2000))
        await writer.kill()
        promises += told.length
        return assertKept(data, told, `${mode} ${round}`)
      })
      context.diagnostic(`${promises} promises judged`)
    })
  }

  const migrations = Math.ceil(KILLS * 0.2)
  it(`${migrations} times while a folder of the first schema is brought up: it opens, whole, at the next start`, async (context) => {
    const ids = readOldIds()
    const found = new Map<string, number>()
    await inLanes(context, migrations, async ({ folder, writer, round, random }) => {
      const data = join(folder, String(round))
      await copyOldFolder(data)
      writer.begin(data, 'writes')
      // From before the copy that is made first, to after the last table was made anew.
      const sign = [null, 'node.sqlite-wal', 'before-step-1.sqlite.new', 'before-step-1.sqlite'][round % 4]
      while (sign && writer.child.exitCode === null && !existsSync(join(data, sign)) && !existsSync(join(data, 'before-step-1.sqlite'))) await turns(1) // prettier-ignore
      await turns(Math.floor(random() * 2000))
      await writer.kill()
      const stage = stageOf(data)
      found.set(stage, (found.get(stage) ?? 0) + 1)
      return assertKept(data, [{ ids }], `round ${round}`)
    })
    context.diagnostic(`found ${JSON.stringify(Object.fromEntries(found))}`)
  })
})

/** How far the killed program had come. */
function stageOf(data: string): string {
  if (!existsSync(join(data, 'before-step-1.sqlite'))) return 'not begun'
  const db = new DatabaseSync(join(data, 'node.sqlite'), { readOnly: true })
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  const isFilled = db.prepare(`SELECT 1 FROM meta WHERE name = 'projections' AND value LIKE '%accounts%'`).get()
  db.close()
  if (version === 1) return 'copied'
  return isFilled ? 'done' : 'steps taken, derived tables not made'
}

type Turn = { folder: string; told: Told[]; writer: Writer; round: number; random: () => number }

/** Two lanes, each with its own folder, and a writer that gets ready while what the last one left is judged. A folder grows for ten kills: what a kill left is worked on again. */
async function inLanes(context: TestContext, count: number, kill: (turn: Turn) => Promise<number>): Promise<void> {
  let slowest = 0
  let round = 0
  const lane = async (number: number) => {
    const random = rng(SEED + number)
    const folder = mkdtempSync(join(tmpdir(), 'trait-kill-'))
    let told: Told[] = []
    let writer = startWriter()
    try {
      for (let own = 0; round < count; own++) {
        if (own % 10 === 0) {
          await rm(folder, { recursive: true })
          await mkdir(folder)
          told = []
        }
        const used = writer
        const killed = kill({ folder, told, writer: used, round: round++, random })
        used.child.once('exit', () => (writer = startWriter()))
        slowest = Math.max(slowest, await killed)
      }
    } finally {
      await writer.kill()
      await rm(folder, { recursive: true })
    }
  }
  await Promise.all([lane(0), lane(1)])
  context.diagnostic(`slowest opening ${Math.round(slowest)} ms`)
}

/** Counted steps of this process, no clock. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}
