import { en } from './en.ts'
import { fr } from './fr.ts'

export type { MembershipMessages } from './fr.ts'
export const membershipMessages = { fr, en }
