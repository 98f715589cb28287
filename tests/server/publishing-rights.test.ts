import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Role } from '#core/kind.ts'
import type { NodeActor } from '#features/feature.server.ts'
import type { HomeView } from '#features/portal/views.ts'
import { openMatrix } from './matrix-world.ts'
import type { MatrixWorld, PlaceWorld } from './matrix-world.ts'

let world: MatrixWorld
let own: PlaceWorld
before(async () => {
  world = await openMatrix()
  own = world.places[0]
})
after(() => world.close())

const DAY = 86_400_000
const write = async (actor: NodeActor, title: string): Promise<string> =>
  (
    await world.must(
      'portal.keep',
      { id: null, association: own.id, target: 'article', text: { title, body: 'Un texte.' } },
      actor,
    )
  ).id
const titles = async () => ((await world.ask('portal.home', null)) as HomeView).news.map((one) => one.title)
const read = async (id: string) => (await world.ask('portal.draftToEdit', { id }, own.actors.reader)).text
const wantSecondReader = (wanted: boolean, actor = own.actors.officer) =>
  world.must('membership.describeAssociation', { id: own.id, name: own.name, wantsSecondReader: wanted }, actor)
/** Somebody of the place with this role, and how their mandate ends. */
async function join(role: Role) {
  const { id: person, mandate: first } = await own.person()
  void first
  const mandate: string = await world.must('scribe.mandate', { from: '2020-01-01', person, association: own.id, role })
  const actor: NodeActor = { person, session: 's', isSecure: true, mandates: [{ association: own.id, role }] }
  return { actor, leave: () => world.must('accounts.endMandate', { mandate }, own.actors.officer) }
}

describe('R22 what was planned', () => {
  it('waits when its planner may not publish any more at its hour, and says so to who still may', async () => {
    const { actor, leave } = await join('editor')
    const id = await write(actor, 'Prévu puis parti')
    const at = Math.floor(world.now() / 1000) + 3600
    await world.must('portal.schedule', { id, at }, actor)
    await leave()
    world.forward(DAY)
    await world.node.tick()
    await world.node.tick()
    assert.ok(!(await titles()).includes('Prévu puis parti'))
    const text = await read(id)
    assert.deepEqual([text.scheduled, text.held, text.publicCopy], [at, 'right', null])
    const { revisions } = await world.ask('portal.history', { id }, own.actors.reader)
    assert.equal(revisions.at(-1).author, null, 'the node noted it, nobody did')
    await world.must('portal.publish', { id }, own.actors.editor)
    assert.ok((await titles()).includes('Prévu puis parti'))
    assert.deepEqual([(await read(id)).held, (await read(id)).scheduled], ['no', null])
  })

  it('waits when a second reader is wanted since, or when it was left unfinished, and is planned again by who may', async () => {
    const [unread, unfinished] = [
      await write(own.actors.editor, 'Prévu non lu'),
      await write(own.actors.editor, 'Vidé'),
    ]
    const at = Math.floor(world.now() / 1000) + 60
    for (const id of [unread, unfinished]) await world.must('portal.schedule', { id, at }, own.actors.editor)
    await world.must(
      'portal.keep',
      { id: unfinished, association: null, target: 'article', text: { body: '' } },
      own.actors.editor,
    )
    world.forward(61_000)
    await world.node.tick()
    assert.equal((await read(unfinished)).held, 'unfinished')
    assert.ok((await titles()).includes('Prévu non lu'))
    const later = await write(own.actors.editor, 'Prévu, puis à relire')
    await world.must('portal.schedule', { id: later, at: Math.floor(world.now() / 1000) + 60 }, own.actors.editor)
    await wantSecondReader(true)
    world.forward(61_000)
    await world.node.tick()
    assert.equal((await read(later)).held, 'reading')
    await world.must('portal.review', { id: later, isAgreed: true }, own.actors.officer)
    const again = Math.floor(world.now() / 1000) + 60
    await world.must('portal.schedule', { id: later, at: again }, own.actors.editor)
    world.forward(61_000)
    await world.node.tick()
    assert.ok((await titles()).includes('Prévu, puis à relire'))
    await wantSecondReader(false)
  })

  it('appears in the name of who planned it, not of who wrote it last', async () => {
    const id = await write(own.actors.contributor, 'De l’une, prévu par l’autre')
    await world.must('portal.schedule', { id, at: Math.floor(world.now() / 1000) + 60 }, own.actors.editor)
    const { actor } = await join('editor')
    await world.must('portal.keep', { id, association: null, target: 'article', text: { place: 'Grigny' } }, actor)
    world.forward(61_000)
    await world.node.tick()
    const { publicCopy } = await read(id)
    const { revisions } = await world.ask('portal.history', { id: publicCopy }, own.actors.reader)
    assert.equal(revisions[0].author, own.names.editor)
  })
})

