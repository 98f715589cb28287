import { createHmac } from 'node:crypto'
import * as v from 'valibot'
import { bytesToHex, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { command } from '#features/feature.server.ts'
import type { CommandContext } from '#features/feature.server.ts'
import { areSame, hashOf } from './codes.ts'
import { askAdmission, isKnownDevice } from './devices.ts'
import { foldName } from './folded-name.ts'
import { BrowserInput, newId, nodeSecret, nowOf, Source, Typed } from './parts.ts'
import type { Attempt, Browser, Candidate, Method, Parts } from './parts.ts'
import { peopleNamed, personById, rolesOf } from './people.ts'
import { usePrintedCode } from './printed-codes.ts'
import { COST, KEY_BYTES, SALT_BYTES } from './secret-key.ts'
import type { Cost } from './secret-key.ts'
import { afterChange, confirmedSession, isPowerful, openSession, sessionOf, NEEDS_SIGN_IN } from './sessions.ts'
import type { Opened } from './sessions.ts'
import { forgive, tryOrWait } from './throttle.ts'
import type { Watched } from './throttle.ts'

/** A new password, made into a key before it comes here. */
export const SecretInput = v.object({
  salt: bytesOf(SALT_BYTES),
  key: bytesOf(KEY_BYTES),
  cost: v.object({
    memory: v.pipe(v.number(), v.integer(), v.minValue(COST.memory), v.maxValue(1_048_576)),
    passes: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(100)),
  }),
})
export type SecretValue = v.InferOutput<typeof SecretInput>

function bytesOf(length: number) {
  return v.custom<Bytes>((value) => value instanceof Uint8Array && value.length === length)
}

/** Salt of everybody with this name at this node: it says nothing of whether anybody has it, and people of one name need one key only. */
const nameToSalt = async (context: CommandContext, name: string): Promise<Bytes> =>
  new Uint8Array(
    createHmac('sha256', await nodeSecret(context))
      .update(`salt ${foldName(name)}`)
      .digest()
      .subarray(0, SALT_BYTES),
  )

const SHOWN = 'shown'

type PasswordRow = {
  readonly id: string
  readonly person: string
  readonly secret: Bytes
  readonly facts: string
  readonly label: string
  readonly suspended: number | null
}
export type Begun = { readonly attempt: string; readonly salt: Bytes; readonly cost: Cost }

/** `isShown`: a phrase printed for whoever tries the demonstration; a second factor would protect nothing, so none is asked. */
export const setPassword = async (
  context: CommandContext,
  person: string,
  { salt, key, cost }: SecretValue,
  isShown = false,
) => {
  await context.sql
    .deleteFrom('credentials')
    .where('person', '=', person)
    .where('type', '=', 'password')
    .where('suspended', 'is', null)
    .execute()
  await context.sql
    .insertInto('credentials')
    .values({
      id: newId(context),
      person,
      type: 'password',
      lookup: null,
      secret: key,
      facts: JSON.stringify({ salt: bytesToHex(salt), ...cost }),
      label: isShown ? SHOWN : '',
      wall: context.now,
      suspended: null,
    })
    .execute()
}

const passwordsOf = async (context: CommandContext, people: readonly string[]): Promise<readonly PasswordRow[]> =>
  people.length === 0
    ? []
    : ((await context.sql
        .selectFrom('credentials')
        .select(['id', 'person', 'secret', 'facts', 'label', 'suspended'])
        .where('type', '=', 'password')
        .where('person', 'in', people)
        .orderBy('key')
        .execute()) as PasswordRow[])

/**
 * What the slow part needs: one salt and one cost, whether or not anybody has this name. Where people of one name (renamed since)
 * have several salts, the first one's is taken, and the hint chooses.
 */
async function prepare(
  context: CommandContext,
  rows: readonly PasswordRow[],
  name: string,
): Promise<{ readonly salt: Bytes; readonly cost: Cost; readonly candidates: readonly Candidate[] }> {
  const first = rows[0]
  if (!first) return { salt: await nameToSalt(context, name), cost: COST, candidates: [] }
  const { salt, memory, passes } = JSON.parse(first.facts) as { salt: string; memory: number; passes: number }
  return {
    salt: hexToBytes(salt) as Bytes,
    cost: { memory, passes },
    candidates: rows
      .filter((row) => row.facts === first.facts)
      .map(({ person, secret, label, suspended }) => ({
        person,
        key: secret,
        isSuspended: suspended !== null,
        isShown: label === SHOWN,
      })),
  }
}

