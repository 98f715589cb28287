import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import * as v from 'valibot'
import type { Bytes } from '#core/log/bytes.ts'
import { command } from '#features/feature.server.ts'
import type { CommandContext } from '#features/feature.server.ts'
import { hashOf } from './codes.ts'
import { originToHost } from './origin-host.ts'
import { BrowserInput, LocalId, newId, nowOf, Source } from './parts.ts'
import type { Parts } from './parts.ts'
import { personById } from './people.ts'
import { afterChange, confirmedSession, openSession, sessionOf } from './sessions.ts'
import { WRONG } from './sign-in.ts'
import { forgive, tryOrWait } from './throttle.ts'
import type { Watched } from './throttle.ts'

/** Where the browser is: passkeys belong to a host name and need HTTPS or the box's own screen. */
const Origin = v.pipe(v.string(), v.maxLength(300), v.url())
/** What the browser's authenticator says, as the library serialises it; checked there. */
const Response = v.pipe(v.string(), v.maxLength(20_000))

/** Loaded when first needed: it weighs more than all else here. */
const library = () => import('@simplewebauthn/server')

type Facts = { readonly counter: number; readonly transports: readonly string[]; readonly host: string }
type Row = { readonly id: string; readonly person: string; readonly secret: Bytes; readonly facts: string }

const NEEDS_SECURE = { tag: 'needs-secure' } as const
const lookupOf = (credential: string): Bytes => hashOf('passkey', credential)

async function parse<T>(text: string): Promise<T | null> {
  try {
    return JSON.parse(text) as T
  } catch {
    return null
  }
}

/** The challenge that an answer says it signs. */
const challengeIn = (clientDataJSON: unknown): string => {
  try {
    const { challenge } = JSON.parse(Buffer.from(String(clientDataJSON), 'base64url').toString()) as {
      challenge?: unknown
    }
    return typeof challenge === 'string' ? challenge.slice(0, 100) : ''
  } catch {
    return ''
  }
}

const fresh = (context: CommandContext): Uint8Array<ArrayBuffer> => new Uint8Array(context.random(32))

