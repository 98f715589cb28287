import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mutants } from './mutants.ts'

/** `node sim/blindness.ts [PART OF A RULE]`: breaks each rule in a copy of the tree and says after how many seeds the simulator saw it. */
const root = fileURLToPath(new URL('..', import.meta.url))
const SEEDS = 500
const folder = mkdtempSync(join(tmpdir(), 'trait-blind-'))
let missed = 0
try {
  for (const name of ['src', 'sim', 'package.json']) cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  for (const { rule, file, before, after } of mutants.filter((one) => one.rule.includes(process.argv[2] ?? ''))) {
    const path = join(folder, file)
    const source = readFileSync(path, 'utf8')
    const isThere = source.split(before).length === 2
    writeFileSync(
      path,
      source.replace(before, () => after),
    )
    const said = isThere ? await play() : ''
    writeFileSync(path, source)
    const found = /^seed (\d+): (.*)$/m.exec(said)
    if (!found) missed++
    console.log(
      found
        ? `✓ ${rule} → seed ${found[1]}: ${found[2]?.slice(0, 90)}`
        : `✗ ${rule} → ${isThere ? 'not seen' : 'its text isn’t there'}`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = missed > 0 ? 1 : 0

function play(): Promise<string> {
  const child = spawn(process.execPath, ['sim/run.ts', '--seeds', String(SEEDS), '--quick'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
  return new Promise((resolve) => child.on('close', () => resolve(text)))
}
