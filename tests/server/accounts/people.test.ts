import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { browser, DAY, openWorld, PHRASE } from './world.ts'

const SOURCE = '4.4.4.4'

describe('invitations', () => {
  const accept = (code: string, extra: object) => ({
    code,
    name: 'Nouvelle Venue',
    source: SOURCE,
    browser: browser(300),
    secret: null,
    ...extra,
  })

  it('let one person in, once, with the role and for the time that they say', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const founder = await world.actorOf(opened.token)
    const made = await world.command(
      'accounts.invite',
      { association: null, role: 'editor', until: '2026-12-24', name: 'Nouvelle' },
      founder,
    )
    assert.match(made.code, /^(\w{4}-){5}\w{4}$/)
    assert.ok(!JSON.stringify(await world.node.sql.selectFrom('invitations').selectAll().execute()).includes(made.code))
    const read = await world.command('accounts.readInvitation', { code: made.code.toLowerCase(), source: SOURCE })
    assert.deepEqual(read, {
      isOffered: true,
      role: 'editor',
      office: '',
      name: 'Nouvelle',
      until: '2026-12-24',
      isKnownPerson: false,
      place: '',
      inviter: 'Awa Fondatrice',
    })
    const input = accept(made.code, { secret: await world.newSecret('Nouvelle Venue', PHRASE) })
    const entered = await world.command('accounts.accept', input)
    assert.equal(entered.codes.length, 10)
    assert.deepEqual((await world.actorOf(entered.token))?.mandates, [{ association: null, role: 'editor' }])
    assert.deepEqual(await world.command('accounts.accept', input), { outcome: 'not-offered' })
    assert.deepEqual(await world.command('accounts.readInvitation', { code: made.code, source: SOURCE }), {
      isOffered: false,
    })
    // The last day passes.
    for (let day = 0; day < 31; day++) world.pass(DAY)
    const later = await world.signIn('Nouvelle Venue', { at: browser(300) })
    assert.deepEqual((await world.actorOf(later.token))?.mandates, [])
    await world.close()
  })
  it('are worth nothing late, withdrawn, unknown, or once their officer’s mandate ended', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const founder = await world.actorOf(opened.token)
    const place = await world.command('scribe.association', { name: 'Village' })
    const head = await world.addPerson('Chef', [{ association: place, role: 'officer' }])
    await world.enrol(head, 'Chef')
    const officer = await world.actorFor(head, 'Chef', 301)
    const invite = () => world.command('accounts.invite', { association: place, role: 'contributor' }, officer)
    const read = ({ code }: { code: string }) => world.command('accounts.readInvitation', { code, source: SOURCE })
    const [late, withdrawn, orphan] = [await invite(), await invite(), await invite()]
    assert.deepEqual(await world.command('accounts.withdrawInvitation', { id: withdrawn.id }, founder), {
      tag: 'not-allowed',
    })
    assert.deepEqual(await world.command('accounts.withdrawInvitation', { id: withdrawn.id }, officer), {
      isWithdrawn: true,
    })
    assert.deepEqual(await read(withdrawn), { isOffered: false })
    assert.equal((await read(orphan)).isOffered, true)
    const mine = await world.node.sql
      .selectFrom('accounts_mandates')
      .selectAll()
      .where('person', '=', head)
      .executeTakeFirst()
    await world.command('scribe.endMandate', { id: mine!.id, until: '2026-11-23' })
    const answers = [
      await read(orphan),
      await read({ code: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA' }),
      await read({ code: 'x' }),
    ]
    await world.command('scribe.endMandate', { id: mine!.id, until: '' })
    assert.equal((await read(late)).isOffered, true)
    world.pass(31 * DAY)
    answers.push(await read(late))
    assert.deepEqual(answers, Array(4).fill({ isOffered: false }))
    await world.close()
  })
  it('are an officer’s act in their own place, or the federation’s where there is no officer', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const founder = (await world.actorOf(opened.token))!
    const place = await world.command('scribe.association', { name: 'Village' })
    const invite = (actor: typeof founder | null) =>
      world.command('accounts.invite', { association: place, role: 'officer' }, actor)
    assert.deepEqual(await invite(null), { tag: 'needs-sign-in' })
    assert.deepEqual(await invite({ ...founder, isSecure: false }), { tag: 'needs-secure' })
    const { code } = await invite(founder)
    const input = accept(code, { secret: await world.newSecret('Nouvelle Venue', PHRASE) })
    const entered = await world.command('accounts.accept', input)
    assert.equal((await world.actorOf(entered.token))?.mandates[0]?.role, 'officer')
    assert.deepEqual(await invite(founder), { tag: 'not-allowed' })
    await world.close()
  })
  it('add a role to who is signed in, never to the officer who wrote them', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const founder = (await world.actorOf(opened.token))!
    const reader = await world.addPerson('Lecteur')
    await world.enrol(reader, 'Lecteur')
    const { token } = await world.signIn('Lecteur')
    const him = (await world.actorOf(token))!
    const { code } = await world.command('accounts.invite', { association: null, role: 'contributor' }, founder)
    assert.deepEqual(await world.command('accounts.acceptSignedIn', { code }, founder), { tag: 'not-allowed' })
    assert.deepEqual(await world.command('accounts.acceptSignedIn', { code }, him), { isAccepted: true })
    assert.deepEqual(await world.command('accounts.acceptSignedIn', { code }, him), { tag: 'not-offered' })
    assert.deepEqual((await world.actorOf(token))?.mandates, [{ association: null, role: 'contributor' }])
    await world.close()
  })
  it('let a known person in here, unless they already have a way in', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const founder = (await world.actorOf(opened.token))!
    const known = await world.addPerson('Venu D’Ailleurs', [{ association: null, role: 'contributor' }])
    const made = await world.command('accounts.inviteKnown', { person: known }, founder)
    const entered = await world.command('accounts.accept', accept(made.code, { name: 'Autre Nom', pin: '4821' }))
    assert.equal(entered.person, known)
    assert.match(entered.card, /^(\w{4}-){5}\w{4}$/)
    assert.equal((await world.query('accounts.me', {}, await world.actorOf(entered.token))).name, 'Venu D’Ailleurs')
    assert.deepEqual(await world.command('accounts.inviteKnown', { person: known }, founder), { tag: 'has-account' })
    assert.deepEqual(await world.command('accounts.inviteKnown', { person: opened.person }, founder), {
      tag: 'has-account',
    })
    await world.close()
  })
})

