import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import type { Command, CommandContext, NodeActor } from '#features/feature.server.ts'
import { openProgram } from '#server/compose.ts'
import { features } from '#server/features.ts'
import { openMatrix } from '../server/matrix-world.ts'
import type { MatrixWorld } from '../server/matrix-world.ts'
import { textFieldsOf, withText } from './text-fields.ts'

export const PAYLOADS = JSON.parse(
  readFileSync(new URL('../fixtures/hostile/payloads.json', import.meta.url), 'utf8'),
) as readonly string[]

export const commands: ReadonlyMap<string, Command<any, any>> = new Map(
  features.flatMap((one) =>
    Object.entries(one.commands).map(([name, run]): [string, Command<any, any>] => [`${one.name}.${name}`, run]),
  ),
)

/** The command's input with this text in every field where a person types, as far as the field takes it. */
export function fill(name: string, input: unknown, text: string): unknown {
  const schema = commands.get(name)!.input
  let filled = input
  for (const path of textFieldsOf(schema, () => text)) {
    // What a network, a language or an address is called is no text; `source` never comes from a form.
    if (path.at(-1) === 'source') continue
    const next = withText(filled, path, text)
    if (v.safeParse(schema, next).success) filled = next
  }
  return filled
}

/** The house of a matrix world, as a program of its own, and one person who is an officer of the first place and of the federation. */
export async function openHouseOf(world: MatrixWorld) {
  const [own] = world.places
  const both: string = await world.must('scribe.person', { name: 'Officière Deux' })
  for (const association of [own.id, null])
    await world.must('scribe.mandate', { from: '2020-01-01', person: both, association, role: 'officer' })
  const application = await world.application()
  const draft = await own.newDraft()
  const milestone = await world.milestone()
  const secret = world.secret()
  await world.must('accounts.enrol', { person: both, secret, isShown: true })
  await world.close()

  const program = await openProgram({
    dataFolder: world.data,
    host: '127.0.0.1',
    port: 0,
    origin: undefined,
    trustedProxies: [],
  })
  if ('tag' in program) throw new Error(program.tag)
  const must = async (name: string, input: unknown, actor: NodeActor | null): Promise<any> => {
    const { value } = await program.node.command(name, input, actor)
    if (typeof (value as { tag?: string } | null)?.tag === 'string')
      throw new Error(`${name}: ${JSON.stringify(value)}`)
    return value
  }
  const device = randomBytes(32).toString('base64url')
  const signIn = async (): Promise<string> => {
    const begun = await must('accounts.beginSignIn', { name: 'Officière Deux', source: '10.0.0.9', device }, null)
    const browser = { device, isOwn: true, label: 'x' }
    return (await must('accounts.signIn', { attempt: begun.attempt, key: secret.key, browser }, null)).token
  }
  const token = await signIn()
  const actor = (await program.node.query('session.actor', { token, isSecure: true }, null)).value as NodeActor
  return {
    program,
    origin: program.address,
    own,
    actor,
    data: world.data,
    signIn,
    cookie: `seance=${token}`,
    ids: { application, draft, milestone, association: own.id, article: own.article },
    must,
  }
}

/**
 * A real node where each payload stands in every text of entities of its own, and its house. Everything that one command writes is
 * written in one transaction, so that some thousand texts take seconds.
 */
export async function openHostileWorld() {
  const world = await openMatrix()
  const [own, other] = world.places
  /** Runs a command; a text that is too long for its field is cut to what the field takes. */
  const run = async (context: CommandContext, name: string, input: unknown): Promise<any> => {
    const one = commands.get(name)!
    const value = await one.run(context, v.parse(one.input, input))
    if (value?.tag === 'too-long') {
      const paths = textFieldsOf(one.input, () => 'x')
      const path = paths.find((names) => names.includes(value.field)) ?? []
      const held = path.reduce<any>((part, name) => part[name], input) as string
      if (held.length > value.limit) return run(context, name, withText(input, path, held.slice(0, value.limit)))
    }
    if (typeof value?.tag === 'string') throw new Error(`${name}: ${JSON.stringify(value)}`)
    return value
  }
  const inOne = (actor: NodeActor | null, work: (context: CommandContext) => Promise<void>) =>
    world.node.perform(actor, async (context) => {
      context.bulk()
      await work(context)
    })

  /** Payload by address of the page whose title it is. */
  const titled = new Map<string, string>()
  for (const target of ['article', 'gathering', 'page'] as const) {
    // Each page of an association leads to all its others: those of the second one, so that the first one's stay light.
    const place = target === 'page' ? other : own
    await inOne(place.actors.editor, async (context) => {
      for (const [index, payload] of PAYLOADS.entries()) {
        const text = { date: 1_780_000_000 + index * 60, picture: null, order: 1 }
        const input = fill('portal.keep', { id: null, association: place.id, target, text }, payload) as {
          text: { slug?: string }
        }
        // An own address for each page; an article's is made of its title.
        if (target === 'page') input.text.slug = `essai-${index}`
        const isAtOnce = target === 'article'
        const { id, published } = await run(context, isAtOnce ? 'portal.keepAndPublish' : 'portal.keep', input)
        const { path } = isAtOnce ? published : await run(context, 'portal.publish', { id })
        titled.set(target === 'page' ? `/${place.slug}/essai-${index}` : path, payload)
      }
    })
  }
  await inOne(world.federation, async (context) => {
    for (const payload of PAYLOADS) {
      await run(
        context,
        'membership.addMilestone',
        fill('membership.addMilestone', { date: '2004', title: 'x' }, payload),
      )
      await run(context, 'membership.newCharter', { text: payload })
      const vote = { ...world.voteForm(), options: ['x', 'y'], isPublic: true }
      await run(context, 'membership.callVote', fill('membership.callVote', vote, payload))
      await run(context, 'membership.payFee', fill('membership.payFee', { fee: own.fee, amount: 100 }, payload))
    }
  })
  await inOne(null, async (context) => {
    for (const payload of PAYLOADS.slice(0, 190))
      await run(context, 'membership.apply', fill('membership.apply', world.applicationForm(), payload))
  })
  await inOne(own.actors.contributor, async (context) => {
    for (const payload of PAYLOADS) {
      const picture = { association: own.id, ...own.pictureFacts(), credit: payload }
      await run(context, 'portal.addPicture', picture)
    }
  })
  return { ...(await openHouseOf(world)), titled }
}
