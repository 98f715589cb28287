import type { Role } from '../kind.ts'

/** A mandate in force today: a role in an association, or in the federation (null). Whoever makes the actor leaves ended ones out. */
export type Mandate = { readonly association: string | null; readonly role: Role }

/** Who asks. Null is a visitor. */
export type Actor = {
  /** Person id, hexadecimal. */
  readonly person: string
  readonly mandates: readonly Mandate[]
  /** HTTPS, or the box's own screen. */
  readonly isSecure: boolean
} | null

export type Subject = {
  /** Whose it is: an association's id, null for the federation's own. Left out: nobody's (R5). */
  readonly association?: string | null
  /** The person whom it concerns; for a text, who changed it last. */
  readonly owner?: string
  readonly state?: State
  /** Whether the association wants a second reader. */
  readonly wantsSecondReader?: boolean
  /** The person who lately said that it wants none any more. */
  readonly secondReaderEndedBy?: string
  /** Officers in force of the association, the owner left out. */
  readonly officers?: number
}
/** Draft: draft, asked (a second reader), agreed, returned. Public copy: published, withdrawn. Charter: signed. Vote: closed. */
export type State = 'draft' | 'asked' | 'agreed' | 'returned' | 'published' | 'withdrawn' | 'signed' | 'closed'

export type Refusal = {
  readonly tag:
    | 'needs-sign-in'
    /** It would be allowed over HTTPS or on the box's own screen. */
    | 'needs-secure'
    | 'not-allowed'
}

/** Whether this actor may do this to that subject: RULES.md, and nothing else. */
export const can = (actor: Actor, action: Action, subject: Subject): boolean =>
  refusalOf(actor, action, subject) === null

/** Why not; null when it is allowed. */
export function refusalOf(actor: Actor, action: Action, subject: Subject): Refusal | null {
  let waitsForSecure = false
  for (const clause of RULES[action] as readonly Clause[]) {
    if (!clause.allows(actor, subject)) continue
    if (!clause.isOfficerAct || actor?.isSecure) return null
    waitsForSecure = true
  }
  if (!actor) return { tag: 'needs-sign-in' }
  return { tag: waitsForSecure ? 'needs-secure' : 'not-allowed' }
}

type Test = (actor: Actor, subject: Subject) => boolean
type Clause = { readonly isOfficerAct: boolean; readonly allows: Test }

const RANK: Readonly<Record<Role, number>> = { reader: 0, contributor: 1, editor: 2, officer: 3 }

const holds = (actor: Actor, role: Role, isThere: (association: string | null) => boolean): boolean =>
  actor?.mandates.some((one) => RANK[one.role] >= RANK[role] && isThere(one.association)) ?? false

const ofItsPlace =
  (role: Role): Test =>
  (actor, { association }) =>
    association !== undefined && holds(actor, role, (place) => place === association)
const ofTheFederation =
  (role: Role): Test =>
  (actor) =>
    holds(actor, role, (place) => place === null)
const ofAnAssociation =
  (role: Role): Test =>
  (actor) =>
    holds(actor, role, (place) => place !== null)
/** R2 and, for the federation's own, R4. */
const readers: Test = (actor, subject) =>
  ofItsPlace('reader')(actor, subject) || (subject.association === null && holds(actor, 'reader', () => true))
const contributors = ofItsPlace('contributor')
const editors = ofItsPlace('editor')
const officers = ofItsPlace('officer')
const federationOfficers = ofTheFederation('officer')

const everybody: Test = () => true
const oneself: Test = (actor, { owner }) => actor !== null && owner === actor.person
/** Somebody else, known to be: an owner left out might be the actor. */
const another: Test = (actor, { owner }) => actor !== null && owner !== undefined && owner !== actor.person
const forAnAssociation: Test = (_, { association }) => typeof association === 'string'
const wasAgreed: Test = (actor, { wantsSecondReader, secondReaderEndedBy, state }) =>
  state === 'agreed' || (!wantsSecondReader && (!secondReaderEndedBy || secondReaderEndedBy !== actor?.person))
const is =
  (state: State): Test =>
  (_, subject) =>
    subject.state === state
const isNot =
  (state: State): Test =>
  (_, subject) =>
    subject.state !== state
const hasFewerOfficersThan =
  (count: number): Test =>
  (_, subject) =>
    typeof subject.association === 'string' && subject.officers !== undefined && subject.officers < count

