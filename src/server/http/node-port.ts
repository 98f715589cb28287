/** What the house needs of the domain, and nothing else: it knows no kind, no space and no rule. */
export interface NodePort {
  /** Runs a named query for an actor; `tags` says what the answer was made from (entity ids and list names). */
  query(name: string, input: unknown, actor: Actor | null): Promise<{ value: unknown; tags: readonly string[] }>
  /** Runs a named command. Resolves after the commit is on disk. `changed` are tags. */
  command(name: string, input: unknown, actor: Actor | null): Promise<{ value: unknown; changed: readonly string[] }>
  /** Called after every commit, in order, with what changed. Returns a function that stops the calls. */
  onChange(listener: (changed: readonly string[]) => void): () => void
}

/** Who acts. Found from a session cookie by the query `SESSION_QUERY`; the house hands it on and never looks inside. */
export interface Actor {
  readonly person: string
  readonly session: string
}

/** Asked with `{ token }` (the cookie's text, never logged); its value is an `Actor`, or null for an unknown or ended session. */
export const SESSION_QUERY = 'session.actor'

/** Milliseconds since 1970 in UTC. */
export interface Clock {
  now(): number
}

/** Made only at the edge. */
export const systemClock: Clock = { now: () => Date.now() }
