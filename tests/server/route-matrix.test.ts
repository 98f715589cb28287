import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { features } from '#server/features.ts'
import { openMatrix } from './matrix-world.ts'
import type { MatrixWorld, PlaceWorld } from './matrix-world.ts'
import { EDGE, NAMES, ROLES } from './route-table.ts'
import type { Letter, Line, RoleName } from './route-table.ts'

/** S3: who gets what, from every query and command of every feature, asserted cell by cell on a real node. */

const kinds = new Map<string, 'query' | 'command'>()
for (const { name, queries, commands } of features) {
  for (const own of Object.keys(queries)) kinds.set(`${name}.${own}`, 'query')
  for (const own of Object.keys(commands)) kinds.set(`${name}.${own}`, 'command')
}
const linesOf = (name: string): readonly Line[] => [NAMES[name] ?? []].flat()

const REFUSALS: Readonly<Record<string, Letter>> = {
  'needs-sign-in': 'S',
  'not-allowed': 'N',
  'needs-secure': 'H',
  'confirm-first': 'C',
  'not-found': 'F',
}

let world: MatrixWorld

/** What an answer amounts to, written as in the table. */
function toLetter(value: unknown, { passes }: Line, { secretWord }: PlaceWorld, expected: string): string {
  const text = toText(value)
  const shows = text.includes(secretWord)
  const tag = typeof value === 'object' && value !== null && 'tag' in value ? String(value.tag) : undefined
  if (tag !== undefined && tag !== passes) {
    const letter = REFUSALS[tag] ?? `[${tag}]`
    return Object.keys(value as object).length === 1 ? letter : `${letter} and says ${text}`
  }
  if (passes !== undefined && tag !== passes) return `${text} instead of ${passes}`
  if (expected === '+') return '+'
  return shows ? '!' : '-'
}

const toText = (value: unknown): string =>
  JSON.stringify(value, (_, one) => (one instanceof Map ? [...one] : one instanceof Uint8Array ? 'bytes' : one)) ??
  'null'

function actorOf(role: RoleName, own: PlaceWorld) {
  if (role === 'visitor') return null
  if (role === 'federation') return world.federation
  if (role === 'outsider') return (own === world.places[0] ? world.places[1] : world.places[0]).actors.officer
  return own.actors[role]
}

async function answer(name: string, line: Line, about: PlaceWorld, role: RoleName, from: PlaceWorld): Promise<unknown> {
  const input = (await line.input?.(about, world)) ?? (line.input ? null : {})
  const actor = actorOf(role, from)
  return kinds.get(name) === 'query' ? world.ask(name, input, actor) : world.run(name, input, actor)
}

describe('every query and command has its line', () => {
  it('in the table, and the table has no other', () => {
    const missing = [...kinds].filter(([name]) => !(name in NAMES) && !(name in EDGE))
    assert.deepEqual(
      missing.map(([name]) => `'${name}': place('${ROLES.map(() => '?').join(' ')}', (own) => ({ … })),`),
      [],
      `add these lines to NAMES in tests/server/route-table.ts, with a letter for each of ${ROLES.join(', ')}`,
    )
    const unknown = [...Object.keys(NAMES), ...Object.keys(EDGE)].filter((name) => !kinds.has(name))
    assert.deepEqual(unknown, [], 'take these lines out of tests/server/route-table.ts')
  })
})

describe('route × role × owner', () => {
  before(async () => {
    world = await openMatrix()
  })
  after(() => world.close())

  it('another association’s picture stays private when a text names it', async () => {
    const [own, other] = world.places
    const text = { title: 'Vol', body: `![x](picture:${own.picture})`, picture: own.picture, pictureText: 'x' }
    const { id } = await world.must(
      'portal.keep',
      { id: null, association: other.id, target: 'article', text },
      other.actors.officer,
    )
    await world.must('portal.publish', { id }, other.actors.officer)
    const kept = await world.ask('portal.draftToEdit', { id }, other.actors.officer)
    assert.deepEqual([kept.text.picture, kept.text.body], [text.picture, text.body], 'no public twin')
    assert.deepEqual(await world.ask('portal.pictureSizes', { id: own.picture }), { tag: 'not-found' })
  })

  it('R14 a text planned by an editor and written again by a contributor is planned no more', async () => {
    const [own] = world.places
    const id = await own.newDraft(own.actors.editor)
    const plan = () => world.must('portal.schedule', { id, at: 4_000_000_000 }, own.actors.editor)
    const write = async (writer: typeof own.actors.editor) => {
      await world.must(
        'portal.keep',
        { id, association: own.id, target: 'article', text: { body: world.fresh('x') } },
        writer,
      )
      return (await world.ask('portal.draftToEdit', { id }, own.actors.reader)).text.scheduled
    }
    await plan()
    assert.equal(await write(own.actors.editor), 4_000_000_000)
    assert.equal(await write(own.actors.contributor), null)
  })

  // Signing out comes last: it ends the sessions of those who ask.
  for (const name of [...kinds.keys()].toSorted((a, b) => Number(a === 'session.end') - Number(b === 'session.end')))
    for (const [index, line] of linesOf(name).entries()) {
      const title = `${name}${index > 0 ? `, ${index + 1}` : ''}: ${line.cells}`
      it(title, async () => {
        const wanted = line.cells.split(' ')
        assert.equal(wanted.length, ROLES.length)
        const [own, other] = world.places
        const got: string[] = []
        for (const [column, role] of ROLES.entries())
          got.push(toLetter(await answer(name, line, own, role, own), line, own, wanted[column] ?? ''))
        assert.equal(got.join(' '), line.cells, ROLES.join(' '))
        if (!line.isOfPlace) return
        // Ids swapped: here everybody is the outsider, and an outsider who is no officer gets no more than one who is.
        const swapped: string[] = []
        for (const role of ['reader', 'contributor', 'editor', 'officer'] as const)
          swapped.push(toLetter(await answer(name, line, other, role, own), line, other, wanted[1] ?? ''))
        assert.deepEqual(
          swapped,
          swapped.map(() => wanted[1]),
          'asked about the other association',
        )
      })
    }
})
