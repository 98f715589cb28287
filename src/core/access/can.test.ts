import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import type { Role } from '../kind.ts'
import { ACTIONS, can, refusalOf } from './can.ts'
import type { Action, Actor, Mandate, Subject } from './can.ts'

/**
 * The least role that may do each action, written down apart from the code. About an association's subject, for somebody whose role is
 * in: that association, another one, the federation. About the federation's own, for a role in: the federation, an association.
 * `!` marks an officer's act (R6), `-` nobody, `all` visitors too, `anyone` whoever signed in. The subject belongs to somebody else.
 */
const LEAST: Readonly<Record<Action, string>> = {
  'workspace.enter': 'anyone anyone anyone | anyone anyone',
  'portal.read': 'all all all | all all',
  'portal.read-draft': 'reader - - | reader reader',
  'portal.write': 'contributor - - | contributor -',
  'portal.add-picture': 'contributor - - | contributor -',
  'portal.ask-review': 'contributor - - | contributor -',
  'portal.discard': 'editor - - | editor -',
  'portal.publish': 'editor - - | editor -',
  'portal.schedule': 'editor - - | editor -',
  'portal.withdraw': 'editor - officer! | editor -',
  'portal.review': 'editor - - | editor -',
  'portal.import': 'editor - - | editor -',
  'history.read': 'reader - - | reader reader',
  'history.restore': 'editor - - | editor -',
  'alarms.see': 'editor - officer | editor -',
  'alarms.decide': 'editor - officer! | editor -',
  'timeline.edit': '- - editor | editor -',
  'membership.apply': 'all all all | all all',
  'membership.read-applications': 'officer officer officer | officer officer',
  'membership.sponsor': 'officer! - - | - -',
  'membership.vote': 'officer! - - | - -',
  'membership.sign': 'officer! - - | - -',
  'membership.decide': '- - officer! | officer! -',
  'membership.period': '- - officer! | officer! -',
  'membership.fee': '- - officer! | officer! -',
  'membership.charter': '- - officer! | officer! -',
  'membership.call-vote': '- - officer! | officer! -',
  'membership.describe-association': 'officer! - - | - -',
  'membership.leave': 'officer! - officer! | - -',
  'membership.register': '- - officer! | officer! -',
  'membership.read-fees': 'officer - officer | officer -',
  'membership.read-votes': 'reader - - | reader reader',
  'federation.describe': '- - officer! | officer! -',
  'accounts.invite': 'officer! - - | officer! -',
  'accounts.grant': 'officer! - - | officer! -',
  'accounts.end-mandate': 'officer! - - | officer! -',
  'accounts.recover': 'officer! - - | officer! -',
  'accounts.describe-person': 'officer! - - | officer! -',
  'accounts.read-people': 'reader - officer | reader reader',
  'accounts.admit-device': 'officer - - | officer -',
  'link.read-state': 'reader - - | reader reader',
  'link.call': 'contributor contributor contributor | contributor contributor',
  'link.call-anyway': '- - officer | officer -',
  'link.keep': '- - officer! | officer! -',
  'link.carry': '- - officer | officer -',
  'orders.quarantine': '- - officer! | officer! -',
  'orders.erase': 'officer! - - | officer! -',
}

const ROLES: readonly Role[] = ['reader', 'contributor', 'editor', 'officer']
const OURS = 'aa'
const OTHERS = 'bb'
const actor = (isSecure: boolean, ...mandates: Mandate[]): Actor => ({ person: 'me', mandates, isSecure })
const as = (role: Role, association: string | null, isSecure = true) => actor(isSecure, { association, role })
const other = 'somebody else'
/** The state in which the action means something. */
const stateOf = (action: Action): Pick<Subject, 'state'> => (action === 'portal.read' ? { state: 'published' } : {})

