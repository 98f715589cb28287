import type { NodeActor } from '#features/feature.server.ts'

/** What the house needs of the domain, and nothing else: it knows no kind, no space and no rule. */
export interface NodePort {
  /**
   * Runs a named query for an actor; `tags` says what the answer was made from (entity ids and list names), `expires` when
   * it stops being true by itself (milliseconds since 1970).
   */
  query(name: string, input: unknown, actor: Actor | null): Promise<NodeAnswer>
  /** Runs a named command. Resolves after the commit is on disk. `changed` are tags. */
  command(name: string, input: unknown, actor: Actor | null): Promise<{ value: unknown; changed: readonly string[] }>
  /** Called after every commit, in order, with what changed. Returns a function that stops the calls. */
  onChange(listener: (changed: readonly string[]) => void): () => void
}

export interface NodeAnswer {
  readonly value: unknown
  readonly tags: readonly string[]
  readonly expires?: number | null
}

/** Who acts. Found from a session cookie by the query `SESSION_QUERY`; the house hands it on and never looks inside. */
export type Actor = NodeActor

/** Asked with `{ token }` (the cookie's text, never logged); its value is an `Actor`, or null for an unknown or ended session. */
export const SESSION_QUERY = 'accounts.actor'
