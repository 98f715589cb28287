import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** R4: FAULT_SEEDS simulated worlds, half of them in each of two processes. */
const SEEDS = Number(process.env['FAULT_SEEDS'] ?? 2000)
const root = fileURLToPath(new URL('../..', import.meta.url))

it(`${SEEDS} simulated worlds converge and lose nothing`, async () => {
  const half = Math.ceil(SEEDS / 2)
  const said = await Promise.all(
    [1, 1 + half].map(async (from) => {
      const words = ['sim/run.ts', '--seeds', String(half), '--from', String(from)]
      const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root }).catch(
        (error: { stdout: string }) => error,
      )
      return stdout
    }),
  )
  for (const text of said) assert.match(text, /: 0 failed,/, text)
})
