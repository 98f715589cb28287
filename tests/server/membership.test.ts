import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import * as v from 'valibot'
import { foldOperations } from '#core/fold/fold.ts'
import type { Placed } from '#core/fold/fold.ts'
import { createRegistry, readEntity } from '#core/kind.ts'
import type { Feature, NodeActor } from '#features/feature.server.ts'
import { query } from '#features/feature.server.ts'
import { countBallots } from '#features/membership/ballots.ts'
import { membershipKinds, vote } from '#features/membership/index.ts'
import { membership } from '#features/membership/index.server.ts'
import { portal } from '#features/portal/index.server.ts'
import { browser, DAY, openWorld } from './accounts/world.ts'

/** Shows an entity's operations as they lie in the log. */
const glass: Feature = {
  name: 'glass',
  tables: { version: 1, names: [], create: '' },
  async project() {},
  queries: { history: query(v.string(), (context, id) => context.history(id)) },
  commands: {},
}
const { combineOf } = createRegistry(membershipKinds)
const client = (number: number) => number.toString(16).padStart(32, '0')

/** A founded federation; `members` associations, each with an officer and a period that runs. */
async function openFederation(members: number) {
  const world = await openWorld(undefined, undefined, [membership, portal, glass])
  const { opened } = await world.found()
  const founder = (await world.actorOf(opened.token)) as NodeActor
  const run = world.command
  const associations: { id: string; officer: NodeActor }[] = []
  for (let index = 0; index < members; index++) {
    const id: string = await run('scribe.association', { name: `Association ${index}` })
    const person = await world.addPerson(`Officier ${index}`, [{ association: id, role: 'officer' }])
    await world.enrol(person, `Officier ${index}`)
    const officer = await world.actorFor(person, `Officier ${index}`, 500 + index)
    assert.deepEqual(await run('membership.openPeriod', { association: id, day: '2020-01-01' }, founder), {
      association: id,
    })
    associations.push({ id, officer })
  }
  const tableOf = (name: string): Promise<any[]> => world.node.sql.selectFrom(name).selectAll().execute()
  return { world, run, founder, associations, tableOf }
}

const FORM = {
  name: 'Les Amis de Koupéla',
  registerNumber: 'W691000000',
  town: 'Grigny',
  purpose: 'Un jumelage de jardins.',
  contact: 'amis@exemple.org',
  why: 'Nos jardins se ressemblent.',
  acceptsCharter: true,
}

