import { bytesToHex } from './log/bytes.ts'
import type { Bytes } from './log/bytes.ts'
import type { EntityRow, LogRow, OperationRow, Reader, SegmentRow, SpaceRow, Store, Writer } from './ports.ts'

/** All that a store in memory holds, between two transactions: what a copy of a disk would. */
export type MemoryImage = {
  readonly spaces: readonly SpaceRow[]
  readonly logs: readonly LogRow[]
  readonly segments: readonly SegmentRow[]
  readonly operations: readonly OperationRow[]
  readonly entities: readonly EntityRow[]
  readonly clients: ReadonlyMap<string, number[]>
  readonly links: ReadonlyMap<string, Bytes>
}
export type MemoryStore = Store & { readonly image: () => MemoryImage }

const EMPTY_IMAGE: MemoryImage = {
  spaces: [],
  logs: [],
  segments: [],
  operations: [],
  entities: [],
  clients: new Map(),
  links: new Map(),
}

/**
 * A store in memory, for the simulator and a page: the same contract as the one on disk. A transaction that throws is taken back by
 * undoing its steps in reverse.
 */
export function createMemoryStore(from: MemoryImage = EMPTY_IMAGE): MemoryStore {
  const rows = {
    spaces: [...from.spaces],
    logs: [...from.logs],
    segments: [...from.segments],
    operations: [...from.operations],
    entities: [...from.entities],
  }
  const clients = new Map(from.clients)
  const links = new Map(from.links)
  const held = new Map<string, Bytes>()
  const logKeys = new Map(rows.logs.map((row) => [row.id, row.key]))
  const entityKeys = new Map(rows.entities.map((row) => [row.id, row.key]))
  const keysBy = <T extends { key: number }>(list: readonly T[], by: (row: T) => number) =>
    new Map([...Map.groupBy(list, by)].map(([key, found]) => [key, found.map((row) => row.key)]))
  const segmentsOfLog = keysBy(rows.segments, (row) => row.log)
  const operationsOfSegment = keysBy(rows.operations, (row) => row.segment)
  const operationsOfEntity = keysBy(rows.operations, (row) => row.entity)
  let undo: (() => void)[] = []
  let queue: Promise<unknown> = Promise.resolve()

  const segmentRows = (log: number) =>
    (segmentsOfLog.get(log) ?? [])
      .map((key) => rows.segments[key - 1] as SegmentRow)
      .toSorted((a, b) => a.first - b.first)
  const at = <T>(list: readonly T[], key: number | undefined): T | null =>
    key === undefined ? null : (list[key - 1] ?? null)

  const reader: Reader = {
    spaces: async () => [...rows.spaces],
    logs: async () => [...rows.logs],
    findLog: async (id) => at(rows.logs, logKeys.get(id)),
    segments: async (log, from = 0) => segmentRows(log).filter((row) => row.first + row.count > from || !row.signature),
    tail: async (log) => segmentRows(log).findLast((row) => !row.signature) ?? null,
    segment: async (key) => at(rows.segments, key),
    operationsOfSegment: async (segment) =>
      (operationsOfSegment.get(segment) ?? [])
        .map((key) => rows.operations[key - 1] as OperationRow)
        .toSorted((a, b) => a.position - b.position),
    operationsOfEntity: async (entity) =>
      (operationsOfEntity.get(entity) ?? []).map((key) => rows.operations[key - 1] as OperationRow),
    entity: async (id) => at(rows.entities, entityKeys.get(id)),
    entityByKey: async (key) => at(rows.entities, key),
    entities: async (after, limit) => rows.entities.slice(after, after + limit),
    hasClient: async (client) => clients.has(bytesToHex(client)),
    operationOfClient: async (client) => at(rows.operations, clients.get(bytesToHex(client))?.[0]),
    operationsOfClient: async (client) =>
      (clients.get(bytesToHex(client)) ?? []).map((key) => rows.operations[key - 1] as OperationRow),
    orders: async () => rows.entities.filter(({ state }) => state.kind > 0 && state.kind < 16),
    link: async (peer, space) => links.get(bytesToHex(peer) + bytesToHex(space)) ?? null,
    held: async (space) => held.get(bytesToHex(space)) ?? null,
  }

  const add = <T extends { key: number }>(list: T[], row: Omit<T, 'key'>): T => {
    const whole = { ...row, key: list.length + 1 } as T
    list.push(whole)
    undo.push(() => list.pop())
    return whole
  }
  const replace = <T extends { key: number }>(list: T[], row: T) => {
    const before = list[row.key - 1] as T
    list[row.key - 1] = row
    undo.push(() => (list[row.key - 1] = before))
  }
  const index = <K, V>(map: Map<K, V>, key: K, value: V) => {
    const before = map.get(key)
    map.set(key, value)
    undo.push(() => (before === undefined ? map.delete(key) : map.set(key, before)))
  }
  const push = (map: Map<number, number[]>, key: number, value: number) => {
    const list = map.get(key) ?? []
    if (list.length === 0) map.set(key, list)
    list.push(value)
    undo.push(() => list.pop())
  }

  /** What was noted of the space of this segment's log is no longer so, unless it is an open tail. */
  const forgetHeld = (segment: Omit<SegmentRow, 'key'>) => {
    const log = rows.logs[segment.log - 1]
    const space = segment.hash && log ? bytesToHex(log.name.space) : null
    const before = space === null ? undefined : held.get(space)
    if (space === null || !before) return
    held.delete(space)
    undo.push(() => held.set(space, before))
  }

  const writer: Writer = {
    ...reader,
    addSpace: async (space) => add(rows.spaces, space),
    addLog: async (log) => {
      const row = add(rows.logs, log)
      index(logKeys, row.id, row.key)
      return row
    },
    saveLog: async (log) => replace(rows.logs, log),
    addSegment: async (segment) => {
      const row = add(rows.segments, segment)
      push(segmentsOfLog, row.log, row.key)
      forgetHeld(row)
      return row
    },
    saveSegment: async (segment) => {
      replace(rows.segments, segment)
      forgetHeld(segment)
    },
    addOperation: async (operation) => {
      const row = add(rows.operations, operation)
      push(operationsOfEntity, row.entity, row.key)
      push(operationsOfSegment, row.segment, row.key)
      return row
    },
    saveErased: async (operation) => replace(rows.operations, operation),
    addEntity: async (entity) => {
      const row = add(rows.entities, entity)
      index(entityKeys, row.id, row.key)
      return row
    },
    saveEntity: async (entity) => replace(rows.entities, entity),
    addClient: async (client, operation) => {
      const key = bytesToHex(client)
      const known = clients.get(key) ?? []
      if (!known.includes(operation)) index(clients, key, [...known, operation])
    },
    saveLink: async (peer, space, state) => index(links, bytesToHex(peer) + bytesToHex(space), state),
    saveHeld: async (space, vector) => index(held, bytesToHex(space), vector),
  }

  const next = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work)
    queue = turn.catch(() => {})
    return turn
  }

  return {
    read: (work) => next(() => work(reader)),
    write: (work) =>
      next(async () => {
        undo = []
        try {
          return await work(writer)
        } catch (error) {
          for (const step of undo.toReversed()) step()
          throw error
        }
      }),
    close: async () => {},
    image: () => ({
      spaces: [...rows.spaces],
      logs: [...rows.logs],
      segments: [...rows.segments],
      operations: [...rows.operations],
      entities: [...rows.entities],
      clients: new Map(clients),
      links: new Map(links),
    }),
  }
}
