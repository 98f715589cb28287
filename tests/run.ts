import { checkSteps } from './check.ts'
import { conclude, runSteps, tests, type Outcome } from './steps.ts'

/**
 * `npm test`: the check, then everything that needs npm alone: parts together, and pages in a real browser.
 * With `--faults`, the fault runs too: they need tools of the system, which `.ci/run` installs.
 */
const outcomes: Outcome[] = [...(await runSteps(checkSteps, 2))]
const together = ['contracts', 'server', 'http', 'import', 'views', 'sim'].map(
  (folder) => `tests/${folder}/**/*.test.ts`,
)
outcomes.push(...(await runSteps([tests('parts together', together, { atOnce: 2 })], 1)))
outcomes.push(...(await runSteps([tests('in a browser', ['tests/e2e/**/*.test.ts'], { atOnce: 1 })], 1)))
if (process.argv.includes('--faults')) {
  outcomes.push(...(await runSteps([tests('faults', ['tests/faults/**/*.test.ts'], { atOnce: 1, live: true })], 1)))
}
conclude(outcomes)
