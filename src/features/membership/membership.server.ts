import type { Feature } from '#features/feature.server.ts'
import { applications, apply, decide, readApplication, sponsor } from './applications.server.ts'
import { chartersToKeep, newCharter, signCharter } from './charter-acts.server.ts'
import {
  addMilestone,
  describeFederation,
  editMilestone,
  federationToKeep,
  milestonesToKeep,
  withdrawMilestone,
} from './federation-acts.server.ts'
import { counterFee, fees, payFee, setFee } from './fees.server.ts'
import { members, membersMap } from './members-pages.server.ts'
import { membershipTables, projectMembership } from './membership-tables.server.ts'
import {
  associationToKeep,
  describeAssociation,
  leave,
  myOffices,
  openPeriod,
  periodsToKeep,
} from './own-association.server.ts'
import { charterPage, federationPage, timeline } from './public-pages.server.ts'
import { register } from './register.server.ts'
import { todo } from './todo.server.ts'
import { callVote, castVote, closeVote, votes } from './votes.server.ts'

/** Membership: the federation itself as data (system 13). */
export const membership = {
  name: 'membership',
  tables: membershipTables,
  project: projectMembership,
  queries: {
    members,
    membersMap,
    federationPage,
    timeline,
    charterPage,
    applications,
    readApplication,
    associationToKeep,
    todo,
    myOffices,
    periodsToKeep,
    fees,
    votes,
    federationToKeep,
    milestonesToKeep,
    chartersToKeep,
    register,
  },
  commands: {
    apply,
    sponsor,
    decide,
    describeAssociation,
    leave,
    openPeriod,
    newCharter,
    signCharter,
    setFee,
    payFee,
    counterFee,
    callVote,
    castVote,
    closeVote,
    describeFederation,
    addMilestone,
    editMilestone,
    withdrawMilestone,
  },
} satisfies Feature
