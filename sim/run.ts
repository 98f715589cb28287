import { parseArgs } from 'node:util'
import { judge } from './check.ts'
import { seedToStory, shorten } from './story.ts'

/** `npm run sim -- --seeds N [--from K]`: plays N worlds; a failing one is told as a shortened story. Every tenth is played twice. */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    quick: { type: 'boolean' },
  },
})
const [count, from] = [Number(values.seeds), Number(values.from)]
const began = performance.now()
const kinds = new Map<string, number>()
let failed = 0
for (let seed = from; seed < from + count && failed < 3; seed++) {
  const story = seedToStory(seed)
  const verdict = await judge(story)
  for (const [kind, number] of verdict.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + number)
  const again = seed % 10 === 0 && !verdict.fault ? (await judge(story)).trace : verdict.trace
  const fault = verdict.fault ?? (again === verdict.trace ? null : 'the same seed gave another trace')
  if (!fault) continue
  failed++
  console.log(`seed ${seed}: ${fault}`)
  if (values.quick) break
  const short = await shorten(story, async (one) => (await judge(one)).fault !== null)
  console.log(`shortened: ${(await judge(short)).fault}`)
  console.log(`  { seed: ${seed}, nodes: ${short.nodes}, steps: [`)
  for (const step of short.steps) console.log(`    ${JSON.stringify(step)},`)
  console.log('  ] }')
}
const seconds = (performance.now() - began) / 1000
console.log(
  [...kinds]
    .toSorted()
    .map(([kind, number]) => `${kind} ${number}`)
    .join(', '),
)
console.log(`${count} seeds from ${from}: ${failed} failed, ${seconds.toFixed(1)} s`)
process.exitCode = failed > 0 ? 1 : 0
