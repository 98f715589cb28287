import type { OpenNode } from './open-node.ts'

/** What the shell and the node's own watch ask of the whole node, by name: verify, backup and the like. */
export const acts: { readonly [name: string]: (node: OpenNode, input: unknown) => Promise<unknown> } = {}
