import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { htmlToMarkdown } from '../body/html-to-markdown.ts'
import { findForeignPassages } from './find-foreign-passages.ts'
import type { Passage, ReasonTag } from './passage.ts'
import { withoutPassages } from './set-aside.ts'

const title = 'Le jardin de l’école de Koupéla'
const before = 'Les élèves de l’école ont semé des haricots en mars. Le jardin donne déjà ses premiers légumes.'
const after = 'Les parents viennent arroser le jardin le soir. La récolte ira à la cantine de l’école.'
const rest = [
  'Le comité de jumelage a payé les arrosoirs et la clôture du jardin. Les élèves de la classe de M. Ouédraogo tiennent un cahier : ils y notent la pluie, les semis et les récoltes.',
  'En octobre, le comité de Grigny viendra voir le jardin. Une réunion avec les parents d’élèves aura lieu le 12 à 18 h, dans la cour de l’école.',
  '- Les arrosoirs sont rangés dans la classe.\n- La clé du jardin est chez le directeur de l’école.\n- Chaque classe a sa semaine d’arrosage.',
]
const article = (passage: string) => [`${before} ${passage} ${after}`.replace(/ {2,}/g, ' '), ...rest].join('\n\n')
const find = (passage: string): Passage[] => findForeignPassages({ title, markdown: article(passage) })

test('an honest article isn’t bothered', () => {
  assert.deepEqual(find(''), [])
  assert.deepEqual(
    find(
      'Voir [le site de la mairie de Grigny](https://www.mairie-grigny69.fr/ecoles/jumelage) et [le carnet](/pages/carnet).',
    ),
    [],
  )
  assert.deepEqual(
    find('L’infirmière a rappelé que le médicament contre le paludisme est à la pharmacie du village.'),
    [],
  )
})

const planted: readonly [ReasonTag, string][] = [
  ['drug-name', 'Achetez du Viagra sans ordonnance, livraison rapide.'],
  ['drug-name', 'On trouve ici du v1agra au meilleur prix.'],
  ['drug-name', 'Le ci.al.is est expédié sous pli fermé.'],
  ['drug-name', 'Le сіаlis est expédié sous pli fermé.'],
  ['drug-name', 'Le v i a g r a est expédié sous pli fermé.'],
  ['drug-name', 'Le vi**ag**ra est expédié sous pli fermé.'],
  ['drug-name', 'Le ＶＩＡＧＲＡ est expédié sous pli fermé.'],
  ['casino', 'Les élèves reçoivent un bonus de bienvenue au casino en ligne.'],
  ['credit', 'Un prêt rapide sans justificatif est versé aux parents en 24 heures.'],
  ['counterfeit', 'Des répliques de montres Rolex sont vendues à la cantine.'],
  ['adult', 'Rencontres coquines et escort girls près de l’école.'],
  [
    'foreign-link',
    'Les parents ont vu [un meilleur prix](https://arrosoirs-pas-chers.shop/?ref=12) en quelques minutes.',
  ],
  ['foreign-language', 'The best place to buy your new watches with free shipping for all of the world is here.'],
  [
    'foreign-run',
    'La pâte feuilletée repose au frais une nuit entière. On l’étale au rouleau, on la garnit de crème d’amande et on dore le dessus au jaune d’œuf. La galette cuit trente minutes à four chaud.',
  ],
]
for (const [tag, passage] of planted) {
  test(`${tag}: « ${passage.slice(0, 60)} » is found, and nothing honest with it`, () => {
    const found = find(passage)
    assert.equal(found.length, 1)
    const markdown = article(passage)
    assert.equal(markdown.slice(found[0]!.start, found[0]!.end), passage)
    assert.ok(
      found[0]!.reasons.some((reason) => reason.tag === tag),
      JSON.stringify(found[0]!.reasons),
    )
    assert.match(found[0]!.sentence, /^Ce passage semble étranger à l’article\u00a0: .+\.$/)
    assert.equal(withoutPassages(markdown, found), article(''))
  })
}

test('what is hidden is found where it stands', () => {
  const html = `<p>${before} <span style="position:absolute;left:-4000px">Une phrase quelconque du jardin.</span> ${after}</p>`
  const body = htmlToMarkdown(html)
  assert.equal(body.tag, 'converted')
  if (body.tag !== 'converted') return
  const found = findForeignPassages({ title, markdown: body.markdown, hidden: body.hidden })
  assert.deepEqual(
    found.map(({ excerpt, reasons }) => [excerpt, reasons[0]!.tag]),
    [['Une phrase quelconque du jardin.', 'hidden']],
  )
})

test('what is hidden inside a sentence doesn’t take the sentence with it', () => {
  const body = htmlToMarkdown(
    `<p>Les parents <span style="display:none">achètent du viagra pas cher</span> viennent arroser. Ils sont nombreux.</p>`,
  )
  assert.equal(body.tag, 'converted')
  if (body.tag !== 'converted') return
  const found = findForeignPassages({ title, markdown: body.markdown, hidden: body.hidden })
  assert.deepEqual(
    found.map(({ excerpt, reasons }) => [excerpt, reasons.map((reason) => reason.tag)]),
    [['achètent du viagra pas cher', ['hidden', 'drug-name']]],
  )
  assert.equal(withoutPassages(body.markdown, found), 'Les parents viennent arroser. Ils sont nombreux.')
})

