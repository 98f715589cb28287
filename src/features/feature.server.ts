import type { Kysely } from 'kysely'
import type * as v from 'valibot'
import type { Actor } from '#core/access/can.ts'
import type { ChangeFault, Changes, Entity, Kind } from '#core/kind.ts'
import type { EntityRow, Placed, Reader, SpaceRow } from '#core/ports.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { LinkDoor } from './link-door.ts'

/**
 * What a feature gives the node: tables derived from entities, a projection that fills them, queries that read them, commands that
 * write operations. The node runs each inside one transaction; nothing here opens a database, reads a clock or draws a number.
 */
export type Feature = {
  readonly name: string
  /** What the node does by itself from time to time, as a command without an actor. */
  tick?(context: CommandContext): Promise<void>
  /** Goes once through what takes long the first time, so that the first person doesn't wait for it. Nothing that it writes is kept. */
  rehearse?(context: CommandContext): Promise<void>
  /** Derived tables. A new `version` drops and fills them again. Names begin with the feature's name. */
  readonly tables: {
    readonly version: number
    readonly names: readonly string[]
    readonly create: string
    /** Column that holds the entity's id, where it isn't `id`. */
    readonly columns?: Readonly<Record<string, string>>
  }
  /** Brings the derived tables up to date with one entity, and names what changed for those who show it. */
  project(context: ProjectContext, change: EntityChange): Promise<void>
  readonly queries: { readonly [name: string]: Query<any, any> }
  readonly commands: { readonly [name: string]: Command<any, any> }
}

export type SpaceName = 'public' | 'federation' | 'association'

/** An entity before and after an operation; `before` is null when it is new or when tables are filled again. */
export type EntityChange = {
  readonly kind: Kind
  readonly before: EntityRow | null
  readonly after: EntityRow
  readonly space: SpaceName
}

/** Feature's tables as Kysely sees them: each feature narrows this to its own. */
export type Sql = Kysely<any>

export type ProjectContext = {
  readonly sql: Sql
  /** Milliseconds since 1970. */
  readonly now: number
  /** Says that what was made from this tag is out of date. */
  changed(tag: string): void
  /** Puts a public or private text into the search index, replaces it, or (null) takes it out. */
  index(entity: string, text: IndexedText | null): Promise<void>
}

export type IndexedText = {
  readonly title: string
  readonly text: string
  /** Who may find it: `public`, or an association's id, or `federation`. */
  readonly audience: string
  readonly kind: string
  /** Seconds UTC, for ordering equals. */
  readonly date: number
  readonly language: string
}

