import * as v from 'valibot'
import { backUp } from '../backup/backup.ts'
import { verifyNode } from '../verify/verify-node.ts'
import type { Finding } from '../verify/finding.ts'
import type { OpenNode } from './open-node.ts'

/** What the shell and the node's own watch ask of the whole node, by name. */
export const acts: { readonly [name: string]: (node: OpenNode, input: unknown) => Promise<unknown> } = {
  /** Reads everything, raises an alarm for what differs; gives the findings. */
  async verify(node) {
    // A check that can't be ended is an alarm too.
    const findings = await verifyNode(node).catch((error: unknown): readonly Finding[] => [unreadable(error)])
    const since = node.alarms.lastSound()
    node.alarms.raise(findings, node.clock(), since)
    if (findings.length === 0) node.alarms.sound(node.clock())
    return { findings, since }
  },

  /** `input`: the path of the file to write, absolute. */
  backup: (node, input) => backUp(node, v.parse(v.pipe(v.string(), v.maxLength(4096)), input)),

  alarms: async (node) => node.alarms.list(),

  async acknowledgeAlarms(node, input) {
    node.alarms.acknowledge(v.parse(v.string(), input), node.clock())
    return null
  },
}

const unreadable = (error: unknown): Finding => ({
  tag: 'database-damaged',
  sentence: `La base n’a pas pu être relue entièrement : ${String(error)}`,
  entities: [],
  isMended: false,
})
