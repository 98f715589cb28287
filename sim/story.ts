import { createNumbers } from './numbers.ts'

/** One thing that happens. The numbers are read modulo what there is, so that a story with steps left out can still be played. */
export type Step = {
  readonly what: What
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
}
export type What = (typeof WHATS)[number]
export type Story = { readonly seed: number; readonly nodes: number; readonly steps: readonly Step[] }

const WHATS = [
  'write',
  'change',
  'twice',
  'wait',
  'call',
  'cut',
  'replay',
  'little',
  'crash',
  'back up',
  'restore data',
  'restore disk',
  'clone',
  'clock',
  'new incarnation',
  'set aside',
  'lift',
  'erase',
  'certify',
  'stick',
  'carry',
  'hostile',
  'private',
] as const

/** How often each happens in a world: some worlds know no faults of a kind at all, others many. */
const WEIGHTS: Readonly<Record<What, number>> = {
  write: 14,
  change: 14,
  twice: 3,
  wait: 4,
  call: 12,
  cut: 10,
  replay: 4,
  little: 4,
  crash: 5,
  'back up': 4,
  'restore data': 3,
  'restore disk': 2,
  clone: 1,
  clock: 3,
  'new incarnation': 2,
  'set aside': 2,
  lift: 1,
  erase: 3,
  certify: 2,
  stick: 3,
  carry: 5,
  hostile: 5,
  private: 4,
}
const ORDINARY: readonly What[] = ['write', 'change', 'call', 'wait']

export function seedToStory(seed: number): Story {
  const numbers = createNumbers(seed)
  const nodes = 3 + numbers.below(6)
  const bag = WHATS.flatMap((what) => {
    const factor = ORDINARY.includes(what) ? 2 : numbers.below(4)
    return Array.from({ length: WEIGHTS[what] * factor }, () => what)
  })
  const steps = Array.from({ length: 25 + numbers.below(50) }, () => ({
    what: numbers.pick(bag),
    a: numbers.below(1 << 30),
    b: numbers.below(1 << 30),
    c: numbers.below(1 << 30),
    d: numbers.below(1 << 30),
  }))
  return { seed, nodes, steps }
}

/** The shortest story found that still fails: pieces are left out, then single steps, as long as that takes no more than `tries` plays. */
export async function shorten(story: Story, fails: (story: Story) => Promise<boolean>, tries = 200): Promise<Story> {
  let best = story
  for (let size = Math.ceil(best.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.steps.length && tries > 0;) {
      const shorter = { ...best, steps: [...best.steps.slice(0, at), ...best.steps.slice(at + size)] }
      tries--
      if (await fails(shorter)) best = shorter
      else at += size
    }
  }
  return best
}
