import type { Page } from 'playwright-core'
import type { Looker, PageWorld } from './page-world.ts'

/** One page as somebody sees it: its address, what is done there before it is looked at, and the status of what is seen then. */
export type Visit = {
  readonly who: Looker
  readonly path: string
  readonly status?: number
  readonly act?: (page: Page) => Promise<void>
}
type Visits = (world: PageWorld) => readonly Visit[] | Promise<readonly Visit[]>

const by =
  (...who: readonly Looker[]) =>
  (...paths: readonly string[]): Visits =>
  () =>
    who.flatMap((one) => paths.map((path) => ({ who: one, path })))
const visitor = by('visitor')
const federation = by('federation')
/** A public page of which the address is found in a list. */
const linked =
  (list: string, pattern: RegExp, end = ''): Visits =>
  async (world) => [{ who: 'visitor', path: (await world.first(list, pattern)) + end }]
const all =
  (...parts: readonly Visits[]): Visits =>
  async (world) =>
    (await Promise.all(parts.map((part) => part(world)))).flat()
/** Fills what is named and presses a button: `status` is that of the page which comes then. */
const sent =
  (who: Looker, path: string, button: string, fields: Readonly<Record<string, string>>, status: number): Visits =>
  () => [
    {
      who,
      path,
      status,
      async act(page) {
        // What the browser itself would refuse is for the server to refuse here.
        await page.locator('form').evaluateAll((forms) => {
          for (const form of forms) (form as HTMLFormElement).noValidate = true
        })
        for (const [name, value] of Object.entries(fields)) {
          // With script the editor takes the place of a text's field.
          const field = name === 'texte' ? '[name="texte"]:visible, .ProseMirror:visible' : `[name="${name}"]`
          await page.locator(field).first().fill(value)
        }
        const button_ = page.locator(`button:text-is("${button}")`).first()
        const loaded = page.waitForEvent('domcontentloaded')
        // In a closed part of the page too.
        await button_.evaluate((element) => (element as HTMLButtonElement).click())
        await loaded
      },
    },
  ]
const text =
  (who: Looker, thing: string, end = ''): Visits =>
  (world) => [{ who, path: `/publier/${world.idOf(thing)}${end}` }]

const ARTICLE = /\/nouvelles\/[a-z\d-]+-[\da-f]{8}/
const DATE = /\/agenda\/[a-z\d-]+-[\da-f]{8}/

