import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { calibrate } from './calibration.ts'

/** `npm run bench [NAME] [-- --json]`: one measurement, or the list of them. Each prints ratios to something run beside it. */
const names = readdirSync(import.meta.dirname)
  .filter((file) => /^[a-z]+\.ts$/.test(file) && !['run.ts', 'calibration.ts'].includes(file))
  .map((file) => file.slice(0, -3))
const [name, ...rest] = process.argv.slice(2)

if (!name || !existsSync(new URL(`./${name}.ts`, import.meta.url))) {
  console.log(`npm run bench NAME [-- --json]\nNAME: ${names.join(', ')}`)
  process.exitCode = name ? 2 : 0
} else {
  console.error(`calibration loop: ${calibrate().toFixed(0)} ms (compare times only with this in mind)`)
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', `${import.meta.dirname}/${name}.ts`, ...rest],
    { stdio: 'inherit' },
  )
  child.on('close', (code) => (process.exitCode = code ?? 1))
}
