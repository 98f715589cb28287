import { createHmac } from 'node:crypto'
import * as v from 'valibot'
import type { Bytes } from '#core/log/bytes.ts'
import { command } from '#features/feature.server.ts'
import type { CommandContext } from '#features/feature.server.ts'
import { areSame, bytesToCode, CODE_LENGTHS, hashOf, readCode } from './codes.ts'
import { BrowserInput, newId, nodeSecret, nowOf, Source, tell, Typed } from './parts.ts'
import type { Parts } from './parts.ts'
import { personById } from './people.ts'
import { confirmedSession } from './sessions.ts'
import { enter } from './sign-in.ts'
import { forgive, tryOrWait } from './throttle.ts'
import type { Watched } from './throttle.ts'

/** Four digits at least, chosen by the person; worth something only together with the card. */
export const Pin = v.pipe(v.string(), v.regex(/^\d{4,8}$/))

const pinHash = async (context: CommandContext, card: string, pin: string): Promise<Bytes> =>
  new Uint8Array(
    createHmac('sha256', await nodeSecret(context))
      .update(`pin ${card} ${pin}`)
      .digest(),
  )

/** A personal card for printing (120 bits in a QR): the only one of this person, the code is given once. */
export async function makeCard(context: CommandContext, person: string, pin: string | null): Promise<string> {
  await context.sql
    .deleteFrom('credentials')
    .where('person', '=', person)
    .where('type', '=', 'card')
    .where('suspended', 'is', null)
    .execute()
  const code = bytesToCode(context.random(CODE_LENGTHS.card))
  const id = newId(context)
  await context.sql
    .insertInto('credentials')
    .values({
      id,
      person,
      type: 'card',
      lookup: hashOf('card', code.replaceAll('-', '')),
      secret: pin === null ? null : await pinHash(context, id, pin),
      facts: '{}',
      label: '',
      wall: context.now,
      suspended: null,
    })
    .execute()
  return code
}

export const cardCommands = (parts: Parts) => ({
  /** Makes (or makes anew) my card. */
  makeCard: command(v.object({ pin: v.nullable(Pin) }), async (context, { pin }) => {
    const own = await confirmedSession(context, parts)
    if ('tag' in own) return own
    const code = await makeCard(context, own.person, pin)
    await tell(context, own.person, 'card-made')
    return { code, name: (await personById(context.sql, own.person))?.name ?? '' }
  }),

  revokeCard: command(v.object({}), async (context) => {
    const own = await confirmedSession(context, parts)
    if ('tag' in own) return own
    await context.sql.deleteFrom('credentials').where('person', '=', own.person).where('type', '=', 'card').execute()
    await context.sql
      .deleteFrom('sessions')
      .where('person', '=', own.person)
      .where('method', '=', 'card')
      .where('id', '!=', own.id)
      .execute()
    await tell(context, own.person, 'card-revoked')
    return { isRevoked: true }
  }),

  /** By the card alone in a browser seen before; elsewhere the PIN or an officer's tap is asked. */
  signInByCard: command(
    v.object({ code: Typed, pin: v.optional(Typed, ''), source: Source, browser: BrowserInput }),
    async (context, { code, pin, source, browser }) => {
      const { sure } = await nowOf(parts, context)
      const place: readonly Watched[] = [{ rule: 'source', key: source }]
      const wait = await tryOrWait(context.sql, place, sure)
      if (wait) return wait
      const plain = readCode(code, CODE_LENGTHS.card)
      const card = (await context.sql
        .selectFrom('credentials')
        .select(['id', 'person', 'secret'])
        .where('lookup', '=', hashOf('card', plain ?? ''))
        .where('type', '=', 'card')
        .where('suspended', 'is', null)
        .executeTakeFirst()) as { id: string; person: string; secret: Bytes | null } | undefined
      // Kept as a value: the try stays counted.
      if (!card || !(await personById(context.sql, card.person))) return { outcome: 'wrong' as const }
      const { person } = card
      let isStrong = false
      if (pin !== '') {
        const watched: readonly Watched[] = [{ rule: 'code', key: `pin ${card.id}` }]
        const pause = await tryOrWait(context.sql, watched, sure)
        if (pause) return pause
        if (!card.secret || !areSame(card.secret, await pinHash(context, card.id, pin)))
          return { outcome: 'wrong' as const }
        await forgive(context.sql, watched)
        isStrong = true
      }
      await forgive(context.sql, place)
      const entered = await enter(context, parts, { person, method: 'card', browser, isStrong })
      return entered.outcome === 'signed-in' ? entered : { ...entered, hasPin: card.secret !== null }
    },
  ),
})
