import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { browser, DAY, HOUR, openWorld, OTHER, PHRASE } from './world.ts'

describe('founding', () => {
  it('takes the one-time code on an empty node only, and makes the first officer', async () => {
    const world = await openWorld()
    assert.equal(await world.query('accounts.isFounded'), false)
    const { opened, input } = await world.found()
    assert.equal(opened.outcome, 'signed-in')
    assert.equal(opened.codes.length, 10)
    assert.equal(await world.query('accounts.isFounded'), true)
    const actor = await world.actorOf(opened.token)
    assert.deepEqual(actor?.mandates, [{ association: null, role: 'officer' }])
    assert.equal(await world.command('accounts.openFounding'), null)
    // The same form sent twice: one federation, the same person.
    const again = await world.command('accounts.found', input)
    assert.equal(again.person, opened.person)
    assert.notEqual(again.token, opened.token)
    assert.equal((await world.node.sql.selectFrom('accounts_people').selectAll().execute()).length, 1)
    // Later the code is worth nothing.
    world.pass(HOUR)
    assert.deepEqual(await world.command('accounts.found', input), { tag: 'already-founded' })
    await world.close()
  })
  it('refuses a wrong code, counts it, and keeps the node empty', async () => {
    const world = await openWorld()
    const { code } = await world.command('accounts.openFounding')
    const secret = await world.newSecret('A B')
    const input = { federationName: 'Ailleurs', personName: 'A B', secret, source: '9.9.9.9', browser: browser(1) }
    for (let index = 0; index < 31; index++)
      assert.deepEqual(await world.command('accounts.found', { ...input, code: 'AAAA-AAAA-AAAA-AAAA' }), {
        outcome: 'wrong',
      })
    assert.equal((await world.command('accounts.found', { ...input, code })).tag, 'wait')
    assert.equal(await world.query('accounts.isFounded'), false)
    world.pass(2_000)
    assert.equal(
      (await world.command('accounts.found', { ...input, code, associationName: 'Œuvres d’ici' })).outcome,
      'signed-in',
    )
    assert.equal((await world.node.sql.selectFrom('accounts_associations').selectAll().execute()).length, 1)
    await world.close()
  })
  it('forgets the code at the next start', async () => {
    const world = await openWorld()
    const { code } = await world.command('accounts.openFounding')
    await world.close()
    const later = await openWorld(world.data, world.time)
    const secret = await later.newSecret('A B')
    const input = { code, federationName: 'Ici', personName: 'A B', secret, source: '9.9.9.9', browser: browser(1) }
    assert.deepEqual(await later.command('accounts.found', input), { outcome: 'wrong' })
    await later.close()
  })
})