describe('a new association online', () => {
  it('applies, gets two yes and a decision, comes in, describes itself, signs and publishes', async () => {
    const { world, run, founder, associations, tableOf } = await openFederation(3)
    const [one, two] = associations as [(typeof associations)[0], (typeof associations)[0]]
    const charter = await run('membership.newCharter', { text: '- Nous partageons.' }, founder)

    const asked = await run('membership.apply', { ...FORM, client: client(1) })
    assert.deepEqual(await run('membership.apply', { ...FORM, client: client(1) }), asked)
    assert.equal((await tableOf('membership_applications')).length, 1)
    const { id } = asked

    // Nobody decides before two members said yes; nobody says yes for others.
    const decide = (actor: NodeActor | null, input: object = {}) =>
      run('membership.decide', { id, decision: 'accepted', ...input }, actor)
    assert.deepEqual(await decide(null), { tag: 'needs-sign-in' })
    assert.deepEqual(await decide(one.officer), { tag: 'not-allowed' })
    assert.deepEqual(await decide({ ...founder, isSecure: false }), { tag: 'needs-secure' })
    const sponsor = (association: string, actor: NodeActor) => run('membership.sponsor', { id, association }, actor)
    assert.deepEqual(await sponsor(two.id, one.officer), { tag: 'not-allowed' })
    assert.deepEqual(await sponsor(one.id, one.officer), { id })
    assert.deepEqual(await sponsor(one.id, one.officer), { id })
    assert.deepEqual(await decide(founder), { tag: 'needs-sponsors', needed: 2, said: 1 })
    assert.deepEqual(await sponsor(two.id, two.officer), { id })
    const seen = await world.query('membership.readApplication', { id }, two.officer)
    assert.deepEqual([seen.yes.length, seen.maySayYesFor, seen.mayDecide], [2, [], false])

    const decided = await decide(founder)
    assert.deepEqual(await decide(founder), decided)
    assert.equal((await decide(founder, { decision: 'refused', reason: 'Non.' })).tag, 'already-decided')
    assert.equal((await sponsor(associations[2]!.id, associations[2]!.officer)).tag, 'already-decided')
    const own: string = decided.association
    const [row, ...more] = (await tableOf('membership_associations')).filter(({ name }) => name === FORM.name)
    assert.deepEqual([row.id, row.slug, row.town, more], [own, 'les-amis-de-koupela', 'Grigny', []])
    assert.match(row.space, /^[0-9a-f]+$/)
    // What officers were told isn't public before its own officer keeps it.
    assert.equal(row.contact, '')
    const periods = (await tableOf('membership_periods')).filter(({ association }) => association === own)
    assert.deepEqual(
      periods.map(({ joined, left_on }) => [joined, left_on]),
      [['2026-11-24', '']],
    )

    // Its first officer comes in.
    const invitation = await run('accounts.invite', { association: own, role: 'officer', name: 'Fatou' }, founder)
    const secret = await world.newSecret('Fatou Amie')
    const entered = await run('accounts.accept', {
      code: invitation.code,
      name: 'Fatou Amie',
      source: '4.4.4.4',
      browser: browser(300),
      secret,
    })
    const fatou = (await world.actorOf(entered.token)) as NodeActor
    assert.deepEqual(fatou.mandates, [{ association: own, role: 'officer' }])

    const proposed = await world.query('membership.associationToKeep', { id: own }, fatou)
    assert.deepEqual([proposed.association.contact, proposed.proposedContact], ['', FORM.contact])
    const words = { id: own, name: FORM.name, purpose: 'Des jardins des deux côtés.', accent: 'feuille' }
    const described = await run('membership.describeAssociation', { ...words, client: client(2) }, fatou)
    assert.deepEqual(described, { id: own, hasLosers: false })
    assert.deepEqual(await run('membership.describeAssociation', words, one.officer), { tag: 'not-allowed' })
    assert.deepEqual(await run('membership.describeAssociation', words, founder), { tag: 'not-allowed' })

    const sign = { charter: charter.id, association: own }
    assert.deepEqual(await run('membership.signCharter', sign, fatou), { id: charter.id })
    assert.deepEqual(await run('membership.signCharter', sign, fatou), { id: charter.id })
    const shown = await world.query('membership.charterPage', { version: null })
    assert.deepEqual(shown.versions[0].signatures, [
      { slug: 'les-amis-de-koupela', name: FORM.name, signedOn: '2026-11-24' },
    ])

    const text = { title: 'Bonjour', body: 'Nous voilà.' }
    const kept = await run('portal.keep', { id: null, association: own, target: 'article', text }, fatou)
    const published = await run('portal.publish', { id: kept.id }, fatou)
    assert.equal(published.tag, undefined)
    const members = await world.query('membership.members', null)
    assert.ok(members.present.some((card: { slug: string }) => card.slug === 'les-amis-de-koupela'))
    const site = await world.query('portal.miniSite', { association: 'les-amis-de-koupela' })
    assert.match(JSON.stringify(site), /Bonjour/)
    await world.close()
  })

  it('is refused with a reason, and says what is missing', async () => {
    const { world, run, founder } = await openFederation(0)
    assert.deepEqual(await run('membership.apply', { ...FORM, purpose: ' ', acceptsCharter: false }), {
      tag: 'unfinished',
      fields: ['purpose', 'acceptsCharter'],
    })
    const { id } = await run('membership.apply', FORM)
    const refuse = (reason: string) => run('membership.decide', { id, decision: 'refused', reason }, founder)
    assert.deepEqual(await refuse(''), { tag: 'unfinished', fields: ['reason'] })
    assert.deepEqual(await refuse('Trop loin.'), { id, association: null })
    assert.deepEqual(await world.query('membership.readApplication', { id }), { tag: 'needs-sign-in' })
    assert.deepEqual(await world.query('membership.applications', {}), { tag: 'needs-sign-in' })
    // Without members nobody can say yes, and the first ones come in by the decision alone; addresses never clash.
    const slugs = []
    for (const name of ['Agenda', 'Agenda']) {
      const again = await run('membership.apply', { ...FORM, name })
      const { association } = await run('membership.decide', { id: again.id, decision: 'accepted' }, founder)
      assert.ok(association)
      const one = await world.query('accounts.places', {}, founder)
      assert.ok(Array.isArray(one))
      if (name === 'Agenda') await run('membership.leave', { association }, founder)
      const row = await world.node.sql
        .selectFrom('membership_associations')
        .select('slug')
        .where('id', '=', association)
        .executeTakeFirst()
      slugs.push(row?.slug)
    }
    assert.deepEqual(slugs, ['agenda-2', 'agenda-3'])
    await world.close()
  })
})

