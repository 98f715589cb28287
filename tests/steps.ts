import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'

/** What one step of the check or of the tests came to. */
export interface Outcome {
  readonly name: string
  readonly passed: number
  readonly failed: number
  readonly seconds: number
  /** What the step wrote, to be shown when it failed. */
  readonly output: string
}
export type Step = () => Promise<Outcome>

const root = fileURLToPath(new URL('..', import.meta.url))

/** A tool that answers by its status: it counts as one. `words` are a script of this project and its arguments. */
export const tool =
  (name: string, script: string, ...words: string[]): Step =>
  async () => {
    const began = performance.now()
    const child = spawn(process.execPath, [`node_modules/${script}`, ...words], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
    return { name, passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, seconds: secondsSince(began), output }
  }

/** Test files by patterns, each in a process of its own. No file at all is a failure: then nothing was tested. */
export const tests =
  (name: string, patterns: readonly string[], options: { atOnce: number; live?: boolean }): Step =>
  async () => {
    const began = performance.now()
    const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: root })).toSorted()
    if (files.length === 0)
      return { name, passed: 0, failed: 1, seconds: 0, output: `no test file in ${patterns.join(', ')}` }
    const counts = { passed: 0, failed: 0 }
    const stream = run({ files, cwd: root, concurrency: options.atOnce })
    stream.on('test:summary', ({ file, counts: all }) => {
      if (file !== undefined) return
      counts.passed = all.passed
      // What was cancelled, skipped or left to do wasn't shown to work.
      counts.failed = all.tests - all.passed
    })
    let output = ''
    for await (const line of stream.compose(spec)) {
      output += String(line)
      if (options.live) process.stdout.write(String(line))
    }
    return { name, ...counts, seconds: secondsSince(began), output: options.live ? '' : output }
  }

/** Runs steps, some at once, in the order given; shows what a failed one wrote. */
export async function runSteps(steps: readonly Step[], atOnce: number): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  const waiting = [...steps]
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const outcome = await step()
      if (outcome.failed > 0) process.stdout.write(`\n${outcome.output}\n`)
      process.stdout.write(`${describe(outcome)}\n`)
      outcomes.push(outcome)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return outcomes
}

/** The last line that programs read, alone on its line; sets the status. */
export function conclude(outcomes: readonly Outcome[]): void {
  const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + count(outcome), 0)
  const failed = sum((outcome) => outcome.failed)
  process.stdout.write(`\n${sum((outcome) => outcome.passed)} passed, ${failed} failed\n`)
  process.exitCode = failed > 0 ? 1 : 0
}

const describe = ({ name, passed, failed, seconds }: Outcome): string =>
  `${failed > 0 ? '✖' : '✔'} ${name.padEnd(28)} ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed ${seconds.toFixed(1).padStart(7)} s`
const secondsSince = (began: number): number => (performance.now() - began) / 1_000
