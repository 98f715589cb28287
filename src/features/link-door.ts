import type { Reader } from '#core/ports.ts'

/** What pages and their queries may ask of the node's link to others. Nothing here waits for a line or for the disk of somebody else. */
export type LinkDoor = {
  /** The nodes that this one is tied to, in the order in which they were. */
  places(): readonly LinkedPlace[]
  terms(): LinkTerms
  setTerms(terms: LinkTerms): void
  /** Bytes that passed this month with all of them, and those left of the budget (below 0 when more passed; null without a budget). */
  month(): { readonly used: number; readonly left: number | null }
  /** Asks for a call, next of all. `isForced`: whatever the budget. False where there is no address, or this program doesn't call. */
  ask(node: string, isForced: boolean): boolean
  /** What people here call it, and where it answers; null for one that only calls. */
  describe(node: string, name: string, address: string | null): void
  /** Nothing is exchanged with it any more. */
  remove(node: string): void
  /** The offer that stands; null when there is none. */
  offer(): LinkOffer | null
  /** Makes one of the public space in the place of the last, or says why not: `not-founded`, `no-officer-node`. */
  makeOffer(reader: Reader): Promise<{ readonly tag: string } | null>
  /** Yes or no to who brought the code, and what its node may vouch for. False when it is no longer that one. */
  decide(node: string, answer: { readonly isAgreed: boolean; readonly role: LinkRole }): boolean
  endOffer(): void
  /** The joining that goes on or was the last; null before any. */
  joining(): LinkJoining | null
  /** Brings a code to where it was made; what comes of it is told by `joining`. False while another is going on. */
  join(input: { readonly code: string; readonly address: string; readonly name: string }): boolean
}

export type LinkRole = 'reader' | 'contributor' | 'editor' | 'officer'

/** Instants are milliseconds by this node's clock. */
export type LinkedPlace = {
  /** Its key, hexadecimal. */
  readonly node: string
  readonly name: string
  /** Where it answers; null for one that only calls. */
  readonly address: string | null
  readonly spaces: readonly string[]
  /** The last authenticated answer or request. */
  readonly lastReal: number | null
  /** Bits per second as last measured. */
  readonly speed: number | null
  readonly lastCall: {
    readonly at: number
    readonly operationsIn: number
    readonly operationsOut: number
    /** What was known to wait still on either side, pictures too. */
    readonly waiting: number
    readonly bytes: number
    readonly seconds: number
  } | null
  readonly failure: { readonly at: number; readonly reason: string } | null
  /** This month, bytes. */
  readonly used: { readonly up: number; readonly down: number }
  readonly isCalling: boolean
  /** Milliseconds until it is called by itself; null where it isn't. */
  readonly nextIn: number | null
}

export type LinkTerms = {
  /** What a megabyte costs, in thousandths of the currency's unit; null when nobody counts. */
  readonly price: number | null
  readonly currency: 'EUR' | 'XOF'
  /** Megabytes a month that may pass by themselves; null when as many as there are. */
  readonly budget: number | null
}

export type LinkOffer = {
  /** Null once the program was started anew: only its hash is kept. */
  readonly code: string | null
  readonly secondsLeft: number
  readonly spaces: readonly string[]
  /** Who brought the code. */
  readonly asking: { readonly node: string; readonly name: string } | null
  readonly decision: 'yes' | 'no' | null
}

export type LinkJoining = {
  readonly address: string
  /** Null while it goes on; then the failure's tag, or `joined`. */
  readonly outcome: string | null
  /** What the other is called, once joined. */
  readonly name: string | null
}
