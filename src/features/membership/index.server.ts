/** Membership's door for other features' server parts. */
export {
  readAssociation,
  readAssociations,
  readFederation,
  readHolders,
  readPeriods,
  readPublicNames,
  readRoles,
} from './associations.server.ts'
export type { AssociationRow } from './associations.server.ts'
export { charterToView, readCharters } from './charters.server.ts'
export { membersMapOf } from './members-pages.server.ts'
export { membership } from './membership.server.ts'
