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

  alarms: async (node) => node.alarms.list(),

  async acknowledgeAlarms(node, input) {
    node.alarms.acknowledge(v.parse(v.string(), input), node.clock())
    return null
  },
}

const pageAltered = (address: string): Finding => ({
  tag: 'page-altered',
  sentence: `Une page gardée en mémoire n’était plus celle qui avait été faite (${address})\u00a0: elle a été refaite.`,
  entities: [],
  isMended: true,
})
