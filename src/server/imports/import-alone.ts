import * as v from 'valibot'
import { instantToDay } from '#core/text/format.ts'
import type { NodeActor } from '#features/feature.server.ts'
import { readRoles } from '#features/membership/index.server.ts'
import type { OpenNode } from '../node/open-node.ts'
import {
  ImportInput,
  importWordpress,
  type ImportFailure,
  type ImportInput as Input,
  type ImportProgress,
} from './import-wordpress.ts'
import type { ImportReport } from './report.ts'

/** The one that is at work on each node: they share a folder, and two would wait for each other all along. */
const running = new WeakMap<OpenNode, AbortController>()

type Outcome = ImportReport | ImportFailure

/** One import at a time on a node, from the shell or a page. */
export const importAlone = (node: OpenNode, input: Input, progress: ImportProgress): Promise<Outcome> =>
  alone(node, (signal) => importWordpress(node, input, progress, signal))

/** From its first moment it can be asked to end. */
async function alone(node: OpenNode, work: (signal: AbortSignal) => Promise<Outcome>): Promise<Outcome> {
  if (running.has(node)) return { tag: 'import-running' }
  const controller = new AbortController()
  running.set(node, controller)
  try {
    return await work(controller.signal)
  } finally {
    running.delete(node)
  }
}

export const PersonalImport = v.object({
  ...v.omit(ImportInput, ['actor']).entries,
  person: v.pipe(v.string(), v.regex(/^[0-9a-f]{24}$/)),
  isSecure: v.boolean(),
})
export type PersonalImport = v.InferOutput<typeof PersonalImport>

/** In somebody's name, who may do what their roles allow when it begins, or goes on after a restart: their session isn't needed any more. */
export const importForPerson = (
  node: OpenNode,
  { person, isSecure, ...input }: PersonalImport,
  progress: ImportProgress,
): Promise<Outcome> =>
  alone(node, async (signal) => {
    const mandates = await readRoles(node.sql, person, instantToDay(node.clock(), 'Europe/Paris'))
    const actor: NodeActor = { person, mandates, isSecure, session: '' }
    return importWordpress(node, { ...input, actor }, progress, signal)
  })

/** Asks the one that is at work to end after the text in hand. */
export const stopImport = (node: OpenNode): void => running.get(node)?.abort()
