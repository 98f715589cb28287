import assert from 'node:assert/strict'
import { existsSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { imageAt, type Moment } from './block-log.ts'
import { createImage, mountImage, mountLogged, run } from './logged-disk.ts'
import { copyOldFolder, readOldIds } from './first-schema.ts'
import { judge, startWriter, type Mode, type Told } from './promises.ts'
import { rng } from './rng.ts'

/** R1: the current is cut at 30 moments (FAULT_CUTS) of runs on a disk that notes its writes; the node starts on what is found. */

const CUTS = Number(process.env['FAULT_CUTS'] ?? 30)
const SEED = Number(process.env['SEED'] ?? Date.now() % 1e9)
const DISK = 32 * 1024 * 1024

type Run = { readonly image: Buffer; readonly moments: readonly Moment[]; readonly start: number }

/** A writer works on a noted disk until so many promises were made. `prepare` fills the disk before. */
async function runOn(
  folder: string,
  options: {
    mode: Mode
    promises: number
    through?: string
    prepare?: (mounted: string) => Promise<readonly Told[]>
  },
): Promise<Run> {
  const image = await createImage(folder, DISK)
  await using disk = await mountLogged(folder, image)
  if (options.prepare) for (const told of await options.prepare(disk.mounted)) disk.log.tell(told)
  const start = disk.log.moments.length
  const writer = startWriter(options.through)
  writer.onTold((told) => disk.log.tell(withoutMount(told, disk.mounted)))
  const enough = writer.until(options.promises)
  writer.begin(join(disk.mounted, 'data'), options.mode)
  await writer.opened
  await enough
  await writer.kill()
  return { image, moments: [...disk.log.moments], start }
}

const withoutMount = (told: Told, mounted: string): Told =>
  'backup' in told ? { ...told, backup: told.backup.slice(mounted.length + 1) } : told

async function cutAt(folder: string, { image, moments }: Run, cut: number, random: () => number) {
  await using found = await mountImage(folder, imageAt(image, moments, cut, random))
  const told = moments.slice(0, cut).flatMap((moment) => (moment.is === 'told' ? [moment.what as Told] : []))
  const promised = told.map((one) => ('backup' in one ? { ...one, backup: join(found.mounted, one.backup) } : one))
  const data = join(found.mounted, 'data')
  const judged = await judge(data, promised).catch((error: unknown) => ({
    missing: promised.length,
    faults: [`does not open: ${String(error)}`],
    opening: 0,
  }))
  return { ...judged, promises: told.length }
}

async function cutOften(context: TestContext, run: Run, cuts: number, random: () => number) {
  const folder = newFolder(context)
  const results: Awaited<ReturnType<typeof cutAt>>[] = []
  for (let index = 0; index < cuts; index++) {
    const cut = run.start + Math.floor(random() * (run.moments.length - run.start + 1))
    results.push(await cutAt(folder, run, cut, random))
  }
  const writes = run.moments.filter((moment) => moment.is === 'write').length
  const flushes = run.moments.filter((moment) => moment.is === 'flush').length
  const sum = (pick: (one: (typeof results)[number]) => number) => results.reduce((total, one) => total + pick(one), 0)
  context.diagnostic(
    `${cuts} cuts among ${writes} writes and ${flushes} flushes, ${sum((one) => one.promises)} promises judged, ${sum((one) => one.missing)} lost, slowest opening ${Math.round(Math.max(...results.map((one) => one.opening)))} ms`,
  )
  return results
}

function newFolder(context: TestContext): string {
  // In memory: what this machine's own disk does with its images isn't in question.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'trait-cut-'))
  context.after(() => rm(folder, { recursive: true }))
  return folder
}

describe(`power cuts, seed ${SEED}`, () => {
  const fromOldFolder = async (mounted: string) => {
    await copyOldFolder(join(mounted, 'data'))
    await run('sync', ['-f', mounted])
    return [{ ids: readOldIds() }]
  }
  for (const [title, share, options] of [
    ['while articles and pictures are published', 0.4, { mode: 'pictures', promises: 40 }],
    ['during an import', 0.2, { mode: 'import', promises: 9 }],
    ['during backups', 0.2, { mode: 'backup', promises: 120 }],
    ['while a folder of the first schema is brought up', 0.2, { mode: 'writes', promises: 4, prepare: fromOldFolder }],
  ] as const)
    it(`${title}: nothing acknowledged is lost, all is as signed`, async (context) => {
      const random = rng(SEED)
      const noted = await runOn(newFolder(context), options)
      const results = await cutOften(context, noted, Math.ceil(CUTS * share), random)
      assert.deepEqual(results.flatMap((one) => one.faults), []) // prettier-ignore
    })

  it('the same without any flush (eatmydata) loses what was acknowledged: the harness sees loss', async (context) => {
    const noted = await runOn(newFolder(context), { mode: 'writes', promises: 120, through: 'eatmydata' })
    const results = await cutOften(context, noted, 5, rng(SEED))
    assert.ok(results.some((one) => one.missing > 0), 'nothing was lost') // prettier-ignore
  })
})