describe('signing in by name', () => {
  it('gives one answer for a wrong password, an unknown name, a person without password and one put out', async () => {
    const world = await openWorld()
    await world.found()
    const gone = await world.addPerson('Partie Loin')
    await world.enrol(gone, 'Partie Loin')
    await world.command('scribe.disable', gone)
    await world.addPerson('Jamais Venu')
    const answers = []
    for (const name of ['Awa Fondatrice', 'Personne Ici', 'Partie Loin', 'Jamais Venu', 'x@y.fr'])
      answers.push(await world.signIn(name, { phrase: name === 'Partie Loin' ? PHRASE : OTHER }))
    assert.deepEqual(answers, Array(5).fill({ tag: 'wrong' }))
    const begun = async (name: string) => {
      const { salt, cost, attempt, ...rest } = await world.command('accounts.beginSignIn', {
        name,
        source: '10.1.1.1',
        device: browser(3).device,
      })
      return { salt: salt.length, cost, attempt: attempt.length, rest, bytes: Buffer.from(salt).toString('hex') }
    }
    const known = await begun('Awa Fondatrice')
    const unknown = await begun('Personne Ici')
    assert.deepEqual({ ...known, bytes: '' }, { ...unknown, bytes: '' })
    // The salt of a name is the same at each try, known or not.
    assert.equal((await begun('personne  ICI')).bytes, unknown.bytes)
    assert.equal((await begun('awa fondatrice')).bytes, known.bytes)
    await world.close()
  })
  it('takes the same work for a known and an unknown name', async () => {
    const world = await openWorld()
    await world.found()
    const statements = async (name: string) => {
      const before: string[] = []
      const db = world.node.store.db()
      const prepare = db.prepare.bind(db)
      db.prepare = (sql: string) => (before.push(sql), prepare(sql))
      await world.signIn(name, { phrase: OTHER })
      db.prepare = prepare
      return before.filter((sql) => /throttles|credentials|sessions/.test(sql)).length
    }
    assert.ok(Math.abs((await statements('Awa Fondatrice')) - (await statements('Personne Ici'))) <= 1)
    await world.close()
  })
  it('tells people of one name apart by their password, and by e-mail or association when that is not enough', async () => {
    const world = await openWorld()
    await world.found()
    const garden = await world.command('scribe.association', { name: 'Les Potagers du Garon', shortName: 'Potagers' })
    const one = await world.addPerson('Issa Traoré', [{ association: garden, role: 'reader' }])
    const two = await world.addPerson('Issa Traore', [], 'issa@exemple.org')
    await world.enrol(one, 'Issa Traoré', PHRASE)
    await world.enrol(two, 'Issa Traore', OTHER)
    assert.equal((await world.signIn('issa traore', { phrase: OTHER })).person, two)
    assert.equal((await world.signIn('ISSA@exemple.org', { phrase: OTHER })).person, two)
    assert.deepEqual(await world.signIn('issa@exemple.org'), { tag: 'wrong' })
    await world.enrol(two, 'Issa Traore', PHRASE)
    assert.deepEqual(await world.signIn('issa traoré'), { tag: 'ambiguous' })
    assert.equal((await world.signIn('issa traoré', { hint: 'issa@exemple.org' })).person, two)
    assert.equal((await world.signIn('issa traoré', { hint: 'potagers' })).person, one)
    await world.close()
  })
  it('still knows a person who was renamed', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const actor = await world.actorOf(opened.token)
    const renamed = { person: opened.person, name: 'Awa Nouvelle', publicName: '', email: '' }
    assert.deepEqual(await world.command('accounts.describePerson', renamed, actor), { isDescribed: true })
    assert.equal((await world.signIn('Awa Nouvelle', { at: browser(1) })).outcome, 'signed-in')
    assert.deepEqual(await world.signIn('Awa Fondatrice'), { tag: 'wrong' })
    await world.close()
  })
  it('delays who tries, and never the owner in a browser known as theirs', async () => {
    const world = await openWorld()
    await world.found()
    for (let index = 0; index < 6; index++) await world.signIn('Awa Fondatrice', { phrase: OTHER, from: '6.6.6.6' })
    assert.deepEqual(await world.signIn('Awa Fondatrice', { phrase: OTHER, from: '6.6.6.6' }), {
      tag: 'wait',
      seconds: 1,
    })
    // From elsewhere, and in the owner's browser, nothing is slower.
    assert.equal((await world.signIn('Awa Fondatrice', { from: '7.7.7.7' })).outcome, 'needs-second')
    for (let place = 0; place < 40; place++)
      await world.command('accounts.beginSignIn', {
        name: 'Awa Fondatrice',
        source: `8.8.8.${place}`,
        device: browser(66).device,
      })
    const elsewhere = await world.signIn('Awa Fondatrice', { from: '7.7.7.7' })
    assert.equal(elsewhere.tag, 'wait')
    assert.ok(elsewhere.seconds <= 30)
    assert.equal((await world.signIn('Awa Fondatrice', { at: browser(1), from: '6.6.6.6' })).outcome, 'signed-in')
    await world.close()
  })
  it('keeps delays over a restart', async () => {
    const world = await openWorld()
    await world.found()
    for (let index = 0; index < 10; index++) {
      world.pass(20_000)
      await world.signIn('Awa Fondatrice', { phrase: OTHER, from: '6.6.6.6' })
    }
    await world.node.tick()
    await world.close()
    const again = await openWorld(world.data, world.time)
    assert.equal((await again.signIn('Awa Fondatrice', { from: '6.6.6.6' })).tag, 'wait')
    await again.close()
  })
  it('takes an attempt once, in time', async () => {
    const world = await openWorld()
    await world.found()
    const begin = () =>
      world.command('accounts.beginSignIn', { name: 'Awa Fondatrice', source: '1.1.1.1', device: browser(9).device })
    const key = new Uint8Array(32)
    const first = await begin()
    const signIn = (attempt: string) => world.command('accounts.signIn', { attempt, key, browser: browser(9) })
    assert.deepEqual(await signIn(first.attempt), { tag: 'wrong' })
    assert.deepEqual(await signIn(first.attempt), { tag: 'expired' })
    const second = await begin()
    world.pass(3 * 60_000)
    assert.deepEqual(await signIn(second.attempt), { tag: 'expired' })
    await world.close()
  })
})

