import { hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { readWaiting } from '#core/sync/waiting.ts'
import type { LinkDoor, LinkedPlace } from '#features/link-door.ts'
import type { OpenNode } from '../node/open-node.ts'
import { budgetLeft } from './budget.ts'
import { createCallLoop, PACE } from './call-loop.ts'
import type { CallLoop, Pace } from './call-loop.ts'
import { monthOf, usedInMonth } from './peers.ts'

export type LinkDesk = LinkDoor & {
  /** From now on peers are called by themselves: in the program that serves, not in a shell command. */
  startCalls(pace?: Pace): void
  stopCalls(): Promise<void>
  noteCalled(peer: string): void
}

/** While the month's budget is spent the peers are asked now and then, for the little that passes all the same. */
const SPENT_EVERY = 6 * 3_600_000

/** The link as people see and keep it: what pages ask and say, and the calls that a running node makes by itself. */
export function createLinkDesk(openNode: () => OpenNode): LinkDesk {
  let loop: CallLoop | null = null
  let stopListening = () => {}
  let code: string | null = null
  let joining: ReturnType<LinkDoor['joining']> = null

  return {
    places() {
      const { links, clock } = openNode()
      return links.peers.list().map((peer): LinkedPlace => {
        const month = peer.used.find((one) => one.month === monthOf(clock()))
        const { node, name, url, spaces, lastReal, lastCall, failure } = peer
        return {
          node,
          name,
          spaces,
          lastReal,
          lastCall,
          failure,
          address: url,
          speed: peer.line?.speed ?? null,
          used: { up: month?.up ?? 0, down: month?.down ?? 0 },
          ...(loop?.stateOf(node) ?? { isCalling: false, nextIn: null }),
        }
      })
    },
    terms: () => openNode().links.peers.terms(),
    setTerms: (terms) => openNode().links.peers.setTerms(terms),
    month() {
      const node = openNode()
      const left = budgetLeft(node)
      return {
        used: usedInMonth(node.links.peers.list(), node.clock()),
        left: left === Infinity ? null : left,
      }
    },
    ask: (node, isForced) => loop?.ask(node, isForced) ?? false,
    describe: (node, name, address) => openNode().links.peers.change(node, { name, url: address }),
    remove: (node) => openNode().links.peers.remove(node),

    offer() {
      const { offers } = openNode().links
      const offer = offers.standing()
      if (!offer) return null
      const { asking, decision, spaces } = offer
      return {
        code,
        decision,
        spaces,
        secondsLeft: offers.secondsLeft(),
        asking: asking && { node: asking.node, name: asking.name },
      }
    },
    async makeOffer(reader) {
      const node = openNode()
      const { spacesToOffer } = await import('./offering.ts')
      const spaces = await spacesToOffer(node, reader, ['public'])
      if ('tag' in spaces) return spaces
      // What its node may vouch for is said with the yes.
      const offer = { spaces: spaces.chosen, role: 'reader', isAgreed: false } as const
      code = node.links.offers.make(offer, node.identity.keys.publicKey)
      return null
    },
    decide(node, { isAgreed, role }) {
      const { offers } = openNode().links
      const offer = offers.standing()
      if (!offer?.asking || offer.asking.node !== node || offer.decision !== null) return false
      offers.save({ ...offer, role, decision: isAgreed ? 'yes' : 'no' })
      return true
    },
    endOffer() {
      code = null
      openNode().links.offers.end()
    },

    joining: () => joining,
    join(input) {
      if (joining && joining.outcome === null) return false
      joining = { address: input.address, outcome: null, name: null }
      void joinBeside(openNode(), input).then((outcome) => (joining = { address: input.address, ...outcome }))
      return true
    },

    startCalls(pace = PACE) {
      const node = openNode()
      const { peers } = node.links
      loop ??= createCallLoop({
        peers: () => peers.list().flatMap((peer) => (peer.url ? [peer.node] : [])),
        isWaiting: (peer) => isWaitingFor(node, peer),
        async call(peer, how) {
          const known = peers.byNode(peer)
          if (!known?.url) return null
          // Loaded with the first call: a node that is tied to nobody needs none of it.
          const { callPeer } = await import('./call-peer.ts')
          try {
            return (await callPeer(node, known, new URL(known.url), how)).failure
          } catch (error) {
            if (!how.signal.aborted) console.error(`call: ${String(error)}`)
            return 'bug'
          }
        },
        now: () => performance.now(),
        wait(milliseconds, run) {
          const timer = setTimeout(run, milliseconds)
          return () => clearTimeout(timer)
        },
        random: () => (node.random(1)[0] as number) / 255,
        pace: () => (budgetLeft(node) > 0 ? pace : { ...pace, every: Math.max(pace.every, SPENT_EVERY) }),
      })
      stopListening = node.onChange(() => loop?.noteChange())
    },
    noteCalled: (peer) => loop?.noteCalled(peer),
    async stopCalls() {
      stopListening()
      await loop?.stop()
    },
  }
}

async function joinBeside(node: OpenNode, { code, address, name }: { code: string; address: string; name: string }) {
  try {
    const { join } = await import('./joining.ts')
    const joined = await join(node, code, new URL(address), name)
    return 'tag' in joined ? { outcome: joined.tag, name: null } : { outcome: 'joined', name: joined.name }
  } catch (error) {
    console.error(`join: ${String(error)}`)
    return { outcome: 'disk-error', name: null }
  }
}

async function isWaitingFor({ store, links }: OpenNode, peer: string): Promise<boolean> {
  const spaces = links.peers.byNode(peer)?.spaces ?? []
  return store.read(async (reader) => {
    for (const space of await reader.spaces()) {
      if (!spaces.includes(Buffer.from(space.id).toString('hex'))) continue
      if ((await readWaiting(reader, hexToBytes(peer) as Bytes, space)).segments.length > 0) return true
    }
    return false
  })
}
