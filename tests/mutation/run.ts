import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { protections } from './protections.ts'

export type Protection = {
  readonly name: string
  readonly file: string
  /** Stands exactly once in the file. */
  readonly before: string
  readonly after: string
  /** Test file, and a part of the title of one of its tests. */
  readonly test: readonly [file: string, title: string]
}

/**
 * `npm run mutation [-- PART OF A NAME]`: switches each protection off in a copy of the tree and runs the test that must fail without
 * it, after having seen that test pass with it. Exits 1 when a test doesn't fail, when it fails for another reason than its own
 * assertion (the file no longer loads, the test no longer exists, two minutes have passed), or when a patch no longer applies.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const TREE = ['src', 'tests', 'sim', 'bench', 'bin', 'docs', 'package.json']

type Verdict = 'passed' | 'failed' | 'not run'

/** Runs the one test. Its own line in the report counts: a file that doesn't load reports nothing of it. */
function runTest(folder: string, [file, title]: Protection['test']): Promise<Verdict> {
  const pattern = title.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  const run = ['--test', '--test-reporter=tap', `--test-name-pattern=${pattern}`, file]
  // Without NODE_TEST_CONTEXT a run started from within another run's test is a run of its own.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const child = spawn(process.execPath, run, {
    cwd: folder,
    env,
    timeout: 120_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
  return new Promise((resolve) => {
    child.on('close', () => {
      // TAP escapes « # » and « \ » in titles.
      const lines = text.replaceAll('\\#', '#').replaceAll('\\\\', '\\').split('\n')
      const own = lines.filter(
        (line) => /^ *(not )?ok \d+ - /.test(line) && line.includes(title) && !/# SKIP/i.test(line),
      )
      const isFailed = own.some((line) => line.trimStart().startsWith('not ok'))
      resolve(own.length === 0 ? 'not run' : isFailed ? 'failed' : 'passed')
    })
  })
}

const chosen = protections.filter(({ name }) => process.argv.slice(2).every((part) => name.includes(part)))
const folder = mkdtempSync(join(tmpdir(), 'trait-mutation-'))
const faults: string[] = []
try {
  for (const name of TREE)
    if (existsSync(join(root, name))) cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  for (const protection of chosen) {
    const { name, file, before, after, test } = protection
    const path = join(folder, file)
    const source = existsSync(path) ? readFileSync(path, 'utf8') : ''
    const places = source.split(before).length - 1
    const fault =
      places !== 1
        ? `its text stands ${places} times in ${file}`
        : (await runTest(folder, test)) !== 'passed'
          ? `${test.join(' › ')} doesn’t pass with it`
          : await runWithout()
    if (fault) faults.push(`${name}: ${fault}`)
    console.log(`${fault ? '✗' : '✓'} ${name} → ${fault ?? test.join(' › ')}`)

    async function runWithout(): Promise<string | null> {
      writeFileSync(
        path,
        source.replace(before, () => after),
      )
      const verdict = await runTest(folder, test)
      writeFileSync(path, source)
      if (verdict === 'not run') return `${test.join(' › ')} doesn’t run without it`
      return verdict === 'failed' ? null : `survives: ${test.join(' › ')} passes without it`
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${chosen.length - faults.length} of ${chosen.length} protections have a test that fails without them`)
if (faults.length > 0 || chosen.length === 0) process.exitCode = 1