export type QueryContext = {
  readonly sql: Sql
  readonly reader: Reader
  readonly actor: NodeActor | null
  readonly now: number
  /** The names by which this node is asked, lower case: a link to one of them leads nowhere else. */
  readonly ownHosts: readonly string[]
  /** The federation's two spaces; null while nothing is founded. */
  spaces(): Promise<{ readonly public: SpaceRow; readonly federation: SpaceRow } | null>
  /** Says that the answer was made from this: the answer is out of date once the tag changes. */
  use(tag: string): void
  /** Says that the answer is out of date at this instant (milliseconds) even if nothing changes. */
  expires(at: number): void
  entity<K extends Kind>(kind: K, id: string): Promise<ReadEntity<K> | null>
  /** Of these entities, the hashes of blobs that they name and that aren't here for them (yet). */
  absentBlobs(entities: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>
  search(
    query: string,
    options: {
      readonly audiences: readonly string[]
      readonly limit: number
      readonly offset: number
      readonly kinds?: readonly string[]
    },
  ): Promise<{ readonly hits: readonly SearchHit[]; readonly total: number }>
  /** Grows with every operation of the entity that arrives here; what forms send back as their base. */
  version(id: string): Promise<number>
  /** Operations of an entity, oldest first, with where and when they arrived. */
  history(id: string): Promise<readonly HistoryEntry[]>
  /** Who of these persons has a way in at this node. */
  withAccount(persons: readonly string[]): Promise<ReadonlySet<string>>
  /** What the node's watch found that isn't as it was signed, oldest first, until somebody has said that they saw it. */
  alarms(): readonly NodeAlarm[]
  /** The link to other nodes: what is kept of it isn't in the database. */
  readonly link: LinkDoor
}

/** Something that isn't as it was signed. */
export type NodeAlarm = {
  readonly tag: string
  /** What and where, in French. */
  readonly sentence: string
  /** Entities that readers may have seen otherwise than signed. */
  readonly entities: readonly string[]
  /** Whether it was put right from what is signed. */
  readonly isMended: boolean
  /** When it was found, milliseconds. */
  readonly at: number
  /** When the same place was last found in order; null when never before. */
  readonly since: number | null
}

export type SearchHit = {
  readonly entity: string
  readonly kind: string
  readonly title: string
  readonly excerpt: readonly { readonly text: string; readonly isHit: boolean }[]
  readonly date: number
}

export type HistoryEntry = Placed & { readonly received: number; readonly node: string }

export type ReadEntity<K extends Kind> = {
  readonly id: string
  readonly row: EntityRow
  readonly isAlive: boolean
  readonly space: SpaceName
  readonly value: Entity<K>
}

export type CommandContext = QueryContext & {
  /** Random bytes for codes and ids. */
  random(length: number): Bytes
  create<K extends Kind>(
    kind: K,
    space: Place,
    changes: Changes<K>,
    options?: WriteOptions,
  ): Promise<EntityRow | ChangeFault>
  change<K extends Kind>(
    kind: K,
    id: string,
    verb: keyof K['verbs'] & string,
    changes: Changes<K>,
    options?: WriteOptions,
  ): Promise<EntityRow | ChangeFault | { readonly tag: 'not-found' }>
  /** Sets field 0: false withdraws the entity, true brings it back. */
  setAlive<K extends Kind>(kind: K, id: string, verb: keyof K['verbs'] & string, isAlive: boolean): Promise<void>
  /** Makes a space; gives its id in hexadecimal. The two of the federation are made once, when it is founded. */
  addSpace(name: SpaceName): Promise<string>
  /** Writes what follows in this person's name, where nobody is signed in (founding, an accepted invitation, a planned text); null: in nobody's. */
  actAs(person: string | null): void
  /** One act of many operations: only full segments and its end are sealed. */
  bulk(): void
  /** Notes that this person has seen the alarms up to that instant (milliseconds): they go to the file of those seen. */
  acknowledgeAlarms(person: string, upTo: number): void
}

/** Where an entity is created: the two spaces of the federation, or an association's own (its space's id in hexadecimal). */
export type Place = 'public' | 'federation' | { readonly space: string }

export type WriteOptions = {
  /** Random id of a page's outbox, or of a form: the same one again writes nothing. */
  readonly client?: Bytes
  /** `version` of the entity that the writer had before their eyes: what was written since then is kept beside. */
  readonly base?: number
  /** When it was done, milliseconds, if not now. */
  readonly time?: number
  readonly verb?: string
}

/** A signed-in person with their session. */
export type NodeActor = NonNullable<Actor> & { readonly session: string }

export type Query<Input, Output> = {
  readonly input: v.GenericSchema<unknown, Input>
  run(context: QueryContext, input: Input): Promise<Output>
}
export type Command<Input, Output> = {
  readonly input: v.GenericSchema<unknown, Input>
  run(context: CommandContext, input: Input): Promise<Output>
}

export const query = <Input, Output>(
  input: v.GenericSchema<unknown, Input>,
  run: Query<Input, Output>['run'],
): Query<Input, Output> => ({ input, run })
export const command = <Input, Output>(
  input: v.GenericSchema<unknown, Input>,
  run: Command<Input, Output>['run'],
): Command<Input, Output> => ({ input, run })

/** What a query or command gives, by type: for routes that call by name. */
export type OutputOf<Q> = Q extends { run(context: any, input: any): Promise<infer Output> } ? Output : never
export type InputOf<Q> = Q extends { run(context: any, input: infer Input): Promise<any> } ? Input : never
