import type { Kysely } from 'kysely'
import type { DatabaseSync } from 'node:sqlite'
import { ALIVE, changesToValues, isAlive, readEntity } from '#core/kind.ts'
import type { Changes, Kind, Registry } from '#core/kind.ts'
import { foldOperations } from '#core/fold/fold.ts'
import type { Placed } from '#core/fold/fold.ts'
import { bytesToHex, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { logId } from '#core/log/segment.ts'
import { bytesToOperation, writeOperation } from '#core/log/writer.ts'
import type { Intent, Pen } from '#core/log/writer.ts'
import type { EntityRow, OperationRow, Random, Reader, SpaceRow, Writer } from '#core/ports.ts'
import type {
  CommandContext,
  HistoryEntry,
  NodeActor,
  Place,
  QueryContext,
  ReadEntity,
  WriteOptions,
} from '#features/feature.server.ts'
import type { LinkDoor } from '#features/link-door.ts'
import { absentBlobs } from './blob-names.ts'
import type { Alarms } from './alarms.ts'
import type { Search } from './projections.ts'
import type { Spaces } from './spaces.ts'

type Shared = {
  readonly sql: Kysely<any>
  readonly reader: Reader
  readonly actor: NodeActor | null
  readonly now: number
  readonly ownHosts: readonly string[]
  readonly random: Random
  readonly registry: Registry
  readonly find: Search['find']
  readonly db: () => DatabaseSync
  readonly spaces: Spaces
  readonly alarms: Pick<Alarms, 'list' | 'acknowledge'>
  readonly link: LinkDoor
}

/** What a query sees, and a note of what its answer was made from. */
export function createQueryContext(shared: Shared): {
  context: QueryContext
  used: { tags: Set<string>; expires: number | null }
} {
  const { sql, reader, actor, now } = shared
  const used = { tags: new Set<string>(), expires: null as number | null }
  const context: QueryContext = {
    sql,
    reader,
    actor,
    now,
    ownHosts: shared.ownHosts,
    link: shared.link,
    spaces: () => shared.spaces.ofFederation(reader),
    use: (tag) => void used.tags.add(tag),
    expires: (at) => void (used.expires = used.expires === null ? at : Math.min(used.expires, at)),
    async entity<K extends Kind>(kind: K, id: string): Promise<ReadEntity<K> | null> {
      const row = await reader.entity(id)
      if (!row?.state.created || row.state.kind !== kind.number) return null
      used.tags.add(id)
      return {
        id,
        row,
        isAlive: isAlive(row.state),
        space: await shared.spaces.nameOf(row.space),
        value: readEntity(kind, row.state),
      }
    },
    absentBlobs: (entities) => absentBlobs(sql, entities),
    search: async (query, options) => shared.find(shared.db(), query, options),
    version: async (id) => (await operationsOf(reader, id)).at(-1)?.key ?? 0,
    async history(id) {
      const logs = new Map((await reader.logs()).map((log) => [log.key, log]))
      return (await operationsOf(reader, id)).map((row): HistoryEntry => {
        const log = logs.get(row.log)
        return {
          ...toPlaced(row, log ? bytesToHex(logId(log.name)) : ''),
          received: row.received,
          node: log ? bytesToHex(log.name.node) : '',
        }
      })
    },
    async withAccount(persons) {
      if (persons.length === 0) return new Set()
      const rows = await sql.selectFrom('credentials').select('person').where('person', 'in', persons).execute()
      return new Set(rows.map((row) => row['person'] as string))
    },
    alarms: () => shared.alarms.list(),
  }
  return { context, used }
}

export type Touched = { readonly logs: ReadonlySet<number>; readonly isBulk: boolean }

/** What a command sees: all that a query sees, and the pen. */
export function createCommandContext(parts: Shared & { readonly writer: Writer; readonly pen: Pen }): {
  context: CommandContext
  touched: Touched
} {
  const { writer, pen, spaces, registry, random } = parts
  const { context } = createQueryContext(parts)
  const touched = { logs: new Set<number>(), isBulk: false }
  let author = parts.actor?.person ?? null

  const write = async (intent: Omit<Intent, 'author'>): Promise<EntityRow> => {
    if (intent.client && (await writer.hasClient(intent.client))) return applied(intent)
    const { entity, log } = await writeOperation(writer, pen, { ...intent, author: author ? toBytes(author) : null })
    touched.logs.add(log)
    return entity
  }
  /** What came twice from a page's outbox was applied the first time: the entity as it is now. */
  const applied = async (intent: Omit<Intent, 'author'>): Promise<EntityRow> => {
    if (intent.entity) return intent.entity
    const operation = await writer.operationOfClient(intent.client as Bytes)
    const row = operation && (await writer.entityByKey(operation.entity))
    if (!row) throw new Error('a known client id without its operation')
    return row
  }
  const placeToSpace = async (place: Place): Promise<SpaceRow> => {
    const found =
      typeof place === 'string' ? (await spaces.ofFederation(writer))?.[place] : await spaces.byId(writer, place.space)
    if (!found) throw new Error(`no space ${JSON.stringify(place)}`)
    return found
  }
  const spaceOf = async (row: EntityRow): Promise<SpaceRow> =>
    (await writer.spaces()).find((one) => one.key === row.space) as SpaceRow
  const optional = (options: WriteOptions | undefined) => ({
    ...(options?.client ? { client: options.client } : {}),
    ...(options?.time === undefined ? {} : { time: options.time }),
  })

  return {
    touched,
    context: {
      ...context,
      random,
      actAs: (person) => void (author = person),
      bulk: () => void (touched.isBulk = true),
      acknowledgeAlarms: (person, upTo) => parts.alarms.acknowledge(person, parts.now, upTo),
      addSpace: async (name) => bytesToHex((await spaces.add(writer, name)).id),

      async create<K extends Kind>(kind: K, place: Place, changes: Changes<K>, options?: WriteOptions) {
        const made = changesToValues(kind, changes, undefined)
        if ('tag' in made) return made
        const space = await placeToSpace(place)
        return write({
          space,
          lane: kind.lane,
          kind: kind.number,
          verb: 0,
          entity: null,
          values: made.values,
          ...optional(options),
        })
      },

      async change<K extends Kind>(kind: K, id: string, verb: string, changes: Changes<K>, options?: WriteOptions) {
        const row = await writer.entity(id)
        if (!row?.state.created || row.state.kind !== kind.number) return { tag: 'not-found' as const }
        const base = options?.base === undefined ? undefined : await stateAt(row, options.base)
        const made = changesToValues(kind, changes, base ?? row.state)
        if ('tag' in made) return made
        if (made.values.size === 0) return row
        const number = kind.verbs[verb]?.number
        if (number === undefined) throw new Error(`${kind.name} has no verb ${verb}`)
        const intent = {
          space: await spaceOf(row),
          lane: kind.lane,
          kind: kind.number,
          verb: number,
          entity: row,
          values: made.values,
        }
        return write({ ...intent, ...(base ? { base } : {}), ...optional(options) })
      },

      async setAlive<K extends Kind>(kind: K, id: string, verb: string, alive: boolean) {
        const row = await writer.entity(id)
        const number = kind.verbs[verb]?.number
        if (!row || row.state.kind !== kind.number || number === undefined)
          throw new Error(`${kind.name} ${id} ${verb}`)
        const value = ALIVE.type.write(alive, row.state.fields.get(ALIVE.number))
        if (value === undefined) return
        await write({
          space: await spaceOf(row),
          lane: kind.lane,
          kind: kind.number,
          verb: number,
          entity: row,
          values: new Map([[ALIVE.number, value]]),
        })
      },
    },
  }

  /** The state that an entity had when its operations up to this order of arrival were here; undefined when that is now. */
  async function stateAt(row: EntityRow, version: number): Promise<EntityRow['state'] | undefined> {
    const rows = await operationsOf(writer, row.id)
    if ((rows.at(-1)?.key ?? 0) <= version) return undefined
    const logs = new Map((await writer.logs()).map((log) => [log.key, bytesToHex(logId(log.name))]))
    const seen = rows.filter((one) => one.key <= version).map((one) => toPlaced(one, logs.get(one.log) ?? ''))
    return foldOperations(seen, registry.combineOf)
  }
}

async function operationsOf(reader: Reader, id: string): Promise<readonly OperationRow[]> {
  const row = await reader.entity(id)
  return row ? reader.operationsOfEntity(row.key) : []
}

const toPlaced = (row: OperationRow, log: string): Placed => ({
  operation: bytesToOperation(row.bytes),
  id: row.id,
  log,
  position: row.position,
})
const toBytes = (hex: string): Bytes => hexToBytes(hex) as Bytes