describe('periods of membership', () => {
  /** Several can begin on one day: those of that day alone come first, the open one last. */
  const dayOrder = (row: { joined: string; left_on: string }) => `${row.joined} ${row.left_on || 'open'}`
  const action = fc.record({
    does: fc.constantFrom('leave', 'openPeriod'),
    day: fc.integer({ min: 0, max: 9 }).map((day) => `2026-11-${20 + day}`),
  })

  it('are never rewritten and never overlap, whatever is asked in whatever order', async () => {
    const { world, run, founder, tableOf } = await openFederation(0)
    let number = 0
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 8 }), async (actions) => {
        const association: string = await run('scribe.association', { name: `Propriété ${number++}` })
        const read = async () =>
          (await tableOf('membership_periods'))
            .flatMap((row) => (row.association === association ? [{ ...row }] : []))
            .toSorted((a, b) => (dayOrder(a) < dayOrder(b) ? -1 : 1))
        for (const { does, day } of actions) {
          const before = await read()
          const answer = await run(`membership.${does}`, { association, day }, founder)
          const after = await read()
          if (answer.tag) assert.deepEqual(after, before)
          for (const old of before) {
            const now = after.find((row) => row.id === old.id)
            assert.deepEqual(
              now,
              old.left_on === '' && does === 'leave' && !answer.tag ? { ...old, left_on: day } : old,
            )
          }
          const isMember = before.some((row) => row.left_on === '')
          if (does === 'leave' && !isMember) assert.deepEqual(answer, { tag: 'not-a-member' })
          if (does === 'openPeriod' && isMember) assert.ok(['already-member', 'future-day'].includes(answer.tag))
          for (const [index, row] of after.entries()) {
            assert.ok(row.left_on === '' || row.joined <= row.left_on)
            const next = after[index + 1]
            if (next) assert.ok(row.left_on !== '' && row.left_on <= next.joined)
          }
        }
      }),
      { numRuns: 25 },
    )
    await world.close()
  })

  it('end once: leaving twice is refused, the same form twice is not', async () => {
    const { world, run, founder, associations, tableOf } = await openFederation(1)
    const { id: association, officer } = associations[0]!
    const leave = (input: object, actor = officer) => run('membership.leave', { association, ...input }, actor)
    assert.deepEqual(await leave({ reason: 'Fin', client: client(9) }), { association })
    assert.deepEqual(await leave({ reason: 'Fin', client: client(9) }), { association })
    assert.deepEqual(await leave({ reason: 'Encore' }), { tag: 'not-a-member' })
    assert.deepEqual(await leave({}, founder), { tag: 'not-a-member' })
    assert.deepEqual(await run('membership.openPeriod', { association }, officer), { tag: 'not-allowed' })
    world.pass(DAY)
    const back = { association, client: client(10) }
    assert.deepEqual(await run('membership.openPeriod', back, founder), { association })
    assert.deepEqual(await run('membership.openPeriod', back, founder), { association })
    const rows = (await tableOf('membership_periods')).map(({ joined, left_on, reason }) => [joined, left_on, reason])
    assert.deepEqual(rows.toSorted(), [
      ['2020-01-01', '2026-11-24', 'Fin'],
      ['2026-11-25', '', ''],
    ])
    await world.close()
  })
})