/** Every page of the program, by route: who sees what there. A route without a line fails (every-page.test.ts). */
export const PAGES: Readonly<Record<string, Visits>> = {
  '(site)': visitor('/', '/?texte=tres-grand&leger=1', '/en'),
  '(site)/[...rest]': () => [
    { who: 'visitor', path: '/rien/du/tout', status: 404 },
    { who: 'visitor', path: '/en/rien/du/tout', status: 404 },
  ],
  '(site)/[association]': visitor('/potagers-du-garon/', '/oms-grigny/', '/en/potagers-du-garon/'),
  '(site)/[association]/[page]': visitor('/potagers-du-garon/les-hetres'),
  '(site)/[association]/[page]/historique': visitor('/potagers-du-garon/les-hetres/historique'),
  '(site)/[association]/agenda': visitor('/potagers-du-garon/agenda'),
  '(site)/[association]/nouvelles': visitor('/potagers-du-garon/nouvelles'),
  '(site)/accessibilite': visitor('/accessibilite', '/en/accessibilite'),
  '(site)/agenda': visitor('/agenda', '/en/agenda'),
  '(site)/agenda/[address]': linked('/agenda', DATE),
  '(site)/agenda/[address]/historique': linked('/agenda', DATE, '/historique'),
  '(site)/associations': visitor('/associations', '/en/associations'),
  '(site)/charte': visitor('/charte', '/en/charte'),
  '(site)/charte/[version]': visitor('/charte/1'),
  '(site)/commencer': visitor('/commencer', '/en/commencer'),
  '(site)/federation': visitor('/federation', '/en/federation'),
  '(site)/frise': visitor('/frise', '/en/frise'),
  '(site)/nouvelles': visitor(
    '/nouvelles',
    '/nouvelles?membre=potagers-du-garon',
    '/nouvelles?theme=zzz',
    '/en/nouvelles',
  ),
  '(site)/nouvelles/[address]': all(
    linked('/nouvelles', ARTICLE),
    linked('/potagers-du-garon/nouvelles', ARTICLE),
    linked('/en/nouvelles', /\/en\/nouvelles\/[a-z\d-]+-[\da-f]{8}/),
  ),
  '(site)/nouvelles/[address]/historique': linked('/nouvelles', ARTICLE, '/historique'),
  '(site)/pages/[slug]': visitor('/pages/qui-sommes-nous'),
  '(site)/pages/[slug]/historique': visitor('/pages/qui-sommes-nous/historique'),
  '(site)/recherche': visitor('/recherche', '/recherche?q=h%C3%AAtre', '/recherche?q=zzz', '/en/recherche?q=jardin'),

  '(workspace)/adherer': all(
    visitor('/adherer', '/adherer?envoyee'),
    sent('visitor', '/adherer', 'Envoyer notre demande', {}, 422),
  ),
  // Founded already: it says so. The founding itself is looked at on an empty node.
  '(workspace)/bienvenue': visitor('/bienvenue'),
  '(workspace)/candidatures': by('officer', 'federation')('/candidatures'),
  '(workspace)/candidatures/[id]': all(
    (world) => [
      { who: 'officer', path: `/candidatures/${world.idOf('application')}` },
      { who: 'federation', path: `/candidatures/${world.idOf('refused application')}` },
    ],
    (world) => sent('federation', `/candidatures/${world.idOf('application')}`, 'Refuser', {}, 422)(world),
  ),
  '(workspace)/compte': by('reader', 'officer', 'federation')('/compte'),
  '(workspace)/connexion': all(
    visitor('/connexion'),
    sent('visitor', '/connexion', 'Entrer', { nom: 'Personne Ici', phrase: 'pas la bonne' }, 403),
  ),
  '(workspace)/connexion/carte/[code]': visitor('/connexion/carte/AAAABBBBCCCC'),
  '(workspace)/deconnexion': by('reader')('/deconnexion'),
  '(workspace)/gerer': all(federation('/gerer'), sent('federation', '/gerer', 'Garder', { nom: '' }, 422), () => [
    { who: 'reader', path: '/gerer', status: 403 },
  ]),
  '(workspace)/gerer/charte': all(
    federation('/gerer/charte'),
    sent('federation', '/gerer/charte', 'Publier cette version', { texte: '' }, 422),
  ),
  '(workspace)/gerer/cotisations': all(
    federation('/gerer/cotisations'),
    sent('federation', '/gerer/cotisations', 'Noter', { montant: 'trente' }, 422),
  ),
  '(workspace)/gerer/frise': all(federation('/gerer/frise'), sent('federation', '/gerer/frise', 'Garder', {}, 422)),
  '(workspace)/gerer/periodes': all(
    federation('/gerer/periodes'),
    sent('federation', '/gerer/periodes', 'Noter', { 'entre-jour': '2999-01-01' }, 422),
  ),
  '(workspace)/invitation': all(
    visitor('/invitation'),
    sent('visitor', '/invitation', 'Continuer', { code: 'zzz' }, 403),
  ),
  '(workspace)/invitation/[code]': (world) => [
    { who: 'visitor', path: `/invitation/${world.idOf('invitation')}` },
    { who: 'reader', path: `/invitation/${world.idOf('invitation')}` },
    { who: 'visitor', path: '/invitation/AAAABBBBCCCC' },
  ],
  '(workspace)/liaison': all(
    by('reader', 'editor', 'federation')('/liaison'),
    sent('federation', '/liaison', 'Garder', { prix: 'cher', budget: 'x' }, 422),
    sent('federation', '/liaison', 'Garder', { prix: '1,2', budget: '5' }, 200),
  ),
  '(workspace)/liaison/[id]': (world) => [
    { who: 'federation', path: `/liaison/${world.idOf('place')}` },
    { who: 'editor', path: `/liaison/${world.idOf('place')}`, status: 403 },
    ...(sent(
      'federation',
      `/liaison/${world.idOf('place')}`,
      'Garder',
      { nom: '', adresse: 'x' },
      422,
    )(world) as readonly Visit[]),
  ],
  '(workspace)/liaison/rejoindre': all(
    federation('/liaison/rejoindre'),
    sent('federation', '/liaison/rejoindre', 'Apporter le code', { appariement: 'x' }, 422),
  ),
  '(workspace)/liaison/relier': all(federation('/liaison/relier'), () => [
    {
      who: 'federation',
      path: '/liaison/relier',
      async act(page) {
        for (const name of ['Annuler ce code', 'Obtenir un code']) {
          const button = page.locator(`button:text-is("${name}")`)
          if ((await button.count()) === 0) continue
          await Promise.all([page.waitForEvent('domcontentloaded'), button.click()])
        }
      },
    },
  ]),
  '(workspace)/liaison/cle': all(federation('/liaison/cle'), () => [
    { who: 'reader', path: '/liaison/cle', status: 403 },
    { who: 'federation', path: '/liaison/cle?echec=no-room' },
  ]),
  '(workspace)/membres': by('reader', 'officer', 'federation')('/membres'),
  '(workspace)/mon-association': by('reader', 'officer', 'federation')('/mon-association'),
  '(workspace)/mon-association/[id]': all(
    (world) => [{ who: 'officer', path: `/mon-association/${world.idOf('association')}` }],
    (world) => sent('officer', `/mon-association/${world.idOf('association')}`, 'Garder', { nom: '' }, 422)(world),
  ),
  '(workspace)/mon-association/[id]/reprise': all(
    (world) => [
      { who: 'editor', path: `/mon-association/${world.idOf('association')}/reprise` },
      { who: 'federation', path: '/mon-association/federation/reprise' },
      { who: 'reader', path: `/mon-association/${world.idOf('association')}/reprise`, status: 403 },
    ],
    sent('federation', '/mon-association/federation/reprise', 'Commencer la reprise', {}, 422),
  ),
  '(workspace)/recuperation': visitor('/recuperation'),
  '(workspace)/alarmes': by('reader', 'editor', 'federation')('/alarmes'),
  '(workspace)/alarmes/[id]': (world) => [
    { who: 'editor', path: `/alarmes/${world.idOf('passage')}` },
    { who: 'reader', path: `/alarmes/${world.idOf('passage')}`, status: 403 },
  ],
  '(workspace)/aujourd-hui': by('reader', 'contributor', 'editor', 'officer', 'federation')('/aujourd-hui'),
  '(workspace)/publier': all(
    by('editor', 'federation')('/publier'),
    by('contributor')('/publier?corbeille=1', '/publier?q=zzz'),
    by('reader')('/publier'),
  ),
  '(workspace)/publier/[id]': all(
    text('contributor', 'draft'),
    text('officer', 'draft of a date'),
    text('editor', 'draft of a page'),
    text('editor', 'asked'),
    text('editor', 'written twice'),
    text('contributor', 'binned'),
    text('reader', 'draft'),
    (world) => [{ who: 'federation', path: `/publier/${world.idOf('draft')}`, status: 403 }],
  ),
  '(workspace)/publier/[id]/apercu': all(
    text('editor', 'draft', '/apercu'),
    text('reader', 'draft of a date', '/apercu'),
    text('editor', 'draft of a page', '/apercu'),
  ),
  '(workspace)/publier/[id]/historique': all(
    text('editor', 'draft', '/historique'),
    text('editor', 'written twice', '/historique'),
  ),
  '(workspace)/publier/nouveau': all(
    by('editor')('/publier/nouveau?type=article', '/publier/nouveau?type=date', '/publier/nouveau?type=page'),
    sent('federation', '/publier/nouveau?type=article', 'Publier', { titre: '', texte: '' }, 422),
  ),
  '(workspace)/votes': all(
    by('reader', 'officer', 'federation')('/votes'),
    sent('federation', '/votes', 'Ouvrir ce vote', {}, 422),
  ),
}
