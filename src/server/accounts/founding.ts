import * as v from 'valibot'
import { command, query } from '#features/feature.server.ts'
import type { CommandContext, QueryContext } from '#features/feature.server.ts'
import { association, federation, mandate, period, person, UNNAMED } from '#features/membership/index.ts'
import { readFederation } from '#features/membership/index.server.ts'
import { areSame, bytesToCode, CODE_LENGTHS, hashOf, readCode } from './codes.ts'
import { BrowserInput, nowOf, Source, Typed } from './parts.ts'
import type { Parts } from './parts.ts'
import { makeSheet } from './printed-codes.ts'
import { openSession } from './sessions.ts'
import { SecretInput, setPassword } from './sign-in.ts'
import { forgive, tryOrWait } from './throttle.ts'
import type { Watched } from './throttle.ts'

export const PersonName = v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(120))
/** The form of a founding sent twice is answered twice, for so long (`sure` milliseconds). */
const TWICE = 10 * 60_000

/** There are spaces, and somebody who can come in. */
const isFounded = async (context: QueryContext): Promise<boolean> =>
  (await context.spaces()) !== null &&
  (await context.sql.selectFrom('credentials').select('key').limit(1).executeTakeFirst()) !== undefined

export const foundingQueries = () => ({
  isFounded: query(v.object({}), async (context) => {
    context.use('accounts.founded')
    return isFounded(context)
  }),

  /** On a machine that nobody can enter yet: the code of another node that was brought from its first page, and what came of it. */
  joining: query(v.object({}), async (context) => {
    if (await isFounded(context)) return null
    // Joined before the program was started anew.
    const [place] = context.link.places()
    const known = place && { address: place.address ?? '', outcome: 'joined', name: place.name }
    return context.link.joining() ?? known ?? null
  }),
})

export const foundingCommands = (parts: Parts) => ({
  /**
   * At the edge only, when the program starts: a one-time code for the terminal, good until used or until the next start. Null when
   * the node is founded already. Only its hash is kept.
   */
  openFounding: command(v.object({}), async (context) => {
    if (await isFounded(context)) return null
    const code = bytesToCode(context.random(CODE_LENGTHS.founding))
    parts.founding.hash = hashOf('founding', code.replaceAll('-', ''))
    return { code }
  }),

  /**
   * Ties an empty machine to a node that gave a code, before anybody can enter it: whoever reads the code of its terminal may. What
   * comes of it is told by `joining`; then the machine is founded as any other.
   */
  joinFirst: command(
    v.object({
      code: Typed,
      pairing: Typed,
      address: v.pipe(v.string(), v.maxLength(300), v.url(), v.regex(/^https?:/)),
      name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
      source: Source,
    }),
    async (context, { code, pairing, address, name, source }) => {
      const { sure } = await nowOf(parts, context)
      const watched: readonly Watched[] = [{ rule: 'source', key: source }]
      const wait = await tryOrWait(context.sql, watched, sure)
      if (wait) return wait
      if (await isFounded(context)) return { tag: 'already-founded' as const }
      if (!isCode(parts, code)) return { outcome: 'wrong' as const }
      await forgive(context.sql, watched)
      const isJoining = context.link.join({ code: pairing, address: new URL(address).origin, name })
      return { outcome: isJoining ? ('joining' as const) : ('already-joining' as const) }
    },
  ),

  /** Founds the federation on an empty node: its two spaces, its first officer, who is signed in. The same form again opens another session. */
  found: command(
    v.object({
      code: Typed,
      federationName: PersonName,
      personName: PersonName,
      associationName: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(160)), ''),
      secret: SecretInput,
      source: Source,
      browser: BrowserInput,
    }),
    async (context, { code, federationName, personName, associationName, secret, source, browser }) => {
      const { sure } = await nowOf(parts, context)
      const watched: readonly Watched[] = [{ rule: 'source', key: source }]
      const wait = await tryOrWait(context.sql, watched, sure)
      if (wait) return wait
      const isRight = isCode(parts, code)
      if (await isFounded(context)) {
        const founder = isRight ? parts.founding.by : null
        if (!founder || sure - founder.at > TWICE) return { tag: 'already-founded' as const }
        return {
          ...(await openSession(context, parts, { person: founder.person, method: 'founding', factors: 2, browser })),
          codes: null,
        }
      }
      // Kept as a value: the try stays counted.
      if (!isRight) return { outcome: 'wrong' as const }
      await forgive(context.sql, watched)
      const today = (await nowOf(parts, context)).day
      // A node that was joined to another, or filled by an import, has its spaces already, and nobody yet.
      const isBare = (await context.spaces()) === null
      if (isBare) {
        await context.addSpace('public')
        await context.addSpace('federation')
      }
      const known = isBare ? null : await readFederation(context)
      const founder = await context.create(person, 'federation', { name: personName })
      if ('tag' in founder) return founder
      context.actAs(founder.id)
      for (const made of [
        ...(known
          ? known.name === UNNAMED
            ? [await context.change(federation, known.id, 'describe', { name: federationName })]
            : []
          : // What it is called is on its way from the node that this one was tied to.
            context.link.places().length > 0
            ? []
            : [await context.create(federation, 'public', { name: federationName })]),
        await context.create(mandate, 'federation', {
          person: founder.id,
          association: null,
          role: 'officer',
          from: today,
        }),
        ...(associationName === '' ? [] : await foundAssociation(context, associationName, founder.id, today)),
      ])
        if ('tag' in made) return made
      await setPassword(context, founder.id, secret)
      const codes = await makeSheet(context, founder.id)
      const opened = await openSession(context, parts, { person: founder.id, method: 'founding', factors: 2, browser })
      parts.founding.by = { person: founder.id, at: sure }
      return { ...opened, codes }
    },
  ),
})

const isCode = (parts: Parts, code: string): boolean =>
  parts.founding.hash !== null &&
  areSame(parts.founding.hash, hashOf('founding', readCode(code, CODE_LENGTHS.founding) ?? ''))

/** The founder's own association, a member from this day: there is something to write in, and somebody to say yes, from the first minute. */
async function foundAssociation(context: CommandContext, name: string, founder: string, today: string) {
  const space = await context.addSpace('association')
  const made = await context.create(association, 'public', { name, slug: nameToSlug(name), space })
  if ('tag' in made) return [made]
  return [
    made,
    await context.create(period, 'public', { association: made.id, joined: today }),
    await context.create(mandate, 'federation', {
      person: founder,
      association: made.id,
      role: 'officer',
      from: today,
    }),
  ]
}

const nameToSlug = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'association'