describe('personal card', () => {
  it('suffices in a browser seen before, asks for its PIN or a tap elsewhere, and is never enough for an officer’s act', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const founder = (await world.actorOf(opened.token))!
    const { code } = await world.command('accounts.makeCard', { pin: '4821' }, founder)
    const enter = (at: number, pin = '') =>
      world.command('accounts.signInByCard', { code, pin, source: SOURCE, browser: browser(at) })
    const here = await enter(1)
    assert.equal((await world.actorOf(here.token))?.mandates[0]?.role, 'editor')
    const away = await enter(400)
    assert.deepEqual([away.outcome, away.hasPin, away.token], ['needs-second', true, undefined])
    assert.deepEqual(await enter(400, '1111'), { outcome: 'wrong' })
    assert.equal((await enter(400, '4821')).outcome, 'signed-in')
    assert.equal((await enter(400)).outcome, 'signed-in')
    for (let index = 0; index < 6; index++) await enter(401, '0000')
    assert.equal((await enter(401, '4821')).tag, 'wait')
    await world.command('accounts.revokeCard', {}, founder)
    assert.equal(await world.actorOf(here.token), null)
    assert.deepEqual(await enter(1), { outcome: 'wrong' })
    assert.ok(await world.actorOf(opened.token))
    await world.close()
  })
  it('is one at a time, and unknown ones are counted against the place', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const founder = (await world.actorOf(opened.token))!
    const old = await world.command('accounts.makeCard', { pin: null }, founder)
    await world.command('accounts.makeCard', { pin: null }, founder)
    const enter = (code: string) =>
      world.command('accounts.signInByCard', { code, source: SOURCE, browser: browser(1) })
    for (let index = 0; index < 31; index++) assert.deepEqual(await enter(old.code), { outcome: 'wrong' })
    assert.equal((await enter(old.code)).tag, 'wait')
    await world.close()
  })
})