export const passkeyCommands = (parts: Parts) => ({
  /** What the page asks the phone's lock for signing in: no name is sent, so none is revealed. */
  passkeyToSignIn: command(v.object({ origin: Origin }), async (context, { origin }) => {
    const host = originToHost(origin)
    if (!host) return NEEDS_SECURE
    const { sure } = await nowOf(parts, context)
    const { generateAuthenticationOptions } = await library()
    const options = await generateAuthenticationOptions({
      rpID: host,
      challenge: fresh(context),
      userVerification: 'required',
    })
    parts.challenges.put(options.challenge, { session: null }, sure)
    return { options: JSON.stringify(options) }
  }),

  /** A passkey is two factors: the device, and the finger or code that unlocks it. */
  signInByPasskey: command(
    v.object({ response: Response, origin: Origin, source: Source, browser: BrowserInput }),
    async (context, { response, origin, source, browser }) => {
      const host = originToHost(origin)
      if (!host) return NEEDS_SECURE
      const { sure } = await nowOf(parts, context)
      const watched: readonly Watched[] = [{ rule: 'source', key: source }]
      const wait = await tryOrWait(context.sql, watched, sure)
      if (wait) return wait
      const answer = await parse<AuthenticationResponseJSON>(response)
      const row = await verify(context, parts, answer, { origin, host, session: null })
      if (!row || !(await personById(context.sql, row.person))) return { outcome: 'wrong' as const }
      await forgive(context.sql, watched)
      return openSession(context, parts, { person: row.person, method: 'passkey', factors: 2, browser })
    },
  ),

  /** Proves again who I am. */
  passkeyToConfirm: command(v.object({ origin: Origin }), async (context, { origin }) => {
    const own = await sessionOf(context, parts)
    const host = originToHost(origin)
    if (!own) return { tag: 'needs-sign-in' as const }
    if (!host) return NEEDS_SECURE
    const { sure } = await nowOf(parts, context)
    const { generateAuthenticationOptions } = await library()
    const options = await generateAuthenticationOptions({
      rpID: host,
      challenge: fresh(context),
      userVerification: 'required',
    })
    parts.challenges.put(options.challenge, { session: own.id }, sure)
    return { options: JSON.stringify(options) }
  }),
  confirmByPasskey: command(v.object({ response: Response, origin: Origin }), async (context, { response, origin }) => {
    const own = await sessionOf(context, parts)
    const host = originToHost(origin)
    if (!own) return { tag: 'needs-sign-in' as const }
    if (!host) return NEEDS_SECURE
    const { sure } = await nowOf(parts, context)
    const row = await verify(context, parts, await parse(response), { origin, host, session: own.id })
    if (row?.person !== own.person) return WRONG
    parts.confirmed.put(own.id, true, sure)
    return { isConfirmed: true }
  }),

  passkeyToAdd: command(
    v.object({ origin: Origin, site: v.pipe(v.string(), v.maxLength(120)) }),
    async (context, { origin, site }) => {
      const own = await confirmedSession(context, parts)
      if ('tag' in own) return own
      const host = originToHost(origin)
      if (!host) return NEEDS_SECURE
      const { sure } = await nowOf(parts, context)
      const { generateRegistrationOptions } = await library()
      const name = (await personById(context.sql, own.person))?.name ?? ''
      const options = await generateRegistrationOptions({
        rpID: host,
        rpName: site,
        userName: name,
        userDisplayName: name,
        userID: new Uint8Array(Buffer.from(own.person)),
        challenge: fresh(context),
        attestationType: 'none',
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      parts.challenges.put(options.challenge, { session: own.id }, sure)
      return { options: JSON.stringify(options) }
    },
  ),

  addPasskey: command(
    v.object({ response: Response, origin: Origin, label: v.pipe(v.string(), v.trim(), v.maxLength(60)) }),
    async (context, { response, origin, label }) => {
      const own = await confirmedSession(context, parts)
      if ('tag' in own) return own
      const host = originToHost(origin)
      if (!host) return NEEDS_SECURE
      const { sure } = await nowOf(parts, context)
      const answer = await parse<RegistrationResponseJSON>(response)
      const challenge = challengeIn(answer?.response?.clientDataJSON)
      if (!answer || parts.challenges.take(challenge, sure)?.session !== own.id) return WRONG
      const { verifyRegistrationResponse } = await library()
      const checked = await verifyRegistrationResponse({
        response: answer,
        expectedChallenge: challenge,
        expectedOrigin: origin,
        expectedRPID: host,
        requireUserVerification: true,
      }).catch(() => null)
      if (!checked?.verified) return WRONG
      const { credential } = checked.registrationInfo
      const facts: Facts = { counter: credential.counter, transports: credential.transports ?? [], host }
      await context.sql
        .insertInto('credentials')
        .values({
          id: newId(context),
          person: own.person,
          type: 'passkey',
          lookup: lookupOf(credential.id),
          secret: new Uint8Array(credential.publicKey),
          facts: JSON.stringify({ ...facts, credential: credential.id }),
          label,
          wall: context.now,
          suspended: null,
        })
        .onConflict((one) => one.doNothing())
        .execute()
      await afterChange(context, own.person, own.id, 'passkey-added')
      return { isAdded: true }
    },
  ),

  removePasskey: command(v.object({ id: LocalId }), async (context, { id }) => {
    const own = await confirmedSession(context, parts)
    if ('tag' in own) return own
    const ways = await context.sql
      .selectFrom('credentials')
      .select(['id', 'type'])
      .where('person', '=', own.person)
      .where('type', 'in', ['password', 'passkey', 'card'])
      .where('suspended', 'is', null)
      .execute()
    if (!ways.some((one) => one.id === id && one.type === 'passkey')) return { tag: 'not-found' as const }
    if (ways.length === 1) return { tag: 'last-way-in' as const }
    await context.sql.deleteFrom('credentials').where('id', '=', id).execute()
    await afterChange(context, own.person, own.id, 'passkey-removed')
    return { isRemoved: true }
  }),
})

/** The passkey that signed this answer, its counter brought up to date; null for anything that doesn't verify. */
async function verify(
  context: CommandContext,
  parts: Parts,
  answer: AuthenticationResponseJSON | null,
  { origin, host, session }: { readonly origin: string; readonly host: string; readonly session: string | null },
): Promise<Row | null> {
  if (!answer || typeof answer.id !== 'string') return null
  const { sure } = await nowOf(parts, context)
  const challenge = challengeIn(answer.response?.clientDataJSON)
  const asked = parts.challenges.take(challenge, sure)
  if (!asked || asked.session !== session) return null
  const row = (await context.sql
    .selectFrom('credentials')
    .select(['id', 'person', 'secret', 'facts'])
    .where('lookup', '=', lookupOf(answer.id))
    .where('type', '=', 'passkey')
    .where('suspended', 'is', null)
    .executeTakeFirst()) as Row | undefined
  if (!row) return null
  const facts = JSON.parse(row.facts) as Facts & { credential: string }
  const { verifyAuthenticationResponse } = await library()
  const checked = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: host,
    requireUserVerification: true,
    credential: { id: facts.credential, publicKey: new Uint8Array(row.secret), counter: facts.counter },
  }).catch(() => null)
  if (!checked?.verified) return null
  await context.sql
    .updateTable('credentials')
    .set({ facts: JSON.stringify({ ...facts, counter: checked.authenticationInfo.newCounter }) })
    .where('id', '=', row.id)
    .execute()
  return row
}
