import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  association,
  charter,
  federation,
  mandate,
  milestone,
  period,
  person,
  vote,
} from '#features/membership/index.ts'
import { article, draft, gathering, page, picture } from '#features/portal/index.ts'
import { createDiskHasher } from '#server/blobs/disk.ts'
import { openNode } from '#server/node/open-node.ts'
import type { OpenNode } from '#server/node/open-node.ts'
import { verifyNode } from '#server/verify/verify-node.ts'

/** The word that an attacker wants read: ten letters, as long as `WORDS`, in none of the honest texts. */
export const CANARY = 'zorglubexq'
/** Ten-letter words, one in each article. */
export const WORDS = ['aubergines', 'bananeraie', 'coquelicot', 'dromadaire', 'emboutitxx', 'fraternite'] as const

export type World = {
  readonly data: string
  /** The same node's database at an earlier day. */
  readonly old: string
  readonly blob: string
  readonly ids: Readonly<Record<string, string>>
  readonly articles: readonly string[]
  /** What was signed of each article at any time: title and body as the page shows them. */
  readonly signed: ReadonlySet<string>
  readonly honest: Readonly<Record<string, unknown>>
}

/** Everything that anybody may ask of the site, by name. */
export async function serve(node: OpenNode, world: Pick<World, 'articles' | 'ids'>): Promise<Record<string, unknown>> {
  const asks: [string, unknown][] = [
    ['portal.frame', null],
    ['portal.home', null],
    ['portal.agenda', { association: null, past: 1 }],
    ['portal.sitemapPages', null],
    ['portal.miniSite', { association: 'amis-du-puits' }],
    ['portal.miniSite', { association: 'jardins-unis' }],
    ['portal.pagePage', { association: null, slug: 'nous-trouver' }],
    ['portal.pageRevisions', { association: null, slug: 'nous-trouver' }],
    ['portal.feed', { association: null }],
    ['portal.calendar', { association: null, short: null }],
    ['portal.search', { text: CANARY, page: 1 }],
    ['portal.search', { text: 'puits', page: 1 }],
    ['portal.pictureSizes', { id: world.ids['picture'] }],
    ['membership.members', null],
    ['membership.membersMap', null],
    ['membership.federationPage', null],
    ['membership.timeline', null],
    ['membership.charterPage', { version: null }],
    ['membership.charterPage', { version: 1 }],
    ...world.articles.flatMap((id): [string, unknown][] => [
      ['portal.articlePage', { short: id.slice(0, 8), address: '' }],
      ['portal.itemRevisions', { kind: 'article', short: id.slice(0, 8) }],
    ]),
  ]
  const answers: Record<string, unknown> = {}
  for (const [name, input] of asks) {
    const { value } = await node.query(name, input, null)
    answers[`${name} ${JSON.stringify(input)}`] = value
    const address = (value as { moved?: string }).moved
    if (!address) continue
    const short = (input as { short: string }).short
    answers[`article ${short}`] = (await node.query('portal.articlePage', { short, address }, null)).value
  }
  delete answers[`portal.search ${JSON.stringify({ text: CANARY, page: 1 })}`]
  const found = (await node.query('portal.search', { text: CANARY, page: 1 }, null)).value as { results: unknown[] }
  answers['found'] = found.results
  return answers
}