/** Compares with every candidate, and with one more so that an empty list takes as long. */
export function matching(candidates: readonly Candidate[], key: Bytes): readonly Candidate[] {
  areSame(new Uint8Array(KEY_BYTES), key)
  return candidates.filter((one) => areSame(one.key, key))
}

/** After a right first factor: a session, or what is still asked of who holds an editor's or an officer's role in a new browser. */
export async function enter(
  context: CommandContext,
  parts: Parts,
  { person, method, browser, isStrong }: { person: string; method: Method; browser: Browser; isStrong: boolean },
): Promise<Opened | NeedsSecond> {
  const { sure, day } = await nowOf(parts, context)
  const isKnown = isStrong || (await isKnownDevice(context.sql, person, browser.device))
  const isAsked = method === 'card' || isPowerful(await rolesOf(context.sql, person, day))
  if (isAsked && !isKnown) {
    const ticket = bytesToHex(context.random(32))
    parts.tickets.put(ticket, { person, next: 'second-factor', method, browser }, sure)
    return { outcome: 'needs-second', ticket }
  }
  return openSession(context, parts, { person, method, factors: isKnown ? 2 : 1, browser })
}
export type NeedsSecond = {
  readonly outcome: 'needs-second'
  /** For the next form. */
  readonly ticket: string
}

const TicketInput = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
export const EXPIRED = { tag: 'expired' } as const
export const WRONG = { tag: 'wrong' } as const

