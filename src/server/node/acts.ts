import * as v from 'valibot'
import { watchNode } from '../verify/watch.ts'
import type { Finding } from '../verify/finding.ts'
import type { OpenNode } from './open-node.ts'

/** What the shell and the node's own watch ask of the whole node, by name. */
export const acts: {
  readonly [name: string]: (node: OpenNode, input: unknown, progress: (facts: unknown) => void) => Promise<unknown>
} = {
  /** Reads everything, raises an alarm for what differs; gives the findings. */
  verify: watchNode,

  /** `input`: addresses of kept pages whose bytes in memory weren't those that were made any more. */
  async pagesAltered(node, input) {
    const pages = v.parse(v.pipe(v.array(v.pipe(v.string(), v.maxLength(2048))), v.maxLength(10_000)), input)
    node.alarms.raise(pages.map(pageAltered), node.clock(), node.alarms.lastSound())
    return null
  },

  /** `input`: the path of the file to write, absolute. What encrypts weighs 3 MB in memory: it comes when it's needed. */
  async backup(node, input) {
    const { backUp } = await import('../backup/backup.ts')
    return backUp(node, v.parse(v.pipe(v.string(), v.maxLength(4096)), input))
  },

  /** `input`: ImportInput. Gives a report, or a tagged failure. */
  async importWordpress(node, input, progress) {
    const { ImportInput } = await import('../imports/import-wordpress.ts')
    const { importAlone } = await import('../imports/import-alone.ts')
    return importAlone(node, v.parse(ImportInput, input), progress)
  },

  /** `input`: PersonalImport, as a page asks. */
  async importForPerson(node, input, progress) {
    const { importForPerson, PersonalImport } = await import('../imports/import-alone.ts')
    return importForPerson(node, v.parse(PersonalImport, input), progress)
  },

  async stopImport(node) {
    const { stopImport } = await import('../imports/import-alone.ts')
    stopImport(node)
    return null
  },

  /** What this node says of its keys to whoever asks, signed. */
  keysDocument: (node) => node.links.keys.document(),

  /** `input`: the bytes of a request to be paired. Gives the status and the sealed answer. */
  async answerPairing(node, input) {
    const { answerPairing } = await import('../sync/offering.ts')
    return answerPairing(node, v.parse(v.instance(Uint8Array), input))
  },

  /** `input`: what is offered. Gives the code, or a tagged failure. */
  async offerPairing(node, input) {
    const { makeOffer } = await import('../sync/offering.ts')
    return makeOffer(node, v.parse(OfferInput, input))
  },

  /** Who brought the code of the standing offer, and what was decided; null when no offer stands. */
  async standingOffer(node) {
    const offer = node.links.offers.standing()
    return offer && { asking: offer.asking?.name ?? null, node: offer.asking?.node ?? null, decision: offer.decision }
  },

  /** `input`: yes or no, of the person at this node to whoever brought the code. */
  async decideOffer(node, input) {
    const offer = node.links.offers.standing()
    const { isAgreed } = v.parse(v.object({ isAgreed: v.boolean() }), input)
    if (offer?.asking) node.links.offers.save({ ...offer, decision: isAgreed ? 'yes' : 'no' })
    return null
  },

  /** `input`: a code, where the node that made it answers, and what this one is called. */
  async joinNode(node, input) {
    const { code, url, name } = v.parse(JoinInput, input)
    const { join } = await import('../sync/joining.ts')
    return join(node, code, new URL(url), name)
  },

  /** Calls the peers (or, with `url`, the one that answers there) until all hold the same, or nothing moves any more. */
  async sync(node, input) {
    const { url } = v.parse(v.object({ url: v.nullable(Url) }), input)
    const { callPeers } = await import('../sync/call-peers.ts')
    return callPeers(node, url === null ? null : new URL(url))
  },

  /** `input`: where the file goes, absolute, and for which nodes. Gives what was written, or a tagged failure. */
  async writeBundle(node, input) {
    const { writeBundleFile, WriteInput } = await import('../sync/bundles.ts')
    return writeBundleFile(node, v.parse(WriteInput, input))
  },

  /** `input`: the path of a file that was carried here, absolute. Gives what came of it, or a tagged failure. */
  async readBundle(node, input, progress) {
    const { readBundleFile, ReadInput } = await import('../sync/bundles.ts')
    return readBundleFile(node, v.parse(ReadInput, input), progress)
  },

  /** The same, and nothing is kept of it. */
  async verifyBundle(node, input) {
    const { verifyBundleFile, ReadInput } = await import('../sync/bundles.ts')
    return verifyBundleFile(node, v.parse(ReadInput, input))
  },

  /** The nodes to which a file can go, and where what they share with this one is. */
  async bundlePlaces(node) {
    const { listBundlePlaces } = await import('../sync/bundles.ts')
    return listBundlePlaces(node)
  },

  /** `input`: the path of a file of one article a line, absolute. Founds the node first where nothing is founded. Gives a report, or a tagged failure. */
  async importArticles(node, input, progress) {
    const { importArticles } = await import('../imports/import-articles.ts')
    return importArticles(node, v.parse(v.pipe(v.string(), v.maxLength(4096)), input), progress)
  },

  /** The folded state of the spaces that are shared, in a canonical order; each entity is told as progress. Gives how many there were. */
  async exportState(node, _input, progress) {
    const { exportState } = await import('../sync/export-state.ts')
    return exportState(node, progress)
  },

  alarms: async (node) => node.alarms.list(),

  async acknowledgeAlarms(node, input) {
    node.alarms.acknowledge(v.parse(v.string(), input), node.clock())
    return null
  },
}

const Url = v.pipe(v.string(), v.maxLength(300), v.url(), v.regex(/^https?:/))
const OfferInput = v.object({
  spaces: v.pipe(v.array(v.pipe(v.string(), v.maxLength(24))), v.minLength(1), v.maxLength(256)),
  role: v.picklist(['reader', 'contributor', 'editor', 'officer']),
  isAgreed: v.boolean(),
})
const JoinInput = v.object({
  code: v.pipe(v.string(), v.maxLength(100)),
  url: Url,
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
})

const pageAltered = (address: string): Finding => ({
  tag: 'page-altered',
  sentence: `Une page gardée en mémoire n’était plus celle qui avait été faite (${address})\u00a0: elle a été refaite.`,
  entities: [],
  isMended: true,
})
