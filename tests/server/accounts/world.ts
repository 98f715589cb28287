import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '#core/kind.ts'
import { command } from '#features/feature.server.ts'
import type { Feature, NodeActor } from '#features/feature.server.ts'
import { association, mandate, person } from '#features/membership/index.ts'
import { createAccounts } from '#server/accounts/accounts.ts'
import { deviceHash } from '#server/accounts/devices.ts'
import { confirmByPassword, makeSecret, signInByPassword } from '#server/accounts/password-entry.ts'
import { openNode } from '#server/node/open-node.ts'
import * as v from 'valibot'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const START = Date.UTC(2026, 10, 24, 9)
export const PHRASE = 'abricot facteur lanterne moulin sentier volcan zinc'
export const OTHER = 'brouette cigale domino fougere neige pirogue tambour'

/** Writes people and mandates that no command of today would: past ones, of other places. */
export const scribe: Feature = {
  name: 'scribe',
  tables: { version: 1, names: [], create: '' },
  async project() {},
  queries: {},
  commands: {
    association: command(
      v.object({ name: v.string(), shortName: v.optional(v.string()), slug: v.optional(v.string()) }),
      async (context, changes) => {
        const made = await context.create(association, 'public', {
          ...changes,
          space: await context.addSpace('association'),
        })
        return 'tag' in made ? made : made.id
      },
    ),
    person: command(v.object({ name: v.string(), email: v.optional(v.string()) }), async (context, changes) => {
      const made = await context.create(person, 'federation', changes)
      return 'tag' in made ? made : made.id
    }),
    mandate: command(v.any(), async (context, changes) => {
      const made = await context.create(mandate, 'federation', changes)
      return 'tag' in made ? made : made.id
    }),
    endMandate: command(v.any(), async (context, { id, until }) => {
      const made = await context.change(mandate, id, 'end', { until })
      return 'tag' in made ? made : made.id
    }),
    disable: command(v.string(), async (context, id) => context.setAlive(person, id, 'describe', false)),
  },
}

export type World = Awaited<ReturnType<typeof openWorld>>

/** A real node in a folder of its own, on a clock and a machine that the test moves. */
export async function openWorld(
  data = join(mkdtempSync(join(tmpdir(), 'trait-accounts-')), 'data'),
  time = { wall: START, uptime: 1_000_000, boot: 'first' },
  others: readonly Feature[] = [],
) {
  const machine = {
    get boot() {
      return time.boot
    },
    uptime: () => time.uptime,
  }
  const { accounts, session } = createAccounts(machine)
  const node = await openNode(data, { clock: () => time.wall, features: [session, accounts, ...others, scribe] })
  const command = async (name: string, input: unknown = {}, actor: NodeActor | null = null) =>
    (await node.command(name, input, actor)).value as any
  const query = async (name: string, input: unknown = {}, actor: NodeActor | null = null) =>
    (await node.query(name, input, actor)).value as any
  const as = (actor: NodeActor | null) => (name: string, input: unknown) => command(name, input, actor)
  const world = {
    data,
    time,
    node,
    command,
    query,
    as,
    /** Time passes, on the clock and in the machine. */
    pass(milliseconds: number) {
      time.wall += milliseconds
      time.uptime += milliseconds
    },
    actorOf: (token: string, isSecure = true): Promise<NodeActor | null> => query('session.actor', { token, isSecure }),
    async found(name = 'Awa Fondatrice') {
      const { code } = await command('accounts.openFounding')
      const secret = await makeSecret(as(null), name, PHRASE)
      const input = {
        code,
        federationName: 'Trait d’union',
        personName: name,
        secret,
        source: '10.0.0.1',
        browser: browser(1),
      }
      return { input, opened: await command('accounts.found', input) }
    },
    async addPerson(
      name: string,
      mandates: readonly { association: string | null; role: Role; from?: string; until?: string }[] = [],
      email = '',
    ) {
      const id: string = await command('scribe.person', { name, email })
      for (const one of mandates) await command('scribe.mandate', { from: '2020-01-01', person: id, ...one })
      return id
    },
    async enrol(person: string, name: string, phrase = PHRASE) {
      await command('accounts.enrol', { person, secret: await makeSecret(as(null), name, phrase) })
    },
    signIn: (name: string, { phrase = PHRASE, from = '10.0.0.9', at = browser(9), hint = '' } = {}): Promise<any> =>
      signInByPassword(as(null), { name, hint, secret: phrase, source: from, browser: at }),
    /** An actor of a person in a browser known as theirs: signed in for good. */
    async actorFor(person: string, name: string, number: number, phrase = PHRASE): Promise<NodeActor> {
      const at = browser(number)
      await node.store.write(async () => {
        await node.sql
          .insertInto('devices')
          .values({
            id: String(number).padStart(24, '0'),
            person,
            device: deviceHash(at.device),
            label: '',
            number: '0',
            admitted: 1,
            wall: 0,
            made: 0,
          })
          .onConflict((one) => one.doNothing())
          .execute()
      })
      const { token } = await world.signIn(name, { phrase, at })
      return (await world.actorOf(token)) as NodeActor
    },
    confirm: (actor: NodeActor, phrase = PHRASE) => confirmByPassword(as(actor), phrase),
    newSecret: (name: string, phrase = OTHER) => makeSecret(as(null), name, phrase),
    close: () => node.close(),
  }
  return world
}

export const browser = (number: number, isOwn = true) => ({
  device: String(number).padStart(43, 'a'),
  isOwn,
  label: `Navigateur ${number}`,
})