describe('votes', () => {
  const QUESTION = { question: 'Une biennale en 2028 ?', options: ['Oui', 'Non', 'Plus tard'], closes: '2026-11-30' }

  it('count the same in whatever order ballots arrive: one voice for each association, its last', async () => {
    const { world, run, founder, associations } = await openFederation(3)
    const ballot = fc.record({ by: fc.nat({ max: 2 }), option: fc.nat({ max: 2 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(ballot, { maxLength: 7 }), fc.infiniteStream(fc.nat()), async (ballots, chance) => {
        const { id } = await run('membership.callVote', QUESTION, founder)
        const last = new Map<number, number>()
        for (const { by, option } of ballots) {
          const { id: association, officer } = associations[by]!
          assert.deepEqual(await run('membership.castVote', { id, association, option }, officer), { id })
          last.set(by, option)
        }
        const expected = [0, 0, 0]
        for (const option of last.values()) expected[option]! += 1
        const shown = await world.query('membership.votes', {}, founder)
        assert.deepEqual(shown.votes.find((one: { id: string }) => one.id === id).counts, expected)
        const placed: Placed[] = await world.query('glass.history', id)
        const shuffled = placed
          .map((one) => ({ one, key: chance.next().value }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => one)
        const value = readEntity(vote, foldOperations(shuffled, combineOf))
        assert.deepEqual(countBallots(value.ballots, value.options.length), expected)
      }),
      { numRuns: 20 },
    )
    await world.close()
  })

  it('take voices of members only, while they are open, and close with what came out', async () => {
    const { world, run, founder, associations } = await openFederation(2)
    const [one, two] = associations as [(typeof associations)[0], (typeof associations)[0]]
    assert.deepEqual(await run('membership.callVote', { ...QUESTION, options: ['Oui', 'Oui'] }, founder), {
      tag: 'few-options',
    })
    const { id } = await run('membership.callVote', { ...QUESTION, client: client(20) }, founder)
    assert.equal((await run('membership.callVote', { ...QUESTION, client: client(20) }, founder)).id, id)
    const cast = (by: typeof one, option: number, actor = by.officer, sent?: string) =>
      run('membership.castVote', { id, association: by.id, option, client: sent }, actor)
    assert.deepEqual(await cast(one, 0, two.officer), { tag: 'not-allowed' })
    assert.deepEqual(await cast(one, 0, founder), { tag: 'not-allowed' })
    assert.deepEqual(await cast(one, 5), { tag: 'not-found' })
    await cast(one, 0, one.officer, client(21))
    await cast(one, 1)
    // The first form again, late: it doesn't undo the second.
    await cast(one, 0, one.officer, client(21))
    const close = () => run('membership.closeVote', { id, outcome: 'Non.' }, founder)
    assert.deepEqual(await close(), { tag: 'still-open', day: '2026-11-30', silent: 1 })
    const { votes } = await world.query('membership.votes', {}, one.officer)
    assert.deepEqual(
      [votes[0].counts, votes[0].silent, votes[0].mayCastFor],
      [[0, 1, 0], ['Association 1'], [{ id: one.id, name: 'Association 0', option: 1 }]],
    )
    assert.deepEqual(await world.query('membership.votes', {}), { tag: 'needs-sign-in' })
    await run('membership.leave', { association: two.id }, founder)
    assert.deepEqual(await cast(two, 0), { tag: 'not-a-member' })
    for (let day = 0; day < 7; day++) world.pass(DAY)
    assert.deepEqual(await cast(one, 0), { tag: 'closed', day: '2026-11-30' })
    assert.deepEqual(await close(), { id })
    assert.deepEqual(await close(), { tag: 'closed', day: '2026-11-30' })
    await world.close()
  })
})

describe('what the federation keeps', () => {
  it('writes the Charter in versions that nobody writes again', async () => {
    const { world, run, founder, associations } = await openFederation(1)
    const { id: association, officer } = associations[0]!
    const first = await run('membership.newCharter', { text: '- Un.', client: client(30) }, founder)
    assert.deepEqual(await run('membership.newCharter', { text: '- Un.', client: client(30) }, founder), first)
    assert.deepEqual(await run('membership.newCharter', { text: '- Un.' }, founder), { tag: 'same-text', version: 1 })
    assert.deepEqual(await run('membership.newCharter', { text: '- Deux.' }, officer), { tag: 'not-allowed' })
    await run('membership.signCharter', { charter: first.id, association }, officer)
    const second = await run('membership.newCharter', { text: '- Deux.' }, founder)
    assert.notEqual(second.id, first.id)
    const { versions } = await world.query('membership.charterPage', { version: null })
    assert.deepEqual(
      versions.map((one: any) => [one.version, one.sentences, one.signatures.length]),
      [
        [2, ['Deux.'], 0],
        [1, ['Un.'], 1],
      ],
    )
    const other = await run('membership.apply', { ...FORM, name: 'Hors' })
    assert.ok(other.id)
    await run('membership.leave', { association }, officer)
    assert.deepEqual(await run('membership.signCharter', { charter: second.id, association }, officer), {
      tag: 'not-a-member',
    })
    await world.close()
  })

  it('keeps fees by entries and counter-entries, once for a form sent twice, and prints the register', async () => {
    const { world, run, founder, associations } = await openFederation(1)
    const { id: association, officer } = associations[0]!
    const due = { association, year: 2026, due: 3000, client: client(40) }
    const { id } = await run('membership.setFee', due, founder)
    assert.deepEqual(await run('membership.setFee', due, founder), { id })
    assert.deepEqual(await run('membership.setFee', { ...due, client: client(41) }, founder), {
      tag: 'already-due',
      year: 2026,
      due: 3000,
    })
    const pay = { fee: id, amount: 3500, day: '2026-02-03', client: client(42) }
    for (let twice = 0; twice < 2; twice++) assert.deepEqual(await run('membership.payFee', pay, founder), { id })
    const counter = { fee: id, amount: 3500, note: 'Saisi deux fois', client: client(43) }
    for (let twice = 0; twice < 2; twice++)
      assert.deepEqual(await run('membership.counterFee', counter, founder), { id })
    assert.deepEqual(await run('membership.counterFee', { ...counter, client: client(44) }, founder), {
      tag: 'more-than-paid',
      paid: 0,
    })
    await run('membership.payFee', { fee: id, amount: 3000, day: '2026-03-01' }, founder)
    assert.deepEqual(await run('membership.payFee', pay, officer), { tag: 'not-allowed' })
    const { fees } = await world.query('membership.fees', { association }, officer)
    assert.deepEqual(
      fees[0].entries.map((one: any) => one.amount),
      [3500, -3500, 3000],
    )
    assert.deepEqual(await world.query('membership.fees', { association: null }, officer), { tag: 'not-allowed' })
    const register = await world.query('membership.register', {}, founder)
    assert.deepEqual(register.members[0].fees, [{ year: 2026, due: 3000, paid: 3000, paidOn: '2026-03-01' }])
    assert.deepEqual(register.members[0].periods, [{ joined: '2020-01-01', decided: '', left: '', reason: '' }])
    assert.deepEqual(await world.query('membership.register', {}, officer), { tag: 'not-allowed' })
    await world.close()
  })

  it('describes itself and keeps its timeline', async () => {
    const { world, run, founder, associations } = await openFederation(1)
    const { id: association, officer } = associations[0]!
    const words = { name: 'Trait d’union', tagline: 'Ensemble' }
    assert.equal((await run('membership.describeFederation', words, officer)).tag, 'not-allowed')
    assert.equal((await run('membership.describeFederation', words, founder)).hasLosers, false)
    const mark = { date: '2004-06', title: 'La première rencontre', associations: [association], client: client(50) }
    const { id } = await run('membership.addMilestone', mark, founder)
    assert.deepEqual(await run('membership.addMilestone', mark, founder), { id })
    assert.deepEqual(
      await run('membership.addMilestone', { ...mark, date: '2004-13' }, founder).then((one) => one.tag),
      'invalid',
    )
    await run('membership.editMilestone', { ...mark, client: client(51), id, date: '2004', associations: [] }, founder)
    const kept = await world.query('membership.milestonesToKeep', { id }, founder)
    assert.deepEqual([kept.opened.date, kept.opened.associations, kept.milestones.length], ['2004', [], 1])
    assert.deepEqual(await run('membership.withdrawMilestone', { id }, officer), { tag: 'not-allowed' })
    await run('membership.withdrawMilestone', { id }, founder)
    assert.deepEqual((await world.query('membership.milestonesToKeep', {}, founder)).milestones, [])
    await run('membership.withdrawMilestone', { id, isBack: true }, founder)
    assert.equal((await world.query('membership.milestonesToKeep', {}, founder)).milestones.length, 1)
    await world.close()
  })
})
