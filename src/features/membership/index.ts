import { application, fee, vote } from './application.ts'
import { association } from './association.ts'
import { charter } from './charter.ts'
import { federation, UNNAMED } from './federation.ts'
import { milestone } from './milestone.ts'
import { period } from './period.ts'
import { mandate, person, ROLES } from './person.ts'

/** Membership's door: what other features and the registry may use. */
export const membershipKinds = [
  federation,
  association,
  period,
  milestone,
  charter,
  person,
  mandate,
  application,
  fee,
  vote,
]
export { application, association, charter, federation, fee, mandate, milestone, period, person, ROLES, UNNAMED, vote }
export { contactToText, textToContact } from './contact.ts'
export { ACCENTS } from './association.ts'
export { COUNTRY_ZONES, textToPlace, townToText } from './place.ts'
export { membershipFailure } from './failures.ts'
export type { MembershipFailure } from './failures.ts'
export type { FormAnswer } from './forms.ts'
