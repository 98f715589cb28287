import type { Kysely } from 'kysely'
import * as v from 'valibot'
import { areBytesEqual, bytesToHex } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { LogAltered, sealTail } from '#core/log/writer.ts'
import type { Pen } from '#core/log/writer.ts'
import { LANES } from '#core/log/segment.ts'
import type { Registry } from '#core/kind.ts'
import type { Clock, EntityRow, LogRow, Random, Reader, Writer } from '#core/ports.ts'
import type { LinkDoor } from '#features/link-door.ts'
import type { Command, CommandContext, Feature, NodeActor, Query } from '#features/feature.server.ts'
import { applyOrders } from '#core/access/apply-orders.ts'
import { isOrder } from '#core/access/orders.ts'
import { readStandings } from '#core/access/standing.ts'
import type { Standings } from '#core/access/standing.ts'
import { erasedFieldsOf } from '#core/fold/refold.ts'
import type { IntakeDesk } from '#core/sync/intake.ts'
import type { SqliteStore } from '../store/sqlite-store.ts'
import type { Identity } from './identity.ts'
import type { Alarms } from './alarms.ts'
import { dropErasedBlobs, noteBlobs } from './blob-names.ts'
import type { Origin } from './blob-names.ts'
import { createCommandContext, createQueryContext } from './contexts.ts'
import { fillProjections, openProjections, removeDerived } from './projections.ts'
import type { Search } from './projections.ts'
import { createPurge, isMoreErased } from './purge.ts'
import { createSpaces } from './spaces.ts'
import { createSql } from './sql.ts'
import { isDamage } from '../verify/damage.ts'

export type NodeParts = {
  readonly store: SqliteStore
  readonly registry: Registry
  readonly features: readonly Feature[]
  readonly search: Search
  readonly identity: Identity
  readonly alarms: Pick<Alarms, 'list' | 'acknowledge'>
  readonly link: LinkDoor
  readonly clock: Clock
  readonly random: Random
  /** The names by which this node is asked. */
  readonly ownHosts?: readonly string[]
  /** Up to which position a log was sealed, as the anchor says. */
  readonly sealedUpTo?: (log: string) => number
  /** Told when a log turned out to hold what this node didn't write: it goes on in a new incarnation. */
  readonly onLogAltered?: (log: string) => void
  /** Asked to put right a database that can't be read; gives whether a second try makes sense. */
  readonly onDamage?: (error: unknown) => Promise<boolean>
  /** Takes away the file of a blob that only something erased named, and what has come of it. */
  readonly dropBlob?: (hash: string) => Promise<void>
  /** Told after each commit that sealed something: the new heads of the node's own logs. */
  readonly onSealed?: (heads: readonly { readonly log: string; readonly next: number; readonly head: string }[]) => void
}

export type Answer = { readonly value: unknown; readonly tags: readonly string[]; readonly expires: number | null }
export type Done = { readonly value: unknown; readonly changed: readonly string[] }

/** A failure that a query or command gives back: nothing that it wrote was kept. */
export type Failure = { readonly tag: string }
export const isFailure = (value: unknown): value is Failure =>
  typeof value === 'object' && value !== null && typeof (value as { tag?: unknown }).tag === 'string'

export type Node = Awaited<ReturnType<typeof createNode>>