describe('mandates', () => {
  it('of an officer end by two officers, or by the person', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const founder = (await world.actorOf(opened.token))!
    const place = await world.command('scribe.association', { name: 'Village' })
    const people = []
    for (const [index, name] of ['Un', 'Deux', 'Trois'].entries()) {
      const id = await world.addPerson(`${name} Chef`, [{ association: place, role: 'officer' }])
      await world.enrol(id, `${name} Chef`)
      people.push({ id, actor: await world.actorFor(id, `${name} Chef`, 500 + index) })
    }
    const [one, two, three] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]]
    const mandateOf = async (id: string) =>
      (await world.node.sql.selectFrom('accounts_mandates').select('id').where('person', '=', id).executeTakeFirst())!
        .id
    const target = await mandateOf(three.id)
    const end = (actor: typeof founder, mandate = target) => world.command('accounts.endMandate', { mandate }, actor)
    assert.deepEqual(await end(founder), { tag: 'not-allowed' })
    assert.deepEqual(await end({ ...one.actor, isSecure: false }), { tag: 'needs-secure' })
    assert.deepEqual(await end(one.actor), { isEnded: false })
    assert.deepEqual(await end(one.actor), { tag: 'same-officer' })
    const { members } = await world.query('accounts.members', { association: place }, two.actor)
    assert.equal(members.find((member: any) => member.id === three.id).mandates[0].endingAskedBy, one.id)
    assert.deepEqual(await end(two.actor), { isEnded: true })
    const him = await world.signIn('Trois Chef', { at: browser(502) })
    assert.deepEqual((await world.actorOf(him.token))?.mandates, [])
    assert.deepEqual(await end(two.actor, await mandateOf(two.id)), { isEnded: true })
    // Nobody gives a role to themselves, and the federation keeps one officer.
    assert.deepEqual(
      await world.command('accounts.grant', { person: one.id, association: place, role: 'reader' }, one.actor),
      { tag: 'not-allowed' },
    )
    assert.deepEqual(await end(founder, await mandateOf(opened.person)), { tag: 'last-officer' })
    await world.close()
  })
  it('given twice by one form are one', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const founder = (await world.actorOf(opened.token))!
    const person = await world.addPerson('Membre')
    const grant = () =>
      world.command('accounts.grant', { person, association: null, role: 'editor', office: 'Secrétaire' }, founder)
    assert.deepEqual(await grant(), await grant())
    await world.close()
  })
  it('and e-mail addresses are seen by who may', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const founder = (await world.actorOf(opened.token))!
    const place = await world.command('scribe.association', { name: 'Village' })
    const reader = await world.addPerson('Lecteur', [{ association: place, role: 'reader' }], 'lecteur@exemple.org')
    await world.enrol(reader, 'Lecteur')
    const { token } = await world.signIn('Lecteur')
    const seen = await world.query('accounts.members', { association: place }, await world.actorOf(token))
    assert.deepEqual(
      seen.members.map((one: any) => [one.name, one.email, one.hasAccount]),
      [['Lecteur', '', false]],
    )
    assert.deepEqual(await world.query('accounts.members', { association: place }), { tag: 'needs-sign-in' })
    const other = await world.command('scribe.association', { name: 'Ailleurs' })
    assert.deepEqual(await world.query('accounts.members', { association: other }, await world.actorOf(token)), {
      tag: 'not-allowed',
    })
    assert.equal((await world.query('accounts.members', { association: place }, founder)).isOfficer, false)
    await world.close()
  })
})
