import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { browser, DAY, HOUR, openWorld, OTHER, PHRASE } from './world.ts'
import type { World } from './world.ts'

/** An association with three officers and an editor, all with a way in. */
async function village(world: World) {
  await world.found()
  const place: string = await world.command('scribe.association', { name: 'Village' })
  const people: Record<string, string> = {}
  for (const [name, role] of [
    ['Un Officier', 'officer'],
    ['Deux Officier', 'officer'],
    ['Trois Officier', 'officer'],
    ['Une Éditrice', 'editor'],
  ] as const) {
    people[name] = await world.addPerson(name, [{ association: place, role }])
    await world.enrol(people[name], name)
  }
  return {
    place,
    people,
    one: await world.actorFor(people['Un Officier']!, 'Un Officier', 101),
    two: await world.actorFor(people['Deux Officier']!, 'Deux Officier', 102),
    editor: await world.actorFor(people['Une Éditrice']!, 'Une Éditrice', 103),
  }
}
const ask = (world: World, name = 'Une Éditrice') => world.command('accounts.askRecovery', { name, source: '5.5.5.5' })
const state = (world: World, claim: string) => world.command('accounts.recoveryState', { claim, source: '5.5.5.5' })

describe('recovery', () => {
  it('takes two officers, gives a new password only, and roles after 24 hours', async () => {
    const world = await openWorld()
    const { one, two, editor } = await village(world)
    const { claim, number } = await ask(world)
    const [request] = await world.query('accounts.recoveries', {}, one)
    assert.deepEqual([request.name, request.number, request.isMyTurn], ['Une Éditrice', number, true])
    const secret = await world.newSecret('Une Éditrice')
    const complete = () => world.command('accounts.completeRecovery', { claim, secret, browser: browser(200) })
    const confirm = (actor: typeof one) => world.command('accounts.confirmRecovery', { id: request.id }, actor)
    assert.deepEqual(await complete(), { tag: 'not-yet' })
    assert.deepEqual(await confirm(one), { confirmed: 1 })
    assert.deepEqual(await confirm(one), { tag: 'same-officer' })
    assert.deepEqual(await complete(), { tag: 'not-yet' })
    assert.deepEqual(await confirm(two), { confirmed: 2 })
    assert.equal((await state(world, claim)).name, 'Une Éditrice')
    const notices = await world.query('accounts.notices', {}, editor)
    assert.deepEqual([notices[0].event, notices[0].facts.number], ['recovery-asked', number])
    const done = await complete()
    assert.equal(done.isReplaced, true)
    assert.equal(done.codes.length, 10)
    assert.equal(done.token, undefined)
    // Old sessions and the old password are over; a claim is used once.
    assert.deepEqual(await world.query('accounts.myAccount', {}, editor), { tag: 'needs-sign-in' })
    assert.deepEqual(await complete(), { tag: 'not-yet' })
    const entered = await world.signIn('Une Éditrice', { phrase: OTHER, at: browser(200) })
    assert.deepEqual((await world.actorOf(entered.token))?.mandates, [])
    // Not by a clock set forward, nor by switching off.
    world.time.wall += 25 * HOUR
    assert.deepEqual((await world.actorOf(entered.token))?.mandates, [])
    world.time.wall -= 25 * HOUR
    for (let index = 0; index < 5; index++) {
      world.pass(5 * HOUR - 60_000)
      if (index < 4) assert.deepEqual((await world.actorOf(entered.token))?.mandates, [], `${index}`)
      await world.node.tick()
    }
    assert.equal((await world.actorOf(entered.token))?.mandates[0]?.role, 'editor')
    assert.deepEqual(await world.signIn('Une Éditrice', { phrase: PHRASE }), { tag: 'wrong' })
    await world.close()
  })
  it('answers alike for a name that nobody has', async () => {
    const world = await openWorld()
    const { one } = await village(world)
    const known = await ask(world)
    const unknown = await ask(world, 'Personne Du Tout')
    assert.deepEqual(Object.keys(known), Object.keys(unknown))
    assert.equal(known.claim.length, unknown.claim.length)
    const show = async (claim: string) => ({ ...(await state(world, claim)), number: '' })
    assert.deepEqual(await show(known.claim), await show(unknown.claim))
    assert.equal((await world.query('accounts.recoveries', {}, one)).length, 1)
    assert.deepEqual(await state(world, 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA'), { isOpen: false })
    await world.close()
  })
  it('is no matter for oneself, an editor, another place, or an officer over plain HTTP', async () => {
    const world = await openWorld()
    const { one, editor } = await village(world)
    await ask(world)
    await ask(world, 'Un Officier')
    const requests = await world.query('accounts.recoveries', {}, one)
    const id = (name: string) => requests.find((request: any) => request.name === name).id
    const confirm = (name: string, actor: typeof one | null) =>
      world.command('accounts.confirmRecovery', { id: id(name) }, actor)
    assert.deepEqual(await confirm('Un Officier', one), { tag: 'not-allowed' })
    assert.deepEqual(await confirm('Un Officier', editor), { tag: 'not-allowed' })
    assert.deepEqual(await confirm('Une Éditrice', null), { tag: 'needs-sign-in' })
    assert.deepEqual(await confirm('Une Éditrice', { ...one, isSecure: false }), { tag: 'needs-secure' })
    const elsewhere = await world.command('scribe.association', { name: 'Ailleurs' })
    const foreign = await world.addPerson('Autre Officier', [{ association: elsewhere, role: 'officer' }])
    await world.enrol(foreign, 'Autre Officier')
    const other = await world.actorFor(foreign, 'Autre Officier', 150)
    assert.deepEqual(await confirm('Une Éditrice', other), { tag: 'not-allowed' })
    assert.deepEqual(await world.query('accounts.recoveries', {}, other), [])
    await world.close()
  })
  it('does not count an officer whose mandate ended between the two', async () => {
    const world = await openWorld()
    const { one, two, people, place } = await village(world)
    const { claim } = await ask(world)
    const [request] = await world.query('accounts.recoveries', {}, one)
    await world.command('accounts.confirmRecovery', { id: request.id }, one)
    const mine = (
      await world.node.sql
        .selectFrom('accounts_mandates')
        .selectAll()
        .where('person', '=', people['Un Officier']!)
        .execute()
    )[0]!
    await world.command('scribe.endMandate', { id: mine.id, until: '2026-11-23' })
    assert.deepEqual(await world.command('accounts.confirmRecovery', { id: request.id }, two), { confirmed: 1 })
    const third = await world.actorFor(people['Trois Officier']!, 'Trois Officier', 104)
    assert.deepEqual(await world.command('accounts.confirmRecovery', { id: request.id }, third), { confirmed: 2 })
    // …nor after both, before the new password.
    const theirs = (
      await world.node.sql
        .selectFrom('accounts_mandates')
        .selectAll()
        .where('person', '=', people['Deux Officier']!)
        .execute()
    )[0]!
    await world.command('scribe.endMandate', { id: theirs.id, until: '2026-11-23' })
    const secret = await world.newSecret('Une Éditrice')
    assert.deepEqual(await world.command('accounts.completeRecovery', { claim, secret, browser: browser(200) }), {
      tag: 'not-yet',
    })
    assert.ok(place)
    await world.close()
  })
  it('is called off by the person while it waits', async () => {
    const world = await openWorld()
    const { one, two, editor } = await village(world)
    const { claim } = await ask(world)
    const [request] = await world.query('accounts.recoveries', {}, editor)
    assert.equal(request.isMine, true)
    assert.equal(request.isMyTurn, false)
    await world.command('accounts.confirmRecovery', { id: request.id }, one)
    assert.deepEqual(await world.command('accounts.cancelRecovery', { id: request.id }, editor), { isCancelled: true })
    assert.deepEqual(await world.command('accounts.confirmRecovery', { id: request.id }, two), { tag: 'not-found' })
    assert.deepEqual(await state(world, claim), { isOpen: false })
    await world.close()
  })
  it('is undone within the day by who knows the old password, and not later', async () => {
    for (const late of [false, true]) {
      const world = await openWorld()
      const { one, two, editor } = await village(world)
      const { codes } = await world.command('accounts.makeCodes', {}, editor)
      const { claim } = await ask(world)
      const [request] = await world.query('accounts.recoveries', {}, one)
      for (const officer of [one, two]) await world.command('accounts.confirmRecovery', { id: request.id }, officer)
      const secret = await world.newSecret('Une Éditrice')
      await world.command('accounts.completeRecovery', { claim, secret, browser: browser(200) })
      if (late) {
        world.pass(DAY + HOUR)
        await world.node.tick()
        assert.deepEqual(await world.signIn('Une Éditrice'), { tag: 'wrong' })
      } else {
        const thief = await world.signIn('Une Éditrice', { phrase: OTHER, at: browser(200) })
        const owner = await world.signIn('Une Éditrice')
        assert.equal(owner.outcome, 'replaced')
        assert.equal(owner.token, undefined)
        const undo = (code: string) => world.command('accounts.undoRecovery', { ticket: owner.ticket, code })
        // The password alone may be what was stolen.
        assert.deepEqual(await undo(''), { outcome: 'wrong' })
        assert.deepEqual(await undo(codes[3]), { isUndone: true })
        assert.equal(await world.actorOf(thief.token), null)
        assert.deepEqual(await world.signIn('Une Éditrice', { phrase: OTHER }), { tag: 'wrong' })
        assert.equal((await world.signIn('Une Éditrice')).outcome, 'needs-second')
      }
      await world.close()
    }
  })
  it('by two printed codes needs two different ones, of the same person', async () => {
    const world = await openWorld()
    const { opened } = await world.found()
    const secret = await world.newSecret('Awa Fondatrice')
    const recover = (codes: readonly string[], name = 'Awa Fondatrice') =>
      world.command('accounts.recoverByCodes', { name, codes, secret, source: '5.5.5.5', browser: browser(201) })
    const [first, second] = opened.codes
    assert.deepEqual(await recover([first, first]), { isReplaced: false })
    assert.deepEqual(await recover([first, 'AAAA-AAAA-AAAA']), { isReplaced: false })
    assert.deepEqual(await recover([first, second], 'Personne'), { isReplaced: false })
    assert.equal((await recover([first, second])).isReplaced, true)
    const entered = await world.signIn('Awa Fondatrice', { phrase: OTHER, at: browser(201) })
    assert.deepEqual((await world.actorOf(entered.token))?.mandates, [])
    assert.deepEqual(await recover([first, second]), { isReplaced: false })
    await world.close()
  })
})
