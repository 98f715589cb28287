/** A complete answer as the pages made it, before any encoding. */
export interface Rendered {
  readonly status: number
  /** Lower-case names; no set-cookie, no length, no encoding. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
  /** What it was made from. An answer made from nothing known isn't kept: nothing would ever put it right. */
  readonly tags: readonly string[]
  /** When it stops being true by itself (a scheduled article, midnight), in milliseconds since 1970. */
  readonly expires: number | null
  /** False for what depends on more than its address (a host name, an error): answered, never kept. */
  readonly isShared: boolean
}

/** Makes the public answer of a key; null when the address isn't a public page. */
export type Render = (key: string) => Promise<Rendered | null>
