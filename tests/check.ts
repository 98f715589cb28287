import { conclude, runSteps, tests, tool, type Step } from './steps.ts'

/** Test files of the check; what is elsewhere below tests/ is for `npm test`. */
export const CHECKED = ['src/**/*.test.ts', 'tests/core/**/*.test.ts']
export const LAW = ['tests/*.test.ts']

/** `npm run check`: what a change must pass before anybody else sees it, in about a minute on two cores. Longest first. */
export const checkSteps: readonly Step[] = [
  tool(
    'types',
    'svelte-check/bin/svelte-check',
    '--tsconfig',
    'tsconfig.json',
    '--threshold',
    'error',
    '--output',
    'human',
  ),
  tests('units and properties', CHECKED, { atOnce: 2 }),
  tool('format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  tests('architecture', LAW, { atOnce: 1 }),
  tool('lint', 'oxlint/bin/oxlint', '--quiet'),
]

if (import.meta.main) conclude(await runSteps(checkSteps, 2))
