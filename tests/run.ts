import { checkSteps } from './check.ts'
import { conclude, runSteps, tests, type Outcome } from './steps.ts'

/**
 * `npm test`: the check, then everything that needs npm alone: parts together, and pages in a real browser.
 * With `--faults`, what needs more: tools of the system, which `.ci/run` installs, and the exports of `../shared/data`.
 */
const outcomes: Outcome[] = [...(await runSteps(checkSteps, 2))]
const together = ['contracts', 'server', 'http', 'views', 'print', 'fixtures'].map(
  (folder) => `tests/${folder}/**/*.test.ts`,
)
outcomes.push(...(await runSteps([tests('parts together', together, { atOnce: 2 })], 1)))
outcomes.push(...(await runSteps([tests('in a browser', ['tests/e2e/**/*.test.ts'], { atOnce: 1 })], 1)))
if (process.argv.includes('--faults')) {
  outcomes.push(
    ...(await runSteps(
      [
        tests(
          'faults and outside',
          ['tests/import/**/*.test.ts', 'tests/outside/**/*.test.ts', 'tests/faults/**/*.test.ts'],
          { atOnce: 1, live: true },
        ),
      ],
      1,
    )),
  )
}
conclude(outcomes)