describe('second factor', () => {
  it('is asked of who publishes or decides, in a new browser: a printed code, once', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const first = await world.signIn('Awa Fondatrice')
    assert.equal(first.outcome, 'needs-second')
    const enter = (ticket: string, code: string) =>
      world.command('accounts.signInWithCode', { ticket, code, source: '10.0.0.9' })
    assert.deepEqual(await enter(first.ticket, 'AAAA-AAAA-AAAA'), { outcome: 'wrong' })
    const entered = await enter(first.ticket, opened.codes[0].toLowerCase())
    assert.equal(entered.outcome, 'signed-in')
    assert.equal((await world.actorOf(entered.token))?.mandates[0]?.role, 'officer')
    // Used up; the browser is known now.
    assert.deepEqual(await enter(first.ticket, opened.codes[1]), { tag: 'expired' })
    assert.equal((await world.signIn('Awa Fondatrice')).outcome, 'signed-in')
    const other = await world.signIn('Awa Fondatrice', { at: browser(5) })
    assert.deepEqual(await enter(other.ticket, opened.codes[0]), { outcome: 'wrong' })
    await world.close()
  })
  it('counts wrong codes against the person, from any ticket', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    for (let index = 0; index < 6; index++) {
      const { ticket } = await world.signIn('Awa Fondatrice', { at: browser(20 + index) })
      await world.command('accounts.signInWithCode', { ticket, code: 'AAAA-AAAA-AAAA', source: '10.0.0.9' })
    }
    const { ticket } = await world.signIn('Awa Fondatrice', { at: browser(30) })
    const answer = await world.command('accounts.signInWithCode', { ticket, code: opened.codes[0], source: '10.0.0.9' })
    assert.equal(answer.tag, 'wait')
    await world.close()
  })
  it('may be an officer’s tap; not one’s own, not a stranger’s', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const founder = await world.actorOf(opened.token, false)
    const place = await world.command('scribe.association', { name: 'Ici' })
    const editor = await world.addPerson('Éditrice Ici', [{ association: place, role: 'editor' }])
    await world.enrol(editor, 'Éditrice Ici')
    const head = await world.addPerson('Chef Ici', [{ association: place, role: 'officer' }])
    await world.enrol(head, 'Chef Ici')
    const officer = { ...(await world.actorFor(head, 'Chef Ici', 40)), isSecure: false }
    const { ticket } = await world.signIn('Éditrice Ici')
    const { number } = await world.command('accounts.askAdmission', { ticket })
    assert.match(number, /^\d{4}$/)
    assert.deepEqual(await world.command('accounts.enterAdmitted', { ticket }), { tag: 'not-yet' })
    assert.deepEqual(await world.query('accounts.waiting', {}, founder), [])
    const [waiting] = await world.query('accounts.waiting', {}, officer)
    assert.deepEqual([waiting.name, waiting.number], ['Éditrice Ici', number])
    assert.deepEqual(await world.command('accounts.admitDevice', { id: waiting.id }, founder), { tag: 'not-allowed' })
    assert.deepEqual(await world.command('accounts.admitDevice', { id: waiting.id }), { tag: 'needs-sign-in' })
    assert.deepEqual(await world.command('accounts.admitDevice', { id: waiting.id }, officer), { isAdmitted: true })
    const entered = await world.command('accounts.enterAdmitted', { ticket })
    assert.equal((await world.actorOf(entered.token))?.mandates[0]?.role, 'editor')
    // An officer's own browser is not theirs to let in.
    const own = await world.signIn('Chef Ici', { at: browser(41) })
    await world.command('accounts.askAdmission', { ticket: own.ticket })
    assert.deepEqual(await world.query('accounts.waiting', {}, officer), [])
    await world.close()
  })
  it('is not asked where the phrase was printed for all to see, until it is changed', async () => {
    const world = await openWorld()
    await world.found()
    const editor = await world.addPerson('Éditrice Montrée', [{ association: null, role: 'editor' }])
    const secret = await world.newSecret('Éditrice Montrée', PHRASE)
    await world.command('accounts.enrol', { person: editor, secret, isShown: true })
    const { token } = await world.signIn('Éditrice Montrée', { at: browser(60, false) })
    const actor = await world.actorOf(token)
    assert.equal(actor?.mandates[0]?.role, 'editor')
    const other = await world.newSecret('Éditrice Montrée')
    assert.deepEqual(await world.command('accounts.changePassword', { secret: other }, actor), { isChanged: true })
    const later = await world.signIn('Éditrice Montrée', { phrase: OTHER, at: browser(61, false) })
    assert.equal(later.outcome, 'needs-second')
    await world.close()
  })
  it('is not asked of readers; a role given later waits for one', async () => {
    const world = await openWorld()
    await world.found()
    const reader = await world.addPerson('Lectrice Simple', [{ association: null, role: 'reader' }])
    await world.enrol(reader, 'Lectrice Simple')
    const { token } = await world.signIn('Lectrice Simple', { at: browser(50, false) })
    await world.command('scribe.mandate', { person: reader, association: null, role: 'officer', from: '2026-01-01' })
    const roles = (await world.actorOf(token))?.mandates.map(({ role }) => role)
    assert.deepEqual(roles?.toSorted(), ['contributor', 'reader'])
    await world.close()
  })
})