const all =
  (tests: readonly Test[]): Test =>
  (actor, subject) =>
    tests.every((test) => test(actor, subject))
/** Who may, when everything named holds. */
const allow = (...tests: readonly Test[]): Clause => ({ isOfficerAct: false, allows: all(tests) })
/** The same where only an officer's role allows it: R6. */
const allowAct = (...tests: readonly Test[]): Clause => ({ isOfficerAct: true, allows: all(tests) })

const RULES = {
  'workspace.enter': [allow((actor) => actor !== null)],

  'portal.read': [allow(everybody, is('published'))], // R10
  'portal.read-draft': [allow(readers)], // R11
  'portal.write': [allow(contributors)], // R12
  'portal.add-picture': [allow(contributors)], // R12
  'portal.ask-review': [allow(contributors)], // R12
  'portal.discard': [allow(contributors, oneself), allow(editors)], // R13
  'portal.publish': [allow(editors, wasAgreed)], // R14, R15, R21
  'portal.schedule': [allow(editors, wasAgreed)], // R14, R15, R21
  'portal.withdraw': [allow(editors), allowAct(federationOfficers, forAnAssociation)], // R14, R17
  'portal.review': [allow(editors, another)], // R16
  'portal.import': [allow(editors)], // R18
  'history.read': [allow(readers)], // R11
  'history.restore': [allow(editors)], // R18
  'alarms.see': [allow(editors), allow(federationOfficers)], // R19
  'alarms.decide': [allow(editors), allowAct(federationOfficers)], // R19
  'timeline.edit': [allow(ofTheFederation('editor'))], // R20

  'membership.apply': [allow(everybody)], // R30
  'membership.read-applications': [allow(ofAnAssociation('officer')), allow(federationOfficers)], // R31
  'membership.sponsor': [allowAct(officers, forAnAssociation)], // R32
  'membership.vote': [allowAct(officers, forAnAssociation, isNot('closed'))], // R32, R35
  'membership.sign': [allowAct(officers, forAnAssociation)], // R32
  'membership.decide': [allowAct(federationOfficers)], // R33
  'membership.period': [allowAct(federationOfficers)], // R33
  'membership.fee': [allowAct(federationOfficers)], // R33
  'membership.charter': [allowAct(federationOfficers, isNot('signed'))], // R33, R34
  'membership.call-vote': [allowAct(federationOfficers)], // R33
  'membership.describe-association': [allowAct(officers, forAnAssociation)], // R36
  'membership.leave': [allowAct(officers, forAnAssociation), allowAct(federationOfficers, forAnAssociation)], // R36
  'membership.register': [allowAct(federationOfficers)], // R38
  'membership.read-fees': [allow(officers), allow(federationOfficers)], // R38
  'membership.read-votes': [allow(readers)], // R39
  'federation.describe': [allowAct(federationOfficers)], // R37

  'accounts.invite': [allowAct(officers), allowAct(federationOfficers, hasFewerOfficersThan(1))], // R50, R52
  'accounts.grant': [allowAct(officers, another), allowAct(federationOfficers, another, hasFewerOfficersThan(1))], // R50–R52
  'accounts.end-mandate': [allow(oneself), allowAct(officers)], // R50, R51
  'accounts.recover': [allowAct(officers, another), allowAct(federationOfficers, another, hasFewerOfficersThan(2))], // R53
  'accounts.describe-person': [allow(oneself), allowAct(officers)], // R54
  'accounts.read-people': [allow(oneself), allow(readers), allow(federationOfficers)], // R55
  'accounts.admit-device': [allow(officers, another)], // R56

  'link.read-state': [allow(readers)], // R80
  'link.call': [allow(ofAnAssociation('contributor')), allow(ofTheFederation('contributor'))], // R81
  'link.call-anyway': [allow(federationOfficers)], // R82
  'link.keep': [allowAct(federationOfficers)], // R83
  'link.carry': [allow(federationOfficers)], // R84

  'orders.quarantine': [allowAct(federationOfficers)], // R70
  'orders.erase': [allow(oneself), allowAct(officers)], // R71
} as const satisfies Readonly<Record<string, readonly Clause[]>>

export type Action = keyof typeof RULES
/** Every action, for tables of routes and tests. */
export const ACTIONS = Object.keys(RULES) as readonly Action[]
