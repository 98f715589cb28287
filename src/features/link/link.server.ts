import * as v from 'valibot'
import { refusalOf, type Action } from '#core/access/can.ts'
import { bytesToHex, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { readWaiting } from '#core/sync/waiting.ts'
import { command, query } from '#features/feature.server.ts'
import type { Feature, QueryContext } from '#features/feature.server.ts'
import type { LinkedPlace } from '#features/link-door.ts'

/** The link to other nodes, as people see and keep it. What it is about stands in the key folder: `context.link`. */

const Node = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const Address = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(300),
  v.url(),
  v.regex(/^https?:/),
  v.transform((text) => new URL(text).origin),
)
const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120))
const Role = v.picklist(['reader', 'contributor', 'editor', 'officer'])
/** Thousandths of a unit for a megabyte, megabytes for a month: nobody pays or has more. */
const Price = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000)))
const Budget = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000)))

const refusal = (context: QueryContext, action: Action) => refusalOf(context.actor, action, { association: null })
const placeOf = (context: QueryContext, node: string): LinkedPlace | undefined =>
  context.link.places().find((one) => one.node === node)

export const link = {
  name: 'link',
  tables: { version: 1, names: [], create: '' },
  async project() {},
  queries: {
    /** Every place with what is kept, waits and has arrived there; bytes are plain ones, so that they are the most that will pass. */
    state: query(v.object({}), async (context) => {
      const refused = refusal(context, 'link.read-state')
      if (refused) return refused
      const { link } = context
      const places = []
      for (const place of link.places()) places.push({ ...place, ...(await countsOf(context, place)) })
      const may = (action: Action) => refusal(context, action) === null
      return {
        places,
        terms: link.terms(),
        month: link.month(),
        isFounded: (await context.spaces()) !== null,
        may: {
          call: may('link.call'),
          callAnyway: may('link.call-anyway'),
          keep: may('link.keep'),
          /** It would be allowed over HTTPS or on the box's own screen. */
          keepIfSecure: refusal(context, 'link.keep')?.tag !== 'not-allowed',
        },
      }
    }),

    /** For the first page of everybody with a role: what waits, place by place. */
    brief: query(v.object({}), async (context) => {
      const refused = refusal(context, 'link.read-state')
      if (refused) return refused
      const places = []
      for (const place of context.link.places()) {
        const { waiting, bytes } = await countsOf(context, place)
        places.push({
          name: place.name,
          waiting,
          bytes,
          lastReal: place.lastReal,
          failure: place.failure?.reason ?? null,
        })
      }
      return { places }
    }),

    /** Whether the actor prepares and has read files that people carry (sync/bundle-desk.ts does it). */
    carrying: query(v.object({}), async (context) => refusal(context, 'link.carry') ?? { isAllowed: true }),

    /** The offer that stands and the joining that goes on, with what is shared. */
    pairing: query(v.object({}), async (context) => {
      const refused = refusal(context, 'link.keep')
      if (refused) return refused
      const { link } = context
      const offer = link.offer()
      return {
        offer: offer && {
          ...offer,
          isTied: offer.decision === 'yes' && link.places().some((one) => one.node === offer.asking?.node),
        },
        joining: link.joining(),
        isFounded: (await context.spaces()) !== null,
      }
    }),
  },

  commands: {
    /** The keeper's word on the line: what a megabyte costs, and how many may pass by themselves. */
    setTerms: command(
      v.object({ price: Price, currency: v.picklist(['EUR', 'XOF']), budget: Budget }),
      async (context, terms) => {
        const refused = refusal(context, 'link.keep')
        if (refused) return refused
        context.link.setTerms(terms)
        return { isSet: true }
      },
    ),

    /** Calls a place now. Beyond the month's budget only where the asker says so, and may. */
    call: command(v.object({ node: Node, isForced: v.optional(v.boolean(), false) }), async (context, input) => {
      const refused = refusal(context, input.isForced ? 'link.call-anyway' : 'link.call')
      if (refused) return refused
      const place = placeOf(context, input.node)
      if (!place) return { tag: 'not-found' as const }
      if (place.address === null) return { tag: 'no-address' as const }
      return context.link.ask(input.node, input.isForced) ? { isAsked: true } : { tag: 'not-calling' as const }
    }),

    /** What people here call a place, and where it answers (null: it only calls). */
    describe: command(
      v.object({ node: Node, name: Name, address: v.nullable(Address) }),
      async (context, { node, name, address }) => {
        const refused = refusal(context, 'link.keep')
        if (refused) return refused
        if (!placeOf(context, node)) return { tag: 'not-found' as const }
        context.link.describe(node, name, address)
        return { isSet: true }
      },
    ),

    /** Nothing is exchanged with the place any more, either way. What it has stays there; what came from it stays here. */
    untie: command(v.object({ node: Node }), async (context, { node }) => {
      const refused = refusal(context, 'link.keep')
      if (refused) return refused
      if (!placeOf(context, node)) return { tag: 'not-found' as const }
      context.link.remove(node)
      return { isUntied: true }
    }),

    /** A code with which one other node can be tied to this one, once somebody here said yes to it. */
    offer: command(v.object({}), async (context) => {
      const refused = refusal(context, 'link.keep')
      if (refused) return refused
      return (await context.link.makeOffer(context.reader)) ?? { isOffered: true }
    }),

    /** Yes or no to the node that was shown. */
    decide: command(
      v.object({ node: Node, isAgreed: v.boolean(), role: Role }),
      async (context, { node, isAgreed, role }) => {
        const refused = refusal(context, 'link.keep')
        if (refused) return refused
        return context.link.decide(node, { isAgreed, role }) ? { isDecided: true } : { tag: 'offer-ended' as const }
      },
    ),

    endOffer: command(v.object({}), async (context) => {
      const refused = refusal(context, 'link.keep')
      if (refused) return refused
      context.link.endOffer()
      return { isEnded: true }
    }),

    /** Brings a code to the node that made it. What comes of it is told by `pairing`. */
    join: command(
      v.object({ code: v.pipe(v.string(), v.maxLength(100)), address: Address, name: Name }),
      async (context, input) => {
        const refused = refusal(context, 'link.keep')
        if (refused) return refused
        return context.link.join(input) ? { isJoining: true } : { tag: 'already-joining' as const }
      },
    ),
  },
} satisfies Feature