export const signInCommands = (parts: Parts) => ({
  /** Salt and cost for a new password of somebody who will have this name. */
  newSalt: command(v.object({ name: Typed }), async (context, { name }) => ({
    salt: await nameToSalt(context, name),
    cost: COST,
  })),

  /** First half of signing in by name (or e-mail): counts the try. The answer is alike for names that nobody has. */
  beginSignIn: command(
    v.object({ name: Typed, hint: v.optional(Typed, ''), source: Source, device: BrowserInput.entries.device }),
    async (context, { name, hint, source, device }): Promise<Begun | { tag: 'wait'; seconds: number }> => {
      const { sure, day } = await nowOf(parts, context)
      const people = await peopleNamed(context.sql, name, hint, day)
      const rows = await passwordsOf(
        context,
        people.map(({ id }) => id),
      )
      const isKnown = (await Promise.all(people.map(({ id }) => isKnownDevice(context.sql, id, device)))).includes(true)
      const folded = bytesToHex(hashOf('throttle', foldName(name))).slice(0, 24)
      const watched: readonly Watched[] = isKnown
        ? [{ rule: 'pair', key: `${folded} ${bytesToHex(hashOf('throttle', device)).slice(0, 24)}` }]
        : [
            { rule: 'pair', key: `${folded} ${source}` },
            { rule: 'source', key: source },
            { rule: 'name', key: folded },
          ]
      const wait = await tryOrWait(context.sql, watched, sure)
      if (wait) return wait
      const { salt, cost, candidates } = await prepare(context, rows, name)
      const attempt = bytesToHex(context.random(32))
      parts.attempts.put(attempt, { candidates, watched, session: null }, sure)
      return { attempt, salt, cost }
    },
  ),

  /** Second half, with the key made of what was typed. */
  signIn: command(
    v.object({ attempt: TicketInput, key: bytesOf(KEY_BYTES), browser: BrowserInput }),
    async (context, { attempt, key, browser }) => {
      const { sure } = await nowOf(parts, context)
      const begun: Attempt | null = parts.attempts.take(attempt, sure)
      if (!begun || begun.session !== null) return EXPIRED
      const found = matching(begun.candidates, key)
      const people = new Set(found.map(({ person }) => person))
      const match = found.find((one) => !one.isSuspended) ?? found[0]
      if (!match) return WRONG
      if (people.size > 1) return { tag: 'ambiguous' as const }
      await forgive(context.sql, begun.watched)
      if (!match.isSuspended)
        return enter(context, parts, { person: match.person, method: 'password', browser, isStrong: match.isShown })
      const ticket = bytesToHex(context.random(32))
      parts.tickets.put(ticket, { person: match.person, next: 'undo-recovery', method: 'password', browser }, sure)
      return { outcome: 'replaced' as const, ticket }
    },
  ),

  /** Second factor: one of the printed codes. */
  signInWithCode: command(
    v.object({ ticket: TicketInput, code: Typed, source: Source }),
    async (context, { ticket, code }) => {
      const { sure } = await nowOf(parts, context)
      const held = parts.tickets.peek(ticket, sure)
      if (!held || held.next !== 'second-factor') return EXPIRED
      const watched: readonly Watched[] = [{ rule: 'code', key: held.person }]
      const wait = await tryOrWait(context.sql, watched, sure)
      if (wait) return wait
      // Kept as a value, not given back as a failure: the try must stay counted.
      if (!(await usePrintedCode(context, held.person, code))) return { outcome: 'wrong' as const }
      await forgive(context.sql, watched)
      parts.tickets.drop(ticket)
      return openSession(context, parts, {
        person: held.person,
        method: held.method,
        factors: 2,
        browser: held.browser,
      })
    },
  ),

  /** Asks an officer to let this browser in instead; gives the number to tell. */
  askAdmission: command(v.object({ ticket: TicketInput }), async (context, { ticket }) => {
    const { sure, aged } = await nowOf(parts, context)
    const held = parts.tickets.peek(ticket, sure)
    if (!held || held.next !== 'second-factor') return EXPIRED
    parts.tickets.put(ticket, held, sure)
    return { number: await askAdmission(context, held.person, held.browser, aged) }
  }),

  /** After the officer's tap. */
  enterAdmitted: command(v.object({ ticket: TicketInput }), async (context, { ticket }) => {
    const { sure } = await nowOf(parts, context)
    const held = parts.tickets.peek(ticket, sure)
    if (!held || held.next !== 'second-factor') return EXPIRED
    if (!(await isKnownDevice(context.sql, held.person, held.browser.device))) return { tag: 'not-yet' as const }
    parts.tickets.drop(ticket)
    return openSession(context, parts, { person: held.person, method: held.method, factors: 2, browser: held.browser })
  }),

  /** First half of proving again who I am. */
  beginConfirm: command(v.object({}), async (context) => {
    const own = await sessionOf(context, parts)
    if (!own) return NEEDS_SIGN_IN
    const { sure } = await nowOf(parts, context)
    const watched: readonly Watched[] = [{ rule: 'pair', key: own.id }]
    const wait = await tryOrWait(context.sql, watched, sure)
    if (wait) return wait
    const rows = (await passwordsOf(context, [own.person])).filter((row) => row.suspended === null)
    const name = (await personById(context.sql, own.person))?.name ?? ''
    const { salt, cost, candidates } = await prepare(context, rows, name)
    const attempt = bytesToHex(context.random(32))
    parts.attempts.put(attempt, { candidates, watched, session: own.id }, sure)
    return { attempt, salt, cost }
  }),
  confirm: command(v.object({ attempt: TicketInput, key: bytesOf(KEY_BYTES) }), async (context, { attempt, key }) => {
    const { sure } = await nowOf(parts, context)
    const begun = parts.attempts.take(attempt, sure)
    const own = await sessionOf(context, parts)
    if (!own || !begun || begun.session !== own.id) return EXPIRED
    if (matching(begun.candidates, key).length === 0) return WRONG
    await forgive(context.sql, begun.watched)
    parts.confirmed.put(own.id, true, sure)
    return { isConfirmed: true }
  }),

  /** A new password. Every other session of mine ends. */
  changePassword: command(v.object({ secret: SecretInput }), async (context, { secret }) => {
    const own = await confirmedSession(context, parts)
    if ('tag' in own) return own
    await setPassword(context, own.person, secret)
    await afterChange(context, own.person, own.id, 'password-changed')
    return { isChanged: true }
  }),
})
