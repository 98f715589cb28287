import type { ExchangeEvent, Step } from '#core/sync/exchange.ts'
import type { OpenNode } from '../node/open-node.ts'
import type { Finding } from '../verify/finding.ts'

/** What came of frames that were taken: counted, told to whoever shows it, and what people must know raised as an alarm. */
export type Tally = {
  operations: number
  /** Pieces of blobs. */
  pieces: number
  refused: number
  reasons: Set<string>
  agreed: Set<string>
  notShared: Set<string>
}
export const newTally = (): Tally => ({
  operations: 0,
  pieces: 0,
  refused: 0,
  reasons: new Set(),
  agreed: new Set(),
  notShared: new Set(),
})

/** Does what a step asks for; false when the disk kept the step from being taken, and the exchange must end here. */
export function settleStep(node: OpenNode, step: Step, tally: Tally): boolean {
  if ('tag' in step) return false
  for (const event of step.events) settleEvent(node, event, tally)
  node.tellTaken()
  return true
}

function settleEvent(node: OpenNode, event: ExchangeEvent, tally: Tally): void {
  switch (event.tag) {
    case 'stored':
      tally.operations += event.operations
      return
    case 'piece':
      tally.pieces++
      return
    case 'agreed':
      tally.agreed.add(event.space)
      return
    case 'not-shared':
      tally.notShared.add(event.space)
      return
    case 'own-log-ahead':
      node.identity.beginIncarnation()
      return raise(node, ownLogAhead)
    case 'forked':
      return raise(node, forked(event.node))
    case 'refused':
      tally.refused++
      tally.reasons.add(event.reason)
      return
    case 'bad-message':
      tally.reasons.add(event.tag)
      return
    case 'no-window':
    case 'blob':
  }
}

const raise = (node: OpenNode, finding: Finding): void =>
  void node.alarms.raise([finding], node.clock(), node.alarms.lastSound())

const ownLogAhead: Finding = {
  tag: 'own-log-ahead',
  sentence:
    'Un autre nœud avait de celui-ci des écritures qui n’étaient plus ici\u00a0: il a été remis à un jour plus ancien, ou son disque a été copié. Elles sont revenues, et ce nœud écrit maintenant dans de nouveaux journaux. Si deux machines tournent avec le même disque, arrêtez-en une.',
  entities: [],
  isMended: true,
}
const forked = (node: string): Finding => ({
  tag: 'log-forked',
  sentence: `Deux suites différentes ont été signées à la même place par le nœud ${node.slice(0, 8)}\u00a0: son disque a été copié et tourne deux fois, ou quelqu’un a sa clé. Les deux suites sont gardées. Appelez les personnes qui tiennent ce nœud.`,
  entities: [],
  isMended: false,
})