test('a sentence that two hidden passages go through goes with them', () => {
  const body = htmlToMarkdown(
    `<p>Le jardin est beau. Les <i hidden>bottes soldées</i> parents <i hidden>sacs soldés</i> arrosent. Ils sont nombreux.</p>`,
  )
  assert.equal(body.tag, 'converted')
  if (body.tag !== 'converted') return
  const found = findForeignPassages({ title, markdown: body.markdown, hidden: body.hidden })
  assert.equal(withoutPassages(body.markdown, found), 'Le jardin est beau. Ils sont nombreux.')
})

// A text in the words of public bodies, where what is strange shows.
const official = (passage: string) =>
  [
    `Le demandeur doit fournir un justificatif de domicile. La demande est examinée par la mairie dans un délai de deux mois. ${passage} La décision est notifiée par lettre recommandée.`,
    'Le recours doit être déposé auprès du tribunal administratif. Le délai est suspendu en cas de demande d’aide juridictionnelle.',
    'La personne concernée peut être assistée par un avocat. Les frais sont à la charge du demandeur. Le timbre fiscal peut être payé par carte en ligne.',
    'La mairie informe le demandeur de la suite donnée au dossier. Le dossier complet est conservé pendant cinq ans. Une copie du dossier peut être demandée à la mairie.',
    'Le tribunal administratif examine le recours. Il peut annuler la décision de la mairie. Il peut condamner la mairie à verser une indemnité au demandeur.',
  ].join('\n\n')
const findIn = (passage: string) =>
  findForeignPassages({ title: 'Demande d’autorisation et recours', markdown: official(passage) })
for (const passage of [
  'Nos perruques se portent dès le premier soir, écrivez à Lola sur WhatsApp et recevez un colis discret.',
  'Ma voisine a doublé sa cagnotte grâce à une méthode simple, demandez-lui le lien sur Telegram.',
])
  test(`a pitch without any known product is found: « ${passage.slice(0, 40)} »`, () => {
    assert.deepEqual(
      findIn(passage).map(({ start, end }) => official(passage).slice(start, end)),
      [passage],
    )
  })
for (const passage of [
  'Les frais de dossier sont remboursés si vous les avez payés par carte.',
  'Vous pouvez acheter un timbre fiscal en ligne ou dans un bureau de tabac.',
  'Voir aussi [le guide du recours](https://www.conseil-etat.fr/demarches-services/les-fiches-pratiques).',
])
  test(`an honest sentence on money, buying or another site isn’t bothered: « ${passage.slice(0, 40)} »`, () => {
    assert.deepEqual(findIn(passage), [])
  })
test('a link to a shop unknown to the article is found, and one to a public body not', () => {
  const link = (host: string) => `Beaucoup consultent [ce guide](https://${host}/guide), très complet.`
  assert.equal(findIn(link('conseils-demande-plus.com'))[0]?.reasons[0]?.tag, 'foreign-link')
  assert.deepEqual(findIn(link('anil.org')), [])
})

test('an article on the matter itself may speak of it', () => {
  const markdown = [
    'Le crédit à la consommation coûte cher. Le comité tient une réunion sur le crédit et le surendettement. Un conseiller explique le taux d’un crédit et les mensualités.',
    'Le rachat de crédits en ligne peut baisser les mensualités mais allonge la durée. Le crédit renouvelable est à éviter. Un prêt de la caisse de solidarité reste moins cher que le crédit d’un magasin.',
    'Le casino voisin n’est pas en cause. Chaque famille vient avec ses contrats de prêt. Le prêt est un engagement.',
  ].join('\n\n')
  assert.deepEqual(findForeignPassages({ title: 'Crédit et surendettement : réunion', markdown }), [])
})

test('any Markdown is looked at without throwing; passages are in order, apart and within', () => {
  const pieces = fc.constantFrom(
    'viagra',
    ' ',
    '. ',
    '\n\n',
    '**',
    '[a](http://b.shop)',
    '- ',
    '# ',
    '|',
    '\\',
    '`',
    '```\n',
    '<',
    'Jardin',
    'casino en ligne',
    '\0',
    '…',
    '_',
    '![x](picture:0)',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 80 }), (parts) => {
      const markdown = parts.join('')
      let last = 0
      for (const { start, end } of findForeignPassages({
        title: '',
        markdown,
        hidden: [{ start: 0, end: Math.min(3, markdown.length) }],
      })) {
        assert.ok(start >= last && end > start && end <= markdown.length)
        last = end
      }
    }),
    { numRuns: 500 },
  )
})

test('hostile repetitions are looked at in bounded time', () => {
  const pieces = [
    '.',
    '. A',
    'v1agra. ',
    'casino en ligne. ',
    '[a](http://b.shop/c). ',
    '[',
    '![',
    '_a',
    '\\',
    'a.b.',
    '- a\n',
    'acheter ',
    'v i a ',
    '«',
    'prêt rapide ',
    '\0',
    '1',
    'http://a. ',
  ]
  for (const piece of pieces)
    findForeignPassages({ title: piece, markdown: piece.repeat(Math.floor(200_000 / piece.length)) })
})
