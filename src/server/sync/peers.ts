import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { bytesToHex, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { writeDurably } from '../node/durable-file.ts'
import { secretToLinkId } from './seal.ts'

const hex = (length: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${2 * length}}$`)))
const PeerFile = v.object({
  /** Its Ed25519 key. */
  node: hex(32),
  /** What people call it. */
  name: v.string(),
  secret: hex(32),
  /** Its keys as it last told them (S5). */
  keys: v.object({ number: v.number(), exchangeKey: hex(32), recipient: v.string() }),
  /** Number of our own exchange key that it was told of. */
  told: v.number(),
  /** Where it answers; null for one that only dials. */
  url: v.nullable(v.string()),
  /** Spaces that people here share with it. */
  spaces: v.array(hex(12)),
  /** The line to it as last measured: where, bits per second (null before enough bytes went), milliseconds of a round trip. */
  line: v.nullable(v.object({ origin: v.string(), speed: v.nullable(v.number()), delay: v.number() })),
  /** When an answer of it was last authenticated, or a request: milliseconds by this node's clock. Nothing else moves it. */
  lastReal: v.nullable(v.number()),
  /** Bytes that really passed, both ways, by month of this node's clock (`YYYY-MM`), the latest last. */
  used: v.optional(v.array(v.object({ month: v.string(), up: v.number(), down: v.number() })), []),
  /** The last call to it that went to its end. */
  lastCall: v.optional(
    v.nullable(
      v.object({
        at: v.number(),
        operationsIn: v.number(),
        operationsOut: v.number(),
        /** What was known to wait still on either side, pictures too. */
        waiting: v.number(),
        bytes: v.number(),
        seconds: v.number(),
      }),
    ),
    null,
  ),
  /** Why the last call ended before; null once one went to its end. */
  failure: v.optional(v.nullable(v.object({ at: v.number(), reason: v.string() })), null),
})
export type Peer = v.InferOutput<typeof PeerFile>
const TermsFile = v.object({
  /** What a megabyte costs, in thousandths of the currency's unit; null when nobody counts. */
  price: v.nullable(v.number()),
  currency: v.picklist(['EUR', 'XOF']),
  /** Megabytes a month that may pass by themselves, all peers together; null when as many as there are. */
  budget: v.nullable(v.number()),
})
/** What the keeper of this node said about its line. */
export type Terms = v.InferOutput<typeof TermsFile>
const NO_TERMS: Terms = { price: null, currency: 'EUR', budget: null }
const File = v.object({
  peers: v.array(PeerFile),
  /** Keys in which spaces from elsewhere are rooted: whoever paired said so at this node. */
  roots: v.array(hex(32)),
  terms: v.optional(TermsFile, NO_TERMS),
})

/** The nodes that this one is paired with, in a file of the key folder: who alters the database adds none and widens nothing. */
export type Peers = {
  list(): readonly Peer[]
  /** By the id that its requests carry; null for a stranger's. */
  byLinkId(id: Bytes): Peer | null
  byNode(node: string): Peer | null
  /** Adds a peer, or puts it in the place of what was known of that node; what passed between the two stays counted. */
  save(peer: Omit<Peer, 'used' | 'lastCall' | 'failure'>): void
  /** Changes what is known of a node as it is now. */
  change(node: string, changes: Partial<Omit<Peer, 'node'>>): void
  /** Nothing is exchanged with it any more; to it, no space is here. */
  remove(node: string): void
  /** Counts bytes that passed; `now`: milliseconds by this node's clock. */
  count(node: string, bytes: { readonly up: number; readonly down: number }, now: number): void
  terms(): Terms
  setTerms(terms: Terms): void
  trust(root: Bytes): void
  isTrusted(root: Bytes): boolean
}

export function openPeers(folder: string): Peers {
  const path = join(folder, 'peers.json')
  let file: v.InferOutput<typeof File> = existsSync(path)
    ? v.parse(File, JSON.parse(readFileSync(path, 'utf8')))
    : { peers: [], roots: [], terms: NO_TERMS }
  const save = (next: typeof file) => {
    writeDurably(path, JSON.stringify(next), 0o600)
    file = next
  }
  const put = (peer: Peer) => {
    const others = file.peers.filter((one) => one.node !== peer.node)
    save({ ...file, peers: [...others, peer] })
  }
  const byNode = (node: string) => file.peers.find((one) => one.node === node) ?? null
  const change: Peers['change'] = (node, changes) => {
    const peer = byNode(node)
    if (peer) put({ ...peer, ...changes })
  }
  return {
    list: () => file.peers,
    byLinkId: (id) =>
      file.peers.find((one) => bytesToHex(secretToLinkId(hexToBytes(one.secret) as Bytes)) === bytesToHex(id)) ?? null,
    byNode,
    save(peer) {
      const known = byNode(peer.node)
      put({ used: known?.used ?? [], lastCall: known?.lastCall ?? null, failure: null, ...peer })
    },
    change,
    remove: (node) => save({ ...file, peers: file.peers.filter((one) => one.node !== node) }),
    count(node, { up, down }, now) {
      const used = byNode(node)?.used ?? []
      const month = monthOf(now)
      const before = used.find((one) => one.month === month) ?? { up: 0, down: 0 }
      const others = used.filter((one) => one.month !== month).slice(1 - MONTHS)
      change(node, { used: [...others, { month, up: before.up + up, down: before.down + down }] })
    },
    terms: () => file.terms,
    setTerms: (terms) => save({ ...file, terms }),
    trust(root) {
      const text = bytesToHex(root)
      if (!file.roots.includes(text)) save({ ...file, roots: [...file.roots, text] })
    },
    isTrusted: (root) => file.roots.includes(bytesToHex(root)),
  }
}

/** Months that are remembered. */
const MONTHS = 13
/** `YYYY-MM` of an instant, in universal time. */
export const monthOf = (now: number): string => new Date(now).toISOString().slice(0, 7)

/** Bytes that passed in the month of this instant, with these peers together. */
export const usedInMonth = (peers: readonly Peer[], now: number): number =>
  peers.reduce((sum, { used }) => {
    const one = used.find(({ month }) => month === monthOf(now))
    return sum + (one ? one.up + one.down : 0)
  }, 0)
