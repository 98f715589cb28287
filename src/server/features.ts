import type { Feature } from '#features/feature.server.ts'

/** Every feature of this node, in the order in which they project. */
export const features: readonly Feature[] = []
