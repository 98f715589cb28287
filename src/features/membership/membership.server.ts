import type { Feature } from '#features/feature.server.ts'
import { membershipTables, projectMembership } from './membership-tables.server.ts'

/** Membership: the federation itself as data (system 13). */
export const membership = {
  name: 'membership',
  tables: membershipTables,
  project: projectMembership,
  queries: {},
  commands: {},
} satisfies Feature