describe('access: the table of roles', () => {
  for (const action of ACTIONS) {
    const [ofAssociation, ofFederation] = LEAST[action].split(' | ').map((part) => part.split(' ')) as [
      string[],
      string[],
    ]
    const cells = [
      [OURS, OURS, ofAssociation[0]],
      [OURS, OTHERS, ofAssociation[1]],
      [OURS, null, ofAssociation[2]],
      [null, null, ofFederation[0]],
      [null, OURS, ofFederation[1]],
    ] as [string | null, string | null, string][]
    it(`${action}: visitors, every role, own and other association, federation (R1, R2, R3, R6)`, () => {
      for (const [owning, place, least] of cells) {
        const subject: Subject = { association: owning, owner: other, ...stateOf(action) }
        assert.equal(refusalOf(null, action, subject)?.tag, least === 'all' ? undefined : 'needs-sign-in')
        assert.equal(can(actor(true), action, subject), least === 'all' || least === 'anyone', 'no role at all')
        for (const [rank, role] of ROLES.entries()) {
          const needed = ROLES.indexOf(least.replace('!', '') as Role)
          const isAllowed = least === 'all' || least === 'anyone' || (needed >= 0 && rank >= needed)
          const where = `${role} of ${place ?? 'the federation'}, subject of ${owning ?? 'the federation'}`
          assert.equal(can(as(role, place), action, subject), isAllowed, where)
          const tag = !isAllowed ? 'not-allowed' : least.endsWith('!') ? 'needs-secure' : undefined
          assert.equal(refusalOf(as(role, place, false), action, subject)?.tag, tag, `${where}, over plain HTTP`)
        }
      }
    })
  }
})

