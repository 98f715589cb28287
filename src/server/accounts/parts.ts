import * as v from 'valibot'
import { bytesToHex } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { CommandContext, QueryContext, Sql } from '#features/feature.server.ts'
import type { Moment, Moments } from './moments.ts'
import { createMoments } from './moments.ts'
import type { Machine } from './moments.ts'
import { createPending } from './pending.ts'
import type { Watched } from './throttle.ts'

/** A password that a sign-in will be compared with, fetched before the slow part. */
export type Candidate = {
  readonly person: string
  readonly key: Bytes
  readonly isSuspended: boolean
  readonly isShown: boolean
}
export type Attempt = {
  readonly candidates: readonly Candidate[]
  readonly watched: readonly Watched[]
  /** Set when somebody signed in proves again who they are. */
  readonly session: string | null
}
/** A first step that was right and waits for the second. */
export type Ticket = {
  readonly person: string
  readonly next: 'second-factor' | 'undo-recovery'
  readonly method: Method
  readonly browser: Browser
}
export type Method = 'password' | 'card' | 'passkey' | 'founding' | 'invitation'

/** The browser that somebody uses: its own cookie, whether it is theirs to keep signed in, and words for it. */
export const BrowserInput = v.object({
  device: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  isOwn: v.boolean(),
  label: v.pipe(v.string(), v.maxLength(120)),
})
export type Browser = v.InferOutput<typeof BrowserInput>
export const Source = v.pipe(v.string(), v.minLength(1), v.maxLength(64))
export const PersonId = v.pipe(v.string(), v.regex(/^[0-9a-f]{24}$/))
export const LocalId = v.pipe(v.string(), v.regex(/^[0-9a-f]{24}$/))
export const Typed = v.pipe(v.string(), v.maxLength(200))

/** What lives in memory only: it is small, short and nothing is lost with it but a step of a form. */
export type Parts = ReturnType<typeof createParts>
export const createParts = (machine: Machine) => ({
  moments: createMoments(machine),
  attempts: createPending<Attempt>({ life: 2 * 60_000, most: 2_000 }),
  tickets: createPending<Ticket>({ life: 10 * 60_000, most: 2_000 }),
  challenges: createPending<{ readonly session: string | null }>({ life: 5 * 60_000, most: 2_000 }),
  /** Sessions that proved again who they are: the moment (`sure`) of it. */
  confirmed: createPending<true>({ life: 15 * 60_000, most: 10_000 }),
  /** Last use of a session (`aged`) not yet written down. */
  seen: new Map<string, number>(),
  founding: { hash: null as Bytes | null, by: null as { person: string; at: number } | null },
})

export const nowOf = (parts: { readonly moments: Moments }, context: QueryContext): Promise<Moment> =>
  parts.moments.now(context.sql, context.now)

/** An id of a local row: nothing secret. */
export const newId = (context: CommandContext): string => bytesToHex(context.random(12))

/** A node's own secret, for salts and short numbers; made when first needed. */
export async function nodeSecret(context: CommandContext): Promise<string> {
  const row = await context.sql.selectFrom('meta').select('value').where('name', '=', SECRET).executeTakeFirst()
  if (row) return row.value as string
  const value = bytesToHex(context.random(32))
  await context.sql.insertInto('meta').values({ name: SECRET, value }).execute()
  return value
}
const SECRET = 'accounts.secret'

export async function tell(
  context: CommandContext,
  person: string,
  event: NoticeEvent,
  facts: Readonly<Record<string, string | number>> = {},
): Promise<void> {
  await context.sql
    .insertInto('notices')
    .values({ id: newId(context), person, event, facts: JSON.stringify(facts), wall: context.now })
    .execute()
}
export type NoticeEvent =
  | 'new-device'
  | 'password-changed'
  | 'passkey-added'
  | 'passkey-removed'
  | 'card-made'
  | 'card-revoked'
  | 'codes-made'
  | 'recovery-asked'
  | 'recovery-done'
  | 'recovery-undone'

export type { Sql }
