import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CHECKED, checkSteps, LAW } from './check.ts'
import { conclude, runSteps, tests, type Outcome, type Step } from './steps.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const IN_BROWSER = ['tests/e2e/**/*.test.ts']
/** Every page as everybody who may see it: too long for `npm test`, which looks at some of them on its way. */
const EVERY_PAGE = ['tests/pages/**/*.test.ts']
/** What npm alone doesn't give: tools of the system, which `.ci/run` installs, and the exports of `../shared/data`. */
const FAULTS = ['tests/import/**/*.test.ts', 'tests/outside/**/*.test.ts', 'tests/faults/**/*.test.ts']

/** Whatever no other step runs, so that a new folder of tests is never forgotten. */
const elsewhere = new Set(
  [...CHECKED, ...LAW, ...IN_BROWSER, ...EVERY_PAGE, ...FAULTS].flatMap((pattern) => globSync(pattern, { cwd: root })),
)
const together = globSync('tests/**/*.test.ts', { cwd: root }).filter((path) => !elsewhere.has(path))

/** `npm test`: the check, then everything that needs npm alone: parts together, and pages in a real browser. `--faults`: the rest too. */
const outcomes: Outcome[] = [...(await runSteps(checkSteps, 2))]
const later: Step[] = [
  tests('parts together', together, { atOnce: 2 }),
  tests('in a browser', IN_BROWSER, { atOnce: 1 }),
]
if (process.argv.includes('--faults'))
  later.push(
    tests('every page', EVERY_PAGE, { atOnce: 1 }),
    tests('faults and outside', FAULTS, { atOnce: 1, live: true }),
  )
outcomes.push(...(await runSteps(later, 1)))
conclude(outcomes)
