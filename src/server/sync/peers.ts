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
})
export type Peer = v.InferOutput<typeof PeerFile>
const File = v.object({
  peers: v.array(PeerFile),
  /** Keys in which spaces from elsewhere are rooted: whoever paired said so at this node. */
  roots: v.array(hex(32)),
})

/** The nodes that this one is paired with, in a file of the key folder: who alters the database adds none and widens nothing. */
export type Peers = {
  list(): readonly Peer[]
  /** By the id that its requests carry; null for a stranger's. */
  byLinkId(id: Bytes): Peer | null
  byNode(node: string): Peer | null
  /** Adds a peer, or puts it in the place of what was known of that node. */
  save(peer: Peer): void
  /** Changes what is known of a node as it is now. */
  change(node: string, changes: Partial<Omit<Peer, 'node'>>): void
  trust(root: Bytes): void
  isTrusted(root: Bytes): boolean
}

export function openPeers(folder: string): Peers {
  const path = join(folder, 'peers.json')
  let file: v.InferOutput<typeof File> = existsSync(path)
    ? v.parse(File, JSON.parse(readFileSync(path, 'utf8')))
    : { peers: [], roots: [] }
  const save = (next: typeof file) => {
    writeDurably(path, JSON.stringify(next), 0o600)
    file = next
  }
  const put = (peer: Peer) => {
    const others = file.peers.filter((one) => one.node !== peer.node)
    save({ ...file, peers: [...others, peer] })
  }
  const byNode = (node: string) => file.peers.find((one) => one.node === node) ?? null
  return {
    list: () => file.peers,
    byLinkId: (id) =>
      file.peers.find((one) => bytesToHex(secretToLinkId(hexToBytes(one.secret) as Bytes)) === bytesToHex(id)) ?? null,
    byNode,
    save: put,
    change(node, changes) {
      const peer = byNode(node)
      if (peer) put({ ...peer, ...changes })
    },
    trust(root) {
      const text = bytesToHex(root)
      if (!file.roots.includes(text)) save({ ...file, roots: [...file.roots, text] })
    },
    isTrusted: (root) => file.roots.includes(bytesToHex(root)),
  }
}
