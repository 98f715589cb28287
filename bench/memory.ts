import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { startDemo, type DemoHouse } from './demo-house.ts'
import { askNode } from '#server/control.ts'
import { chooseGenerator } from './load-generator.ts'
import { signIn } from './signed-in.ts'

/**
 * Memory of all processes of `npm start` with the demonstration, on Linux: at rest after a visit and a watch over everything, at worst
 * while sixteen connections read, at worst while articles with a photograph are published and posters printed during such a load, and
 * at rest again. Goals, counted alone: ≤ 110 MiB at rest after the visit, ≤ 180 MiB at worst.
 * `--limit 384`: the same in a memory cgroup of so many MiB, which needs root; a process that the kernel ended there fails the run.
 *
 * PSS counts a page of Node's own program half when this measurement, a Node too, has it as well: « alone » counts it once and whole.
 */
const { values } = parseArgs({ options: { limit: { type: 'string' }, json: { type: 'boolean', default: false } } })
const limit = values.limit === undefined ? null : Number(values.limit)

const group = limit === null ? null : createGroup(limit)
const enter = group === null ? [] : ['sh', '-c', 'echo $$ > "$0" && exec "$@"', join(group, 'cgroup.procs')]
const report = await measure()
if (group !== null) rmdirSync(group)

if (values.json) console.log(JSON.stringify(report))
else {
  for (const [when, { pss, alone, processes }] of Object.entries(report.memory))
    console.log(`${when.padEnd(8)} ${pss.toFixed(0)} MiB PSS, ${alone.toFixed(0)} alone, ${processes} processes`)
  console.log(
    `${report.readsPerSecond.toFixed(0)} reads/s (${report.generator}), ${report.published} articles with a photograph`,
  )
  if (limit !== null)
    console.log(`limit ${limit} MiB: most used ${report.mostInGroup?.toFixed(0)} MiB, ${report.killed} killed`)
}
process.exitCode = report.isReached ? 0 : 1

async function measure() {
  await using house = await startDemo(undefined, enter)
  const { generate, name: generator } = await chooseGenerator()
  const home = await (await fetch(house.address)).text()
  const article = /href="(\/nouvelles\/[^"/?#]+)"/.exec(home)?.[1] ?? '/nouvelles'
  for (const path of [article, '/nouvelles', '/agenda', '/associations', '/recherche?q=jardin'])
    await (await fetch(house.address + path)).arrayBuffer()
  // What happens by itself every four minutes.
  await askNode(house.dataFolder, 'act', { name: 'verify', input: null })
  await pause(20_000)
  const idle = memoryOf(house.pid)

  const account = house.accounts.at(-1)
  if (!account) throw new Error('the demonstration has no account')
  const editor = await signIn(house.address, account.name, account.secret)
  const read = () =>
    Promise.all(['/', article].map((path) => generate(house.address + path, { connections: 8, seconds: 10 })))
  const [load, loads] = await worstDuring(house.pid, read)
  const photo = await photograph()
  const publish = () => publishAll(house, editor, photo)
  const [work, [published]] = await worstDuring(house.pid, () => Promise.all([publish(), read()]))
  await pause(20_000)

  const killed = group === null ? 0 : Number(/^oom_kill (\d+)/m.exec(readFileSync(groupFile('oom'), 'utf8'))?.[1] ?? 0)
  return {
    bench: 'memory',
    generator,
    limit,
    memory: { idle, load, work, after: memoryOf(house.pid) },
    readsPerSecond: loads.reduce((total, load) => total + load.requestsPerSecond, 0),
    published,
    ...(group === null ? {} : { mostInGroup: Number(readFileSync(groupFile('most'), 'utf8')) / 2 ** 20 }),
    killed,
    isReached: idle.alone <= 110 && load.alone <= 180 && work.alone <= 180 && killed === 0,
  }
}

/** Twelve megapixels, as a telephone takes them, hard to compress. */
async function photograph(): Promise<File> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 }
  const create = { width: 4000, height: 3000, channels: 3 as const, background: '#888', noise }
  return new File([new Uint8Array(await sharp({ create }).jpeg({ quality: 70 }).toBuffer())], 'photo.jpg', {
    type: 'image/jpeg',
  })
}

async function publishAll(house: DemoHouse, editor: Awaited<ReturnType<typeof signIn>>, photo: File): Promise<number> {
  let published = 0
  for (; published < 4; published++) {
    const form = {
      titre: `Mesure ${published}`,
      texte: 'Une phrase.',
      image: photo,
      description: 'Du bruit',
      geste: 'publier',
    }
    const sent = await editor.prepare('/publier/nouveau', 'titre', form)
    const answer = await sent()
    if (!/fait=publie/.test(answer.headers.get('location') ?? '')) throw new Error(`not published (${answer.status})`)
    const page = await (await fetch(`${house.address}/nouvelles`)).text()
    const [, path = ''] = new RegExp(`href="(/nouvelles/[^"]*mesure-${published}[^"]*)"`).exec(page) ?? []
    const [poster = ''] = /\/affiche\/[^"]+/.exec(await (await fetch(house.address + path)).text()) ?? []
    const printed = await fetch(house.address + poster)
    if (!printed.ok) throw new Error(`no poster (${printed.status})`)
    await printed.arrayBuffer()
  }
  return published
}

/** The most that was used while something went on, looked at every tenth of a second. */
async function worstDuring<T>(pid: number, work: () => Promise<T>): Promise<[Memory, T]> {
  let worst = memoryOf(pid)
  const watching = setInterval(() => {
    const now = memoryOf(pid)
    if (now.alone > worst.alone) worst = now
  }, 100)
  try {
    const done = await work()
    return [worst, done]
  } finally {
    clearInterval(watching)
  }
}

interface Memory {
  /** MiB, proportional: a page that two processes share counts half in each. */
  readonly pss: number
  /** MiB, as if no other Node ran on the machine. */
  readonly alone: number
  readonly processes: number
}

function memoryOf(pid: number): Memory {
  const all = withChildren(pid)
  const sum = (field: string) => all.reduce((total, one) => total + rolled(one, field), 0) / 1024
  // Pages of files are shared among our own processes: counted once, for the largest.
  const files = all.map((one) => rolled(one, 'Rss') - rolled(one, 'Anonymous'))
  return { pss: sum('Pss'), alone: sum('Anonymous') + Math.max(0, ...files) / 1024, processes: all.length }
}

function withChildren(pid: number): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
    return [pid, ...children.flatMap((child) => withChildren(Number(child)))]
  } catch {
    return []
  }
}

/** KiB; 0 when the process has just ended. */
function rolled(pid: number, field: string): number {
  try {
    return Number(
      new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0,
    )
  } catch {
    return 0
  }
}

/** A memory cgroup, of the first version or the second. */
function createGroup(mebibytes: number): string {
  const first = '/sys/fs/cgroup/memory'
  const isFirst = readFileSync('/proc/mounts', 'utf8').includes(` ${first} cgroup `)
  const place = join(isFirst ? first : '/sys/fs/cgroup', `trait-bench-${process.pid}`)
  mkdirSync(place)
  writeFileSync(join(place, isFirst ? 'memory.limit_in_bytes' : 'memory.max'), String(mebibytes * 2 ** 20))
  return place
}

function groupFile(what: 'oom' | 'most'): string {
  const isFirst = group?.startsWith('/sys/fs/cgroup/memory/') === true
  const names = isFirst
    ? { oom: 'memory.oom_control', most: 'memory.max_usage_in_bytes' }
    : { oom: 'memory.events', most: 'memory.peak' }
  return join(group ?? '', names[what])
}
