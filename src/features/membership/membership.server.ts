import type { Feature } from '#features/feature.server.ts'
import { members, membersMap } from './members-pages.server.ts'
import { membershipTables, projectMembership } from './membership-tables.server.ts'
import { charterPage, federationPage, timeline } from './public-pages.server.ts'

/** Membership: the federation itself as data (system 13). */
export const membership = {
  name: 'membership',
  tables: membershipTables,
  project: projectMembership,
  queries: { members, membersMap, federationPage, timeline, charterPage },
  commands: {},
} satisfies Feature