/** The domain of one node over its store: named queries and commands, one transaction each. */
export async function createNode(parts: NodeParts) {
  const { store, registry, features, identity, clock } = parts
  const sql = createSql(store.db) as Kysely<any>
  const queries = new Map<string, Query<any, any>>()
  const commands = new Map<string, Command<any, any>>()
  for (const feature of features) {
    for (const [name, one] of Object.entries(feature.queries)) queries.set(`${feature.name}.${name}`, one)
    for (const [name, one] of Object.entries(feature.commands)) commands.set(`${feature.name}.${name}`, one)
  }
  const isOwn = (node: Bytes) => areBytesEqual(node, identity.keys.publicKey)
  const purge = createPurge({
    store,
    sql,
    search: parts.search,
    dropBlobs: (reader) =>
      standingsOf(reader).then((all) =>
        dropErasedBlobs(sql, reader, registry, all, parts.dropBlob ?? (async () => {})),
      ),
  })
  const listeners = new Set<(changed: readonly string[]) => void>()
  let isSpaceAdded = false
  const spaces = createSpaces(sql, identity.keys, parts.random, () => (isSpaceAdded = true))
  const derivation = { sql, features, registry, search: parts.search, spaces, clock, isOwn }
  await openProjections(store, derivation)

  /** What orders say; read anew once one was written or arrived. */
  let standings: Standings | null = null
  const standingsOf = async (reader: Reader): Promise<Standings> =>
    (standings ??= await readStandings(reader, registry))
  const isExcludedBy =
    (all: Standings): NonNullable<Pen['isExcluded']> =>
    (placed, name) =>
      all.get(bytesToHex(name.space))?.isExcluded(placed, name) ?? false

  const pen = (changed: (tag: string) => void, all: Standings): Pen => ({
    registry,
    keys: identity.keys,
    incarnation: identity.incarnation(),
    ...(parts.sealedUpTo ? { sealedUpTo: parts.sealedUpTo } : {}),
    clock,
    random: parts.random,
    project: (writer, before, after) => project(writer, before, after, changed, 'written'),
    isExcluded: isExcludedBy(all),
    erasedFields: (writer, space, entity) => erasedFieldsOf(writer, all.get(bytesToHex(space))?.erased, entity),
  })

  const project = async (
    writer: Writer,
    before: EntityRow | null,
    after: EntityRow,
    changed: (tag: string) => void,
    origin: Origin,
  ) => {
    if (isOrder(after.state.kind)) standings = null
    const kind = registry.kinds.get(after.state.kind)
    await noteBlobs(sql, writer, kind, after, origin, isOwn)
    if (!kind || !after.state.created) return removeDerived(store.db(), features, parts.search, after.id)
    let isIndexed = false
    const context = {
      sql,
      now: clock(),
      changed,
      index: async (entity: string, text: Parameters<Search['index']>[2]) => {
        isIndexed ||= entity === after.id
        parts.search.index(store.db(), entity, text)
      },
    }
    const change = { kind, before, after, space: await spaces.nameOf(after.space) }
    for (const feature of features) await feature.project(context, change)
    if (!isIndexed) parts.search.index(store.db(), after.id, null)
  }

  /** Runs one command's body in a transaction of its own, seals what may be read elsewhere, tells the listeners after the commit. */
  const run = async (actor: NodeActor | null, work: (context: CommandContext) => Promise<unknown>): Promise<Done> => {
    try {
      return await runOnce(actor, work)
    } catch (error) {
      if (isDamage(error) && (await parts.onDamage?.(error))) return runOnce(actor, work)
      if (!(error instanceof LogAltered)) throw error
      identity.beginIncarnation()
      parts.onLogAltered?.(error.log)
      return runOnce(actor, work)
    }
  }

  const runOnce = async (
    actor: NodeActor | null,
    work: (context: CommandContext) => Promise<unknown>,
  ): Promise<Done> => {
    const changed = new Set<string>()
    let isErasing = false
    let sealed: { log: string; next: number; head: string }[] = []
    try {
      const value = await store.write(async (writer) => {
        const before = await standingsOf(writer)
        const { context, touched } = createCommandContext({
          ...shared(writer, actor),
          writer,
          pen: pen((tag) => changed.add(tag), before),
          spaces,
        })
        const result = await work(context)
        if (isFailure(result)) throw new Rollback(result)
        if (standings === null) {
          const desk = applying((tag) => changed.add(tag))
          const after = await applyOrders(writer, desk, before)
          isErasing = isMoreErased(before, after)
          if (isErasing) await purge.note()
        }
        sealed = await sealTouched(writer, touched)
        return result ?? null
      })
      // Who is believed in a new space isn't known yet.
      if (isSpaceAdded) standings = null
      isSpaceAdded = false
      if (isFailure(value)) return { value, changed: [] }
      // Said to be erased once it is.
      if (isErasing) await purge.run()
      if (sealed.length > 0) parts.onSealed?.(sealed)
      const list = [...changed]
      if (list.length > 0) for (const listener of listeners) listener(list)
      return { value, changed: list }
    } catch (error) {
      standings = null
      if (error instanceof Rollback) return { value: error.failure, changed: [] }
      throw error
    }
  }

  /** What is published or ordered is sealed before it is acknowledged; the rest waits for a full segment or a minute. */
  const sealTouched = async (
    writer: Writer,
    touched: { readonly logs: ReadonlySet<number>; readonly isBulk: boolean },
  ) => {
    const heads: { log: string; next: number; head: string }[] = []
    for (const log of await writer.logs()) {
      if (!touched.logs.has(log.key)) continue
      const isPublic = (await spaces.nameOf(log.name.space)) === 'public'
      if (!isPublic && log.name.lane !== LANES.control && !touched.isBulk) continue
      heads.push(toHead(await sealTail(writer, { keys: identity.keys }, log)))
    }
    return heads
  }

  /** Null where the tail isn't what this node wrote: the watch says so (verify), and nothing of it is ever signed. */
  const sealOwn = async (writer: Writer, log: LogRow): Promise<ReturnType<typeof toHead> | null> => {
    try {
      return toHead(await sealTail(writer, { keys: identity.keys }, log))
    } catch (error) {
      if (error instanceof LogAltered && !areBytesEqual(log.name.incarnation, identity.incarnation())) return null
      throw error
    }
  }

  const sealTails = async (age: number): Promise<void> => {
    const heads = await store.write(async (writer) => {
      const sealed: ReturnType<typeof toHead>[] = []
      for (const log of await writer.logs()) {
        const tail = await writer.tail(log.key)
        const isOurs = areBytesEqual(log.name.node, identity.keys.publicKey)
        const isPresent = areBytesEqual(log.name.incarnation, identity.incarnation())
        if (!isOurs || !tail || tail.count === 0) continue
        // What an earlier incarnation left open was acknowledged too: it is sealed as it stands, and sent like the rest.
        if (isPresent && clock() - tail.opened < age) continue
        const head = await sealOwn(writer, log)
        if (head) sealed.push(head)
      }
      return sealed
    })
    if (Array.isArray(heads) && heads.length > 0) parts.onSealed?.(heads)
  }

  const applying = (changed: (tag: string) => void) => ({
    registry,
    project: (writer: Writer, before: EntityRow | null, after: EntityRow) =>
      project(writer, before, after, changed, 'arrived'),
    seal: (writer: Writer, log: LogRow) => sealTail(writer, { keys: identity.keys }, log),
  })

  const taken = new Set<string>()
  /** What takes in what other nodes signed. What it changed is told by `tellTaken`, once it is committed. */
  const desk: IntakeDesk = {
    ...applying((tag) => taken.add(tag)),
    verify: identity.keys.verify,
    clock,
    standings: { read: standingsOf, forget: () => (standings = null) },
    node: identity.keys.publicKey,
    incarnation: identity.incarnation,
    // The file is rewritten at the next tick, not for each chunk of an exchange.
    onOrders: async (before, after) => {
      if (isMoreErased(before, after)) await purge.note()
    },
  }

  const shared = (reader: Reader, actor: NodeActor | null) => ({
    sql,
    reader,
    actor,
    now: clock(),
    ownHosts: parts.ownHosts ?? [],
    random: parts.random,
    registry,
    find: parts.search.find,
    db: store.db,
    spaces,
    alarms: parts.alarms,
    link: parts.link,
  })

  return {
    sql,
    store,
    search: parts.search,
    registry,
    features,
    spaces,
    identity,

    async query(name: string, input: unknown, actor: NodeActor | null): Promise<Answer> {
      const one = queries.get(name)
      if (!one) throw new Error(`no query ${name}`)
      const parsed = v.safeParse(one.input, input)
      if (!parsed.success) return { value: invalid(parsed.issues), tags: [], expires: null }
      const answer = () =>
        store.read(async (reader): Promise<Answer> => {
          const { context, used } = createQueryContext(shared(reader, actor))
          const value: unknown = await one.run(context, parsed.output)
          return { value, tags: [...used.tags], expires: used.expires }
        })
      return answer().catch(async (error: unknown) => {
        if (isDamage(error) && (await parts.onDamage?.(error))) return answer()
        throw error
      })
    },

    async command(name: string, input: unknown, actor: NodeActor | null): Promise<Done> {
      const one = commands.get(name)
      if (!one) throw new Error(`no command ${name}`)
      const parsed = v.safeParse(one.input, input)
      if (!parsed.success) return { value: invalid(parsed.issues), changed: [] }
      return run(actor, (context) => one.run(context, parsed.output))
    },

    standings: standingsOf,
    desk,
    /** Tells the listeners what the desk changed since the last time. */
    tellTaken(): void {
      const list = [...taken]
      taken.clear()
      if (list.length > 0) for (const listener of listeners) listener(list)
    },

    /** Brings the derived tables up to date with one entity, within the caller's transaction. Tags go to `changed`. */
    project: (writer: Writer, after: EntityRow, changed: (tag: string) => void) =>
      project(writer, null, after, changed, 'again'),
    tell: (changed: readonly string[]) => {
      for (const listener of listeners) listener(changed)
    },

    /** Runs a piece of work that isn't a feature's command (the demonstration, an import) in one transaction, like a command. */
    perform: run,

    onChange(listener: (changed: readonly string[]) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    /** Once, before the first person comes: what features would otherwise do slowly for them. Nothing of it is kept, nobody is told. */
    async rehearse(): Promise<void> {
      await runOnce(null, async (context) => {
        for (const feature of features) await feature.rehearse?.(context)
        return { tag: 'rehearsed' }
      })
    },

    /** What the node does by itself: features' own work, and the sealing of tails open for a minute. */
    async tick(): Promise<void> {
      for (const feature of features)
        if (feature.tick) await run(null, (context) => feature.tick?.(context) ?? Promise.resolve())
      await sealTails(TAIL_AGE)
      await purge.run()
      parts.onSealed?.([])
    },

    /** Seals the open tails of this incarnation, for what is about to be carried away. */
    sealTails: () => sealTails(0),

    /** Drops every derived table and makes it again from the entities. */
    refill: () => fillProjections(store, derivation),
  }
}

class Rollback extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.tag)
    this.failure = failure
  }
}

/** A tail is sealed at the latest after this many milliseconds. */
const TAIL_AGE = 60_000

const invalid = (issues: readonly v.BaseIssue<unknown>[]) => ({
  tag: 'invalid' as const,
  fields: issues.map((issue) => ({ field: v.getDotPath(issue) ?? '', message: issue.message })),
})

const toHead = (log: { id: string; next: number; head: Bytes | null }) => ({
  log: log.id,
  next: log.next,
  head: log.head ? bytesToHex(log.head) : '',
})