describe('access: rules that a table of roles doesn’t say', () => {
  const editor = as('editor', OURS)
  const officer = as('officer', OURS)
  const federationOfficer = as('officer', null)
  const ours = { association: OURS }

  it('R4: any role anywhere reads the federation’s drafts and history; no role at all doesn’t', () => {
    assert.ok(can(as('reader', OTHERS), 'history.read', { association: null }))
    assert.ok(!can(actor(true), 'history.read', { association: null }))
  })

  it('R5: a subject that doesn’t say whose it is belongs to nobody', () => {
    const everything = actor(true, { association: OURS, role: 'officer' }, { association: null, role: 'officer' })
    for (const action of ['portal.read-draft', 'portal.write', 'portal.publish', 'accounts.grant', 'orders.erase']) {
      assert.ok(!can(everything, action as Action, { owner: other }), action)
    }
  })

  it('R2: roles of several places don’t add up', () => {
    const mixed = actor(true, { association: OURS, role: 'contributor' }, { association: OTHERS, role: 'officer' })
    assert.ok(!can(mixed, 'portal.publish', ours))
    assert.ok(can(mixed, 'portal.publish', { association: OTHERS }))
  })

  it('R6: an editor’s act over plain HTTP stays possible for an officer too', () => {
    assert.ok(can(as('officer', OURS, false), 'portal.withdraw', ours))
    assert.equal(refusalOf(as('officer', null, false), 'portal.withdraw', ours)?.tag, 'needs-secure')
  })

  it('R10: what isn’t published isn’t read by everybody', () => {
    for (const state of ['draft', 'withdrawn', undefined] as const)
      assert.ok(!can(officer, 'portal.read', { ...ours, ...(state && { state }) }))
  })

  it('R11, R12, R14, R18, R19, R20: what each role of the portal may, by name', () => {
    assert.ok(can(as('reader', OURS), 'portal.read-draft', ours))
    assert.ok(can(as('contributor', OURS), 'portal.ask-review', ours))
    assert.ok(can(editor, 'portal.schedule', ours))
    assert.ok(can(editor, 'history.restore', ours))
    assert.ok(can(federationOfficer, 'alarms.decide', ours))
    assert.ok(can(as('editor', null), 'timeline.edit', {}))
  })

  it('R13: contributors discard only what they changed last', () => {
    const contributor = as('contributor', OURS)
    assert.ok(can(contributor, 'portal.discard', { ...ours, owner: 'me' }))
    assert.ok(!can(contributor, 'portal.discard', { ...ours, owner: other }))
    assert.ok(!can(contributor, 'portal.discard', ours))
    assert.ok(!can(as('contributor', OTHERS), 'portal.discard', { ...ours, owner: 'me' }))
  })

  it('R15: where a second reader is wanted, nobody publishes before somebody agreed', () => {
    for (const action of ['portal.publish', 'portal.schedule'] as const) {
      const wanted = { ...ours, wantsSecondReader: true }
      for (const state of ['draft', 'asked', 'returned'] as const) {
        assert.ok(!can(editor, action, { ...wanted, state }))
        assert.ok(!can(officer, action, { ...wanted, state }))
      }
      assert.ok(can(editor, action, { ...wanted, state: 'agreed' }))
      assert.ok(can(editor, action, { ...ours, state: 'draft' }))
    }
  })

  it('R21: who ended the wish for a second reader still needs one, the others don’t', () => {
    for (const action of ['portal.publish', 'portal.schedule'] as const) {
      const ended = { ...ours, wantsSecondReader: false, secondReaderEndedBy: 'me' }
      assert.ok(!can(editor, action, { ...ended, state: 'draft' }))
      assert.ok(can(editor, action, { ...ended, state: 'agreed' }))
      assert.ok(can(editor, action, { ...ended, secondReaderEndedBy: other, state: 'draft' }))
    }
  })

  it('R22, R23: a planner whose mandate ended publishes nothing; names in a history are for readers of the place', () => {
    for (const planner of [null, { person: 'me', isSecure: true, mandates: [] }])
      assert.ok(!can(planner, 'portal.publish', ours))
    assert.ok(can(as('reader', OURS), 'history.read', ours))
    assert.ok(!can(null, 'history.read', ours))
  })

  it('R16: nobody reviews what they changed last, nor a text of which nobody knows who did', () => {
    assert.ok(!can(editor, 'portal.review', { ...ours, owner: 'me' }))
    assert.ok(!can(editor, 'portal.review', ours))
    assert.ok(can(editor, 'portal.review', { ...ours, owner: other }))
  })

  it('R17: the federation’s officer withdraws what an association published and changes nothing else there', () => {
    assert.ok(can(federationOfficer, 'portal.withdraw', ours))
    for (const action of ['portal.write', 'portal.publish', 'portal.read-draft', 'history.restore'] as const) {
      assert.ok(!can(federationOfficer, action, ours), action)
    }
    assert.ok(!can(federationOfficer, 'portal.withdraw', {}))
  })

  it('R30, R31: anybody applies; only officers read applications', () => {
    assert.ok(can(null, 'membership.apply', {}))
    assert.ok(can(as('officer', OTHERS), 'membership.read-applications', {}))
    assert.ok(!can(as('editor', null), 'membership.read-applications', {}))
  })

  it('R32, R35: an officer votes in their association’s name while the vote is open', () => {
    assert.ok(can(officer, 'membership.vote', ours))
    assert.ok(!can(officer, 'membership.vote', { ...ours, state: 'closed' }))
    assert.ok(!can(federationOfficer, 'membership.vote', { association: null }))
  })

  it('R33, R34: officers of the federation write the Charter, never a version that was signed', () => {
    assert.ok(can(federationOfficer, 'membership.charter', {}))
    assert.ok(!can(federationOfficer, 'membership.charter', { state: 'signed' }))
  })

  it('R36, R37, R38: descriptions, departures, the register and fees', () => {
    assert.ok(can(federationOfficer, 'membership.leave', ours))
    assert.ok(!can(federationOfficer, 'membership.describe-association', ours))
    assert.ok(!can(officer, 'federation.describe', { association: null }))
    assert.ok(!can(officer, 'membership.register', ours))
    assert.ok(can(officer, 'membership.read-fees', ours))
  })

  it('R39: whoever holds a role anywhere reads votes; no role at all doesn’t', () => {
    assert.ok(can(as('reader', OTHERS), 'membership.read-votes', { association: null }))
    assert.ok(!can(actor(true), 'membership.read-votes', { association: null }))
  })

  it('R50, R51: nobody gives a role to themselves; everybody may lay down their own', () => {
    assert.ok(!can(officer, 'accounts.grant', { ...ours, owner: 'me' }))
    assert.ok(!can(officer, 'accounts.grant', ours))
    assert.ok(can(as('reader', OURS, false), 'accounts.end-mandate', { ...ours, owner: 'me' }))
  })

  it('R52: the federation fills only an association without any officer', () => {
    for (const action of ['accounts.invite', 'accounts.grant'] as const) {
      assert.ok(can(federationOfficer, action, { ...ours, owner: other, officers: 0 }))
      assert.ok(!can(federationOfficer, action, { ...ours, owner: other, officers: 1 }))
      assert.ok(!can(as('officer', OTHERS), action, { ...ours, owner: other, officers: 0 }))
    }
    assert.ok(!can(federationOfficer, 'accounts.grant', { ...ours, owner: 'me', officers: 0 }))
  })

  it('R53: recovery by officers of the place, by the federation’s where they are too few, never by oneself', () => {
    assert.ok(!can(officer, 'accounts.recover', { ...ours, owner: 'me' }))
    assert.ok(can(federationOfficer, 'accounts.recover', { ...ours, owner: other, officers: 1 }))
    assert.ok(!can(federationOfficer, 'accounts.recover', { ...ours, owner: other, officers: 2 }))
    assert.ok(!can(federationOfficer, 'accounts.recover', { ...ours, owner: 'me', officers: 0 }))
  })

  it('R54, R55, R56, R71: what everybody may for themselves', () => {
    for (const action of ['accounts.describe-person', 'accounts.read-people', 'orders.erase'] as const) {
      assert.ok(can(actor(false), action, { owner: 'me' }), action)
      assert.ok(!can(actor(false), action, { owner: other }), action)
    }
    assert.ok(!can(officer, 'accounts.admit-device', { ...ours, owner: 'me' }))
    assert.ok(can(as('officer', OURS, false), 'accounts.admit-device', { ...ours, owner: other }))
  })

  it('R80, R81, R82, R83: the link is seen by all, called by who writes, paid for and kept by the federation’s officers', () => {
    const link = { association: null }
    assert.ok(can(as('reader', OURS), 'link.read-state', link))
    assert.equal(refusalOf(null, 'link.read-state', link)?.tag, 'needs-sign-in')
    assert.ok(can(as('contributor', OURS, false), 'link.call', link))
    assert.ok(!can(as('reader', OURS), 'link.call', link))
    assert.ok(!can(officer, 'link.call-anyway', link))
    assert.ok(can(as('officer', null, false), 'link.call-anyway', link))
    assert.equal(refusalOf(as('officer', null, false), 'link.keep', link)?.tag, 'needs-secure')
    assert.ok(!can(officer, 'link.keep', link))
  })

  it('R84: files are carried by the federation’s officers, over plain HTTP too', () => {
    assert.ok(can(as('officer', null, false), 'link.carry', { association: null }))
    assert.equal(refusalOf(as('editor', null), 'link.carry', { association: null })?.tag, 'not-allowed')
    assert.equal(refusalOf(officer, 'link.carry', { association: null })?.tag, 'not-allowed')
  })

  it('R70: quarantine is ordered by the federation’s officers, over HTTPS', () => {
    assert.equal(refusalOf(as('officer', null, false), 'orders.quarantine', {})?.tag, 'needs-secure')
  })
})

it('every rule of RULES.md is cited by a test title, and every rule cited exists', () => {
  const rules = readFileSync(new URL('RULES.md', import.meta.url), 'utf8')
  const known = [...rules.matchAll(/^- \*\*(R\d+)\*\*/gm)].map((match) => match[1] as string)
  assert.equal(new Set(known).size, known.length)
  const here = new URL('.', import.meta.url)
  const titles = readdirSync(here)
    .filter((name) => name.endsWith('.test.ts'))
    .flatMap((name) => [...readFileSync(new URL(name, here), 'utf8').matchAll(/\bit\(\s*[`'"](.*)[`'"],/g)])
    .map((match) => match[1] as string)
  const cited = new Set(titles.flatMap((title) => title.match(/\bR\d+\b/g) ?? []))
  assert.deepEqual([...cited].toSorted(), known.toSorted())
})
