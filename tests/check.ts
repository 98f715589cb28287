import { pathToFileURL } from 'node:url'
import { conclude, runSteps, tests, tool, type Step } from './steps.ts'

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
  tests('units and properties', ['src/**/*.test.ts', 'tests/core/**/*.test.ts'], { atOnce: 2 }),
  tool('format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  tests('architecture', ['tests/*.test.ts'], { atOnce: 1 }),
  tool('lint', 'oxlint/bin/oxlint', '--quiet'),
]

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) conclude(await runSteps(checkSteps, 2))