/** Title and body of every article page in an answer. */
export const textsOf = (answers: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(answers)
    .filter(([name]) => name.startsWith('article '))
    .map(([name, value]) => {
      const { title, bodyHtml } = value as { title?: string; bodyHtml?: string }
      return `${name}|${title}|${bodyHtml}`
    })

/** A stopped node with something of every kind that the public reads. The watch has passed once, as it does minutes after founding. */
export async function prepareWorld(): Promise<World> {
  const data = join(mkdtempSync(join(tmpdir(), 'trait-altered-')), 'data')
  const node = await openNode(data, { clock })
  const ids: Record<string, string> = {}
  const articles: string[] = []
  const signed = new Set<string>()
  const remember = async () => {
    for (const text of textsOf(await serve(node, { articles, ids: { picture: ids['picture'] ?? '0'.repeat(24) } })))
      signed.add(text)
  }
  const make = async (name: string, kind: any, place: any, changes: any): Promise<string> => {
    const { value } = await node.perform(null, async (context) => {
      const made = await context.create(kind, place, changes)
      return 'tag' in made ? made : made.id
    })
    if (typeof value !== 'string') throw new Error(`${name}: ${JSON.stringify(value)}`)
    return (ids[name] = value)
  }
  const change = async (kind: any, id: string, verb: string, changes: any) => {
    await node.perform(null, async (context) => void (await context.change(kind, id, verb, changes)))
  }
  await node.perform(null, async (context) => {
    await context.addSpace('public')
    await context.addSpace('federation')
    ids['space'] = await context.addSpace('association')
  })
  await make('federation', federation, 'public', {
    name: 'Fédération',
    tagline: 'Ensemble',
    subtitle: 'Le portail',
    welcome: 'Bienvenue ici.',
    howToJoin: 'Écrivez.',
    howToHelp: 'Venez.',
    contact: 'Maison',
  })
  const hasher = createDiskHasher()
  const bytes = Buffer.from('image honnête '.repeat(40))
  hasher.update(bytes)
  const { hash } = hasher.digest()
  const blob = join(data, 'blobs', hash.slice(0, 2), hash.slice(2))
  mkdirSync(join(blob, '..'), { recursive: true })
  writeFileSync(blob, bytes)
  await make('picture', picture, 'public', {
    preview: new Uint8Array(20),
    colour: '#112233',
    sizes: [{ width: 10, height: 10, type: 'image/webp', hash, weight: bytes.length }],
    credit: 'CC0',
  })
  await make('puits', association, 'public', {
    name: 'Amis du puits',
    slug: 'amis-du-puits',
    purpose: 'Des puits',
    presentation: 'Nous creusons.',
    town: 'Lyon',
    country: 'FR',
    latitude: 4_500_000,
    longitude: 480_000,
    contact: 'Rue du Puits',
    space: ids['space'],
    logo: ids['picture'],
  })
  await make('jardins', association, 'public', {
    name: 'Jardins unis',
    slug: 'jardins-unis',
    purpose: 'Planter',
    town: 'Kaya',
    country: 'BF',
  })
  await make('period', period, 'public', { association: ids['puits'], joined: '2010-01-01' })
  await make('period2', period, 'public', {
    association: ids['jardins'],
    joined: '2011-01-01',
    left: '2020-01-01',
    reason: 'Fin',
  })
  await make('charter', charter, 'public', {
    version: 1,
    adopted: '2010-01-01',
    text: 'Nous promettons.\n\n1. Partager.',
  })
  await change(charter, ids['charter'] as string, 'sign', {
    signatures: { association: ids['puits'], day: '2010-02-01', person: null },
  })
  await make('milestone', milestone, 'public', {
    date: '2012-05-01',
    title: 'Premier puits',
    text: 'À Kaya.',
    category: 'projet',
    place: 'Kaya',
  })
  await make('person', person, 'federation', { name: 'Awa', publicName: 'Awa' })
  await make('mandate', mandate, 'federation', {
    person: ids['person'],
    association: null,
    role: 'officer',
    office: 'Présidente',
    from: '2012-01-01',
    isPublic: true,
  })
  await make('vote', vote, 'public', {
    question: 'Oui ?',
    options: ['pour', 'contre'],
    opens: '2013-01-01',
    closes: '2013-02-01',
    isPublic: true,
  })
  await make('page', page, 'public', {
    title: 'Nous trouver',
    slug: 'nous-trouver',
    body: 'Au bout de la rue.',
    order: 1,
  })
  await change(page, ids['page'] as string, 'publish', { body: 'Au bout de la rue, à droite.' })
  await make('gathering', gathering, 'public', { title: 'Fête', body: 'Venez.', starts: 1_900_000_000, place: 'Lyon' })
  await make(
    'draft',
    draft,
    { space: ids['space'] },
    { title: 'Pas encore', body: 'secret', target: 'article', association: ids['puits'] },
  )
  for (const [index, word] of WORDS.entries()) {
    const own = index % 2 ? { association: ids['puits'] } : {}
    const more = index === 0 ? { picture: ids['picture'], pictureText: 'Une image', tags: { add: ['eau'] } } : {}
    const id = await make(`article${index}`, article, 'public', {
      title: `Le ${word}`,
      body: `Un texte de ${word}.`,
      date: 1_700_000_000 + index,
      byline: 'Awa',
      place: 'Kaya',
      ...own,
      ...more,
    })
    articles.push(id)
  }
  await remember()
  const old = join(data, '..', 'old')
  await node.close()
  cpSync(data, old, { recursive: true })
  const again = await openNode(data, { clock })
  await again.perform(null, async (context) => {
    await context.change(article, articles[0] as string, 'publish', { title: 'Le aubergines corrigé' })
  })
  await again.perform(null, async (context) => {
    await context.change(article, articles[1] as string, 'publish', { body: 'Un autre bananeraie du puits.' })
  })
  await again.perform(
    null,
    async (context) => void (await context.setAlive(article, articles[5] as string, 'withdraw', false)),
  )
  await again.tick()
  await again.sealTails()
  const findings = await verifyNode(again)
  if (findings.length > 0) throw new Error(JSON.stringify(findings))
  const honest = await serve(again, { articles, ids })
  for (const text of textsOf(honest)) signed.add(text)
  await again.close()
  return { data, old, blob, ids, articles, signed, honest }
}

let time = 1_710_000_000_000
/** A clock that goes by one millisecond at each look: nothing here waits. */
export const clock = () => time++

export function copyWorld(world: World): { readonly data: string; readonly at: (path: string) => string } {
  const data = join(mkdtempSync(join(tmpdir(), 'trait-altered-')), 'data')
  cpSync(world.data, data, { recursive: true })
  cpSync(`${world.data}.keys`, `${data}.keys`, { recursive: true })
  return { data, at: (path) => path.replace(world.data, data) }
}
