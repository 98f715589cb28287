import type { CommandContext, NodeActor } from '#features/feature.server.ts'
import { machineAuthor } from '#features/portal/index.server.ts'
import type { Done } from '../node/node.ts'
import type { OpenNode } from '../node/open-node.ts'

/** One transaction of an import, in its author's name. */
export type Write = (work: (context: CommandContext) => Promise<unknown>) => Promise<Done>

/** In the name of who asked; from the shell, in the machine's (docs/decisions). */
export const writingAs =
  (node: OpenNode, actor: NodeActor | null): Write =>
  (work) =>
    node.perform(actor, async (context) => {
      if (!actor) context.actAs(await machineAuthor(context))
      return work(context)
    })

export const isTagged = (value: unknown): value is { readonly tag: string } =>
  typeof value === 'object' && value !== null && 'tag' in value