describe('R15 R21 a second reader', () => {
  const refused = { tag: 'not-allowed' }

  it('is needed before anything is published or planned, and again once the text changes, brought back or written', async () => {
    await wantSecondReader(true)
    const id = await write(own.actors.editor, 'À relire')
    const publish = () => world.run('portal.publish', { id }, own.actors.editor)
    assert.deepEqual(await publish(), refused)
    assert.deepEqual(await world.run('portal.schedule', { id, at: 4_000_000_000 }, own.actors.editor), refused)
    const { revisions } = await world.ask('portal.history', { id }, own.actors.reader)
    const agree = () => world.must('portal.review', { id, isAgreed: true }, own.actors.officer)
    const text = { title: 'À relire', body: 'Mieux.' }
    const keep = () => world.must('portal.keep', { id, association: null, target: 'article', text }, own.actors.editor)
    await keep()
    await agree()
    await keep()
    assert.equal((await read(id)).review, 'agreed', 'the same text sent again is the text that was agreed to')
    await world.must('portal.restore', { draft: id, from: id, operation: revisions[0].id }, own.actors.editor)
    assert.equal((await read(id)).review, 'none')
    assert.deepEqual(await publish(), refused)
    await agree()
    assert.equal((await publish()).isFirst, true)
  })

  it('isn’t got rid of for a moment: who says that none is wanted still needs one for seven days', async () => {
    await wantSecondReader(true)
    const id = await write(own.actors.officer, 'Sans relecture')
    const publish = (actor: NodeActor) => world.run('portal.publish', { id }, actor)
    await wantSecondReader(false)
    assert.deepEqual(await publish(own.actors.officer), refused)
    world.forward(6 * DAY)
    await wantSecondReader(false)
    assert.deepEqual(await publish(own.actors.officer), refused)
    world.forward(DAY)
    assert.equal((await publish(own.actors.officer)).isFirst, true)
    const other = await write(own.actors.officer, 'Par quelqu’un d’autre')
    await wantSecondReader(true)
    await wantSecondReader(false)
    assert.equal((await world.run('portal.publish', { id: other }, own.actors.editor)).isFirst, true)
  })
})

it('R14 who keeps and publishes at once keeps in any case; only who may publish has published', async () => {
  const text = { title: 'D’un seul geste', body: 'Le puits est fini.' }
  const both = (of: object, actor: NodeActor) =>
    world.run('portal.keepAndPublish', { id: null, association: own.id, target: 'article', text, ...of }, actor)
  const refused = await both({}, own.actors.contributor)
  assert.equal(refused.published.tag, 'not-allowed')
  assert.equal((await world.ask('portal.draftToEdit', { id: refused.id }, own.actors.editor)).text.publicCopy, null)
  const empty = await both({ text: { title: '' } }, own.actors.editor)
  assert.equal(empty.published.tag, 'unfinished')
  const done = await both({}, own.actors.editor)
  assert.equal(done.published.isFirst, true)
  const base = done.version
  const input = { id: done.id, association: null, target: 'article', base }
  const other = await world.must('portal.keep', { ...input, text: { title: 'L’autre' } }, own.actors.officer)
  assert.equal(other.hasLosers, false)
  const late = await world.run('portal.keepAndPublish', { ...input, text: { title: 'Le mien' } }, own.actors.editor)
  assert.equal(late.hasLosers, true)
  assert.equal(late.published, undefined)
})

it('R23 the history of a public text names its authors to readers of the association, to others as they want to be named', async () => {
  const made = await own.published('article')
  const authors = async (actor: NodeActor | null) =>
    (await world.ask('portal.history', { id: made.id }, actor)).revisions.map((one: { author: string }) => one.author)
  const outsider = world.places[1].actors.officer
  assert.deepEqual(await authors(own.actors.reader), [own.names.editor])
  for (const actor of [null, outsider]) assert.deepEqual(await authors(actor), [null])
  const described = {
    person: own.actors.editor.person,
    name: own.names.editor,
    publicName: 'Une rédactrice',
    email: '',
  }
  await world.must('accounts.describePerson', described, own.actors.editor)
  for (const actor of [null, outsider]) assert.deepEqual(await authors(actor), ['Une rédactrice'])
})

it('forms that everybody may send wait longer and longer from one place, and never from another', async () => {
  const count = (source: string) => world.run('accounts.countForm', { source })
  for (let number = 0; number < 5; number++) assert.deepEqual(await count('10.1.1.1'), { isCounted: true })
  assert.deepEqual(await count('10.1.1.1'), { isCounted: true }, 'the sixth opens the delay')
  const waits: number[] = []
  for (let number = 0; number < 4; number++) {
    const { tag, seconds } = await count('10.1.1.1')
    assert.equal(tag, 'wait')
    waits.push(seconds)
    world.forward(seconds * 1000)
    assert.deepEqual(await count('10.1.1.1'), { isCounted: true })
  }
  assert.deepEqual(waits, [1, 2, 4, 8])
  assert.deepEqual(await count('10.1.1.2'), { isCounted: true })
})