describe('sessions', () => {
  it('are kept as hashes, end unused after twelve hours and in any case after a week', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const dump = JSON.stringify(await world.node.sql.selectFrom('sessions').selectAll().execute())
    assert.ok(!dump.includes(opened.token))
    assert.equal(Buffer.from(opened.token, 'base64url').length, 32)
    world.pass(13 * HOUR)
    assert.equal(await world.actorOf(opened.token), null)
    const { token } = await world.signIn('Awa Fondatrice', { at: browser(1) })
    for (let day = 0; day < 15; day++) {
      world.pass(11 * HOUR)
      assert.ok(await world.actorOf(token), `after ${day}`)
      await world.node.tick()
    }
    world.pass(11 * HOUR)
    assert.equal(await world.actorOf(token), null)
    await world.node.tick()
    assert.equal((await world.node.sql.selectFrom('sessions').selectAll().execute()).length, 0)
    await world.close()
  })
  it('neither die nor live for ever by the clock alone: 2004, ten years on, a restart in each', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    for (const wall of [Date.UTC(2004, 0, 1), Date.UTC(2036, 10, 24), 0]) {
      world.time.wall = wall
      world.time.uptime += 60_000
      assert.ok(await world.actorOf(opened.token), String(wall))
    }
    await world.node.tick()
    await world.close()
    Object.assign(world.time, { boot: 'second', uptime: 1_000, wall: Date.UTC(2046, 0, 1) })
    const again = await openWorld(world.data, world.time)
    const actor = await again.actorOf(opened.token)
    assert.equal(actor?.mandates.length, 1)
    assert.equal((await again.signIn('Awa Fondatrice', { at: browser(1) })).outcome, 'signed-in')
    again.time.wall = Date.UTC(2004, 0, 1)
    again.time.uptime += 13 * HOUR
    assert.equal(await again.actorOf(opened.token), null)
    await again.close()
  })
  it('are ended one by one, all others at once, when the password changes and when the person is put out', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const actor = (await world.actorOf(opened.token))!
    const tokens = []
    for (const number of [2, 3, 4]) {
      const { ticket } = await world.signIn('Awa Fondatrice', { at: browser(number) })
      const entered = await world.command('accounts.signInWithCode', {
        ticket,
        code: opened.codes[number],
        source: '1.1.1.1',
      })
      tokens.push(entered.token)
    }
    const { sessions } = await world.query('accounts.myAccount', {}, actor)
    assert.equal(sessions.length, 4)
    assert.equal(
      (await world.query('accounts.notices', {}, actor)).filter((one: any) => one.event === 'new-device').length,
      3,
    )
    await world.command('session.endOne', { session: sessions[0].id }, actor)
    assert.equal(await world.actorOf(tokens[2]), null)
    assert.equal((await world.signIn('Awa Fondatrice', { at: browser(4) })).outcome, 'needs-second')
    world.pass(HOUR)
    await world.actorOf(opened.token)
    const secret = await world.newSecret('Awa Fondatrice')
    assert.deepEqual(await world.command('accounts.changePassword', { secret }, actor), { tag: 'confirm-first' })
    assert.deepEqual(await world.confirm(actor, OTHER), { tag: 'wrong' })
    assert.deepEqual(await world.confirm(actor), { isConfirmed: true })
    assert.deepEqual(await world.command('accounts.changePassword', { secret }, actor), { isChanged: true })
    assert.deepEqual(await Promise.all(tokens.map((token) => world.actorOf(token))), [null, null, null])
    assert.ok(await world.actorOf(opened.token))
    assert.deepEqual(await world.signIn('Awa Fondatrice'), { tag: 'wrong' })
    await world.command('scribe.disable', opened.person)
    assert.equal(await world.actorOf(opened.token), null)
    await world.close()
  })
  it('of somebody else are not mine to end, nor is an ended one worth anything', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const reader = await world.addPerson('Lui Même')
    await world.enrol(reader, 'Lui Même')
    const { token } = await world.signIn('Lui Même')
    const him = (await world.actorOf(token))!
    const founder = (await world.actorOf(opened.token))!
    await world.command('session.endOne', { session: founder.session }, him)
    assert.ok(await world.actorOf(opened.token))
    await world.command('session.end', {}, him)
    assert.equal(await world.actorOf(token), null)
    assert.deepEqual(await world.query('accounts.myAccount', {}, him), { tag: 'needs-sign-in' })
    assert.deepEqual(await world.command('accounts.makeCodes', {}, him), { tag: 'needs-sign-in' })
    assert.deepEqual(await world.command('session.endOthers', {}, { ...him, session: founder.session }), {
      tag: 'needs-sign-in',
    })
    await world.close()
  })
})

describe('mandates in time', () => {
  it('count from their first day to their last, on a clock that may jump', async () => {
    const world = await openWorld()
    await world.found()
    const place = await world.command('scribe.association', { name: 'Ici' })
    const person = await world.addPerson('Membre', [
      { association: place, role: 'officer', from: '2020', until: '2025' },
      { association: place, role: 'reader', from: '2026-11-24', until: '2026-11-25' },
      { association: null, role: 'reader', from: '2026-11-26' },
    ])
    await world.enrol(person, 'Membre')
    const roles = async () => {
      const { token } = await world.signIn('Membre')
      return (await world.actorOf(token))?.mandates.map(({ role, association }) => `${role} ${association === null}`)
    }
    assert.deepEqual(await roles(), ['reader false'])
    world.time.wall = Date.UTC(2004, 0, 1)
    assert.deepEqual(await roles(), ['reader false'])
    world.time.wall = Date.UTC(2036, 0, 1)
    assert.deepEqual(await roles(), ['reader false'])
    world.time.wall = Date.UTC(2026, 10, 24, 9)
    world.pass(2 * DAY)
    assert.deepEqual(await roles(), ['reader true'])
    await world.close()
  })
})
