import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '#core/kind.ts'
import type { NodeActor } from '#features/feature.server.ts'
import { createAccounts } from '#server/accounts/accounts.ts'
import { COST } from '#server/accounts/secret-key.ts'
import { deviceHash } from '#server/accounts/devices.ts'
import { features } from '#server/features.ts'
import { openNode } from '#server/node/open-node.ts'
import { scribe } from './accounts/world.ts'

/** A real node with every feature and two associations that hold the same things, each under private words of its own. */

const START = Date.UTC(2026, 10, 24, 9)
export type MatrixWorld = Awaited<ReturnType<typeof openMatrix>>
export type PlaceWorld = MatrixWorld['places'][number]
type Made = { readonly id: string; readonly path: string }

export async function openMatrix() {
  const data = join(mkdtempSync(join(tmpdir(), 'trait-matrix-')), 'data')
  const time = { wall: START, uptime: 1_000_000 }
  const own = createAccounts({ boot: 'first', uptime: () => time.uptime })
  const node = await openNode(data, {
    clock: () => time.wall,
    features: [...features.map((one) => Object.values(own).find(({ name }) => name === one.name) ?? one), scribe],
  })
  let count = 0
  const number = () => ++count
  const run = async (name: string, input: unknown = {}, actor: NodeActor | null = null): Promise<any> => {
    const { value } = await node.command(name, input, actor)
    return value
  }
  const ask = async (name: string, input: unknown = {}, actor: NodeActor | null = null): Promise<any> =>
    (await node.query(name, input, actor)).value
  /** For what must succeed. */
  const must = async (name: string, input: unknown = {}, actor: NodeActor | null = null): Promise<any> => {
    const value = await run(name, input, actor)
    if (typeof value?.tag === 'string') throw new Error(`${name}: ${JSON.stringify(value)}`)
    return value
  }

  const key = () => new Uint8Array(randomBytes(32))
  const secret = () => ({
    salt: new Uint8Array(randomBytes(16)),
    key: key(),
    cost: { memory: COST.memory, passes: COST.passes },
  })
  const device = () => ({ device: String(number()).padStart(43, 'a') })
  const browser = () => ({ browser: { ...device(), isOwn: true, label: 'Navigateur' } })
  const from = () => ({ source: `10.${(number() >> 8) % 256}.${count % 256}.1` })
  const fresh = (words: string) => `${words} ${number()}`
  const actorOf = async (token: string): Promise<NodeActor> => ask('session.actor', { token, isSecure: true })

  const founding = () => ({
    code: 'x',
    federationName: 'Fédération',
    personName: 'Awa Fondatrice',
    secret: secret(),
    ...from(),
    ...browser(),
  })
  const { code } = await must('accounts.openFounding')
  const federation = await actorOf((await must('accounts.found', { ...founding(), code })).token)

  /** Somebody let in by an officer's invitation. */
  async function letIn(association: string, role: Role, name: string, inviter: NodeActor): Promise<NodeActor> {
    const invited = await must('accounts.invite', { association, role }, inviter)
    const opened = await must('accounts.accept', {
      code: invited.code,
      name,
      secret: secret(),
      ...from(),
      ...browser(),
    })
    return actorOf(opened.token)
  }
  const setRow = (table: string, values: Record<string, unknown>) =>
    node.store.write(async () => {
      await node.sql.insertInto(table).values(values).execute()
    })

  async function openPlace(name: string) {
    const canary = (words: string) => `secret${name.toLowerCase()} ${words}`.trim()
    const id: string = await must('scribe.association', { name: `Association ${name}`, slug: name.toLowerCase() })
    await must('membership.openPeriod', { association: id, day: '2020-01-01' }, federation)
    const names = {
      reader: canary('Lectrice'),
      contributor: canary('Contributrice'),
      editor: canary('Rédactrice'),
      officer: canary('Responsable'),
    }
    const officer = await letIn(id, 'officer', names.officer, federation)
    const editor = await letIn(id, 'editor', names.editor, officer)
    const contributor = await letIn(id, 'contributor', names.contributor, officer)
    const reader = await letIn(id, 'reader', names.reader, officer)
    const secondWriter = await letIn(id, 'contributor', canary('Deuxième'), officer)

    const text = () => ({ title: fresh(canary('titre')), body: canary('corps'), byline: canary('signature') })
    const newDraft = async (writer: NodeActor = secondWriter): Promise<string> =>
      (await must('portal.keep', { id: null, association: id, target: 'article', text: text() }, writer)).id
    /** Published with public words; then its draft is written again with private ones. */
    async function published(target: 'article' | 'gathering' | 'page'): Promise<Made> {
      const title = fresh('Public')
      const words = { title, body: 'Public.', date: START / 1000 + 86_400, slug: `page-${number()}` }
      const kept = await must('portal.keep', { id: null, association: id, target, text: words }, editor)
      const made: Made = await must('portal.publish', { id: kept.id }, editor)
      await must('portal.keep', { id: kept.id, association: id, target, text: text() }, editor)
      return made
    }
    /** Something that looks foreign in a text that was published; the text is private again since. */
    async function passage(): Promise<string> {
      const words = { title: fresh('Public'), body: 'Un puits. Achetez du Viagra sans ordonnance. Une pompe.' }
      const kept = await must(
        'portal.keep',
        { id: null, association: id, target: 'article', text: words },
        secondWriter,
      )
      await must('portal.publish', { id: kept.id }, editor)
      const row = await node.sql
        .selectFrom('portal_passages')
        .select('id')
        .where('draft', '=', kept.id)
        .executeTakeFirst()
      await must('portal.keep', { id: kept.id, association: id, target: 'article', text: text() }, editor)
      return row!['id'] as string
    }
    const pictureFacts = () => ({
      preview: new Uint8Array([1]),
      colour: '#123456',
      credit: canary('crédit'),
      sizes: [{ width: 1, height: 1, type: 'image/avif', hash: 'a'.repeat(64), weight: 1 }],
    })
    const person = async () => {
      const made: string = await must('scribe.person', { name: fresh(canary('Personne')), email: canary('courriel') })
      const row = { from: '2020-01-01', person: made, association: id, role: 'reader' }
      return { id: made, mandate: (await must('scribe.mandate', row)) as string }
    }
    const localId = () => String(number()).padStart(24, '0')
    async function waitingDevice(): Promise<string> {
      const row = {
        id: localId(),
        person: (await person()).id,
        device: deviceHash(localId()),
        label: canary('appareil'),
      }
      await setRow('devices', { ...row, number: '1234', admitted: 0, wall: START, made: Number.MAX_SAFE_INTEGER })
      return row.id
    }
    async function recovery(): Promise<string> {
      const row = { id: localId(), claim: key(), number: '123456', person: (await person()).id, wall: START }
      const expires = Number.MAX_SAFE_INTEGER
      await setRow('recoveries', { ...row, expires, first: null, second: null, ended: null })
      return row.id
    }
    const invitation = async (): Promise<string> =>
      (await must('accounts.invite', { association: id, role: 'reader', name: canary('invité') }, officer)).id
    await invitation()

    const fee: string = (await must('membership.setFee', { association: id, year: 2020, due: 1000 }, federation)).id
    await must('membership.payFee', { fee, amount: 100_000, note: canary('note') }, federation)
    const draft = await newDraft()
    const [article, gathering, page] = [
      await published('article'),
      await published('gathering'),
      await published('page'),
    ]
    const operationOf = async (one: string, reading: NodeActor) =>
      (await ask('portal.history', { id: one }, reading)).revisions[0].id as string
    return {
      id,
      slug: name.toLowerCase(),
      name: `Association ${name}`,
      names,
      canary,
      secretWord: canary(''),
      actors: { reader, contributor, editor, officer, http: { ...officer, isSecure: false } },
      secondWriter,
      draft,
      draftOperation: await operationOf(draft, reader),
      article,
      articleOperation: await operationOf(article.id, reader),
      gathering,
      page,
      picture: (await must('portal.addPicture', { association: id, ...pictureFacts() }, contributor)).id as string,
      fee,
      text,
      newDraft,
      published,
      passage,
      pictureFacts,
      person,
      waitingDevice,
      recovery,
      invitation,
    }
  }

  const applicationForm = () => ({
    name: fresh('Les Amis'),
    purpose: 'Un jumelage.',
    contact: 'amis@exemple.org',
    acceptsCharter: true,
  })
  const voteForm = () => ({ question: fresh('Question'), options: ['oui', 'non'], closes: '2027-01-01' })
  let years = 2000
  const common = {
    data,
    node,
    run,
    ask,
    must,
    federation,
    founding,
    key,
    secret,
    device,
    browser,
    from,
    fresh,
    ticket: (name: string) => ({ [name]: 'a'.repeat(64) }),
    origin: () => ({ origin: 'https://exemple.org' }),
    year: () => ++years,
    applicationForm,
    voteForm,
    application: async (): Promise<string> => (await must('membership.apply', applicationForm())).id,
    vote: async (): Promise<string> => (await must('membership.callVote', voteForm(), federation)).id,
    charter: async (): Promise<string> =>
      (await must('membership.newCharter', { text: fresh('Charte') }, federation)).id,
    milestone: async (): Promise<string> =>
      (await must('membership.addMilestone', { date: '2004', title: 'x' }, federation)).id,
    now: () => time.wall,
    forward(milliseconds: number) {
      time.wall += milliseconds
      time.uptime += milliseconds
    },
    close: () => node.close(),
  }
  await common.charter()
  const places = [await openPlace('Ici'), await openPlace('Ailleurs')] as const
  // Whoever has just come in needn't prove it again; a quarter of an hour later they do.
  time.wall += 16 * 60_000
  time.uptime += 16 * 60_000
  return { ...common, places }
}