/**
 * Things of the shared spaces: how many are here, how many aren't known to be there, and the bytes of these with their pictures; and what
 * of pictures has still to come here.
 */
async function countsOf({ reader, sql }: QueryContext, { node, spaces }: LinkedPlace) {
  const counts = { kept: 0, waiting: 0, bytes: 0, toCome: { pictures: 0, bytes: 0 } }
  for (const space of await reader.spaces()) {
    if (!spaces.includes(bytesToHex(space.id))) continue
    const all = await sql
      .selectFrom('entities')
      .select((one) => one.fn.countAll().as('count'))
      .where('space', '=', space.key)
      .executeTakeFirst()
    const kept = Number(all?.['count'] ?? 0)
    const { segments, isAll, bytes } = await readWaiting(reader, hexToBytes(node) as Bytes, space)
    const waiting = isAll ? null : await entitiesOf(sql, segments)
    counts.kept += kept
    counts.waiting += waiting?.length ?? kept
    counts.bytes += bytes + sizeOf(await picturesOf(sql, space.key, waiting))
    const toCome = await sql
      .selectFrom('blob_names')
      .select(['hash', 'weight'])
      .distinct()
      .where('space', '=', space.key)
      .where('is_named', '=', 1)
      .where('is_here', '<>', 1)
      .execute()
    counts.toCome.pictures += toCome.length
    counts.toCome.bytes += sizeOf(toCome)
  }
  return counts
}

const MOST_AT_ONCE = 500
function* slices<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += MOST_AT_ONCE) yield list.slice(at, at + MOST_AT_ONCE)
}

/** Keys of the entities that the operations of these segments are about. */
async function entitiesOf(sql: QueryContext['sql'], segments: readonly { readonly key: number }[]) {
  const entities = new Set<number>()
  for (const some of slices(segments.map((one) => one.key))) {
    const rows = await sql.selectFrom('operations').select('entity').distinct().where('segment', 'in', some).execute()
    for (const row of rows) entities.add(row['entity'] as number)
  }
  return [...entities]
}

/** The files here that these entities name (null: all of the space). */
async function picturesOf(sql: QueryContext['sql'], space: number, entities: readonly number[] | null) {
  const files = sql
    .selectFrom('blob_names')
    .select(['hash', 'weight'])
    .distinct()
    .where('space', '=', space)
    .where('is_named', '=', 1)
    .where('is_here', '=', 1)
  if (entities === null) return files.execute()
  const found = new Map<unknown, Record<string, unknown>>()
  for (const some of slices(entities)) {
    const rows = await sql.selectFrom('entities').select('id').where('key', 'in', some).execute()
    const ids = rows.map((row) => bytesToHex(row['id'] as Bytes))
    for (const file of await files.where('entity', 'in', ids).execute()) found.set(file['hash'], file)
  }
  return [...found.values()]
}

const sizeOf = (files: readonly Readonly<Record<string, unknown>>[]): number =>
  files.reduce((sum, one) => sum + Number(one['weight']), 0)
