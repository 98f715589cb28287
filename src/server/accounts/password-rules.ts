import type { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { SECRET_LIMIT } from './secret-key.ts'

/** ASVS 5.0, 6.2 and CNIL 2022-100 (guessability, with delays): length and how hard to guess, no character classes. */
export const LEAST = 12
/** For whoever publishes or decides. */
export const LEAST_WITH_POWER = 16
const LEAST_GUESSES = 1e10
/** Readings of look-alikes (« P@ss ») tried for one text. With the library's 100, one made for it took two seconds, and no verdict differed. */
const LOOK_ALIKES = 5

export type PasswordFault =
  | { readonly tag: 'too-short'; readonly least: number }
  | { readonly tag: 'too-long'; readonly limit: number }
  /** Somebody who tries likely ones first finds it too soon. */
  | { readonly tag: 'too-easy' }

/** What is wrong with a new password; `words` are those that a stranger would try first: the person's and the federation's names. */
export async function passwordFault(
  secret: string,
  { hasPower, words }: { readonly hasPower: boolean; readonly words: readonly string[] },
): Promise<PasswordFault | null> {
  const least = hasPower ? LEAST_WITH_POWER : LEAST
  const length = [...secret.normalize('NFKC')].length
  if (length < least) return { tag: 'too-short', least }
  if (secret.length > SECRET_LIMIT) return { tag: 'too-long', limit: SECRET_LIMIT }
  const judge = await load()
  const near = words.flatMap((word) => [word, ...word.split(/\s+/)]).filter((word) => word.length > 2)
  return judge.check(secret, near).guesses < LEAST_GUESSES ? { tag: 'too-easy' } : null
}

/** The dictionaries weigh some megabytes: loaded for the first new password, kept for ten minutes after the last one. */
let judge: Promise<ZxcvbnFactory> | null = null
let forget: ReturnType<typeof setTimeout> | undefined
function load(): Promise<ZxcvbnFactory> {
  clearTimeout(forget)
  forget = setTimeout(() => (judge = null), 600_000)
  forget.unref()
  return (judge ??= make())
}

async function make(): Promise<ZxcvbnFactory> {
  const [core, common, french] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-fr'),
  ])
  return new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...french.dictionary },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: LOOK_ALIKES,
  })
}
