import type * as Space from '#features/space/views.ts'
import { NASTY, potagers } from './portal-samples.ts'

export const spaceFrame: Space.SpaceFrame = {
  siteName: 'Trait d’union',
  path: '/espace',
  person: { name: 'Aminata' },
  association: potagers,
  tabs: ['today', 'publish'],
  current: 'today',
  menu: [
    { href: '/espace/membres', text: 'Membres' },
    { href: '/espace/aide', text: 'Aide' },
  ],
  formToken: 'AAAAAAAAAAAAAAAAAAAAAA',
  text: 'normal',
  isSecure: true,
}
const texts: readonly Space.OwnText[] = [
  {
    href: '/a',
    title: 'Une haie ? Oui !',
    kind: 'article',
    state: 'kept',
    isPublished: false,
    changedOn: '2026-11-21',
  },
  { href: '/b', title: 'Chantier ouvert', kind: 'date', state: 'waiting', isPublished: true, changedOn: '2026-11-20' },
  { href: '/c', title: 'Nos légumes', kind: 'page', state: 'arrived', isPublished: true, changedOn: '2026-11-01' },
]
export const today: Space.TodayView = {
  name: 'Aminata',
  actions: [
    {
      href: '/espace/publier/nouvelle',
      text: 'Écrire une nouvelle',
      hint: 'Un titre, un texte, une photo.',
      accent: 'terre',
    },
    {
      href: '/espace/publier/rendez-vous',
      text: 'Ajouter un rendez-vous',
      hint: 'Un jour, une heure, un lieu.',
      accent: 'indigo',
    },
    {
      href: '/espace/publier/affiche',
      text: 'Faire une affiche',
      hint: 'À partir d’une nouvelle déjà écrite.',
      accent: 'feuille',
    },
  ],
  todo: [{ href: '/d', text: 'Relire « Vos vieux téléphones »', detail: 'demandé par Paul' }],
  mine: texts,
  link: [
    { kind: 'waiting', text: '3 choses attendent de partir vers Koupéla, 92 Ko au plus.' },
    { kind: 'arrived', text: 'Tout est arrivé : Ségou.' },
  ],
  checks: [{ text: 'Un passage semble venir de quelqu’un d’autre.', href: '/alarmes/e', link: 'Regarder' }],
  news: { kind: 'arrived', text: 'Publié : « La salle rouvre ».', href: '/a' },
}
export const importing: Space.ImportView = {
  formToken: 'AAAAAAAAAAAAAAAAAAAAAA',
  name: 'Les Potagers du Garon',
  back: { href: '/mon-association', text: 'Mes associations' },
  path: '/mon-association/a/reprise',
  wantsSecondReader: false,
  file: { name: NASTY, size: 12_000_000 },
  pictures: 2,
  running: null,
  failure: 'Elle a été arrêtée.',
  report: null,
  problems: [],
}
export const importReport: Space.ImportReportView = {
  site: NASTY,
  imported: { articles: 60, pages: 3, pictures: 12, published: 0 },
  known: { updated: 1, same: 2, edited: 3 },
  warnings: ['Le fichier est coupé avant sa fin : ce qui le précède est repris.'],
  missingPictures: 4,
  leftOut: { accounts: 2, comments: 30 },
  skipped: [{ sentence: 'Les menus se refont ici d’eux-mêmes.', count: 2, titles: [NASTY] }],
  setAside: [
    { id: 'e', title: NASTY, excerpt: NASTY, sentence: 'Ce passage parle de médicaments à vendre.' },
    { id: null, title: '', excerpt: 'Casino', sentence: 'Ce passage parle de jeux d’argent.' },
  ],
  more: { skipped: 1, setAside: 2 },
}
export const publish: Space.PublishView = {
  actions: [
    { href: '/espace/publier/nouvelle', text: 'Écrire une nouvelle' },
    { href: '/espace/publier/rendez-vous', text: 'Ajouter un rendez-vous' },
  ],
  texts,
  news: null,
  query: '',
  isBin: false,
  binHref: '/publier?corbeille=1',
  more: null,
}
export const editor: Space.EditorView = {
  kind: 'article',
  isNew: false,
  action: '/publier/1',
  formToken: 'AAAAAAAAAAAAAAAAAAAAAA',
  submission: 'b1',
  version: '3',
  pictureId: '',
  lang: 'fr',
  values: {
    titre: 'Une haie ?',
    texte: 'On taille samedi.\n\n## Le matin\n\n- des bottes\n- des gants',
    lieu: 'Grigny',
    jour: '',
    debut: '',
    jour_fin: '',
    fin: '',
    photo_texte: '',
    signature: '',
    mots: '',
    langue: '',
    adresse: '',
    rang: '',
    paraitre_le: '',
    paraitre_a: '',
    association: 'federation',
  },
  picture: { src: '/apercu/2-320.svg', width: 320, height: 213, bytes: 14_000 },
  pictureLimit: 20_000_000,
  places: [],
  may: { keep: true, publish: true, askReader: false, review: false },
  saved: { kind: 'kept', text: 'Gardé ici à 14 h 32.', links: [] },
  note: null,
  errors: [],
  others: [],
  links: [{ href: '/apercu', text: 'Voir la page' }],
  isOnline: false,
  isDiscarded: false,
  mayDiscard: true,
  signIn: null,
}
export const editorWithProblems: Space.EditorView = {
  ...editor,
  isNew: true,
  values: { ...editor.values, titre: NASTY, texte: NASTY, paraitre_le: '2026-12-24', signature: NASTY },
  picture: null,
  saved: null,
  places: [
    { value: '1', text: 'Les Potagers du Garon' },
    { value: 'federation', text: 'Trait d’union' },
  ],
  may: { keep: true, publish: false, askReader: true, review: true },
  note: NASTY,
  errors: [
    { field: 'titre', message: 'Il manque un titre.' },
    { field: 'photo', message: 'Cette photo pèse 24 Mo : 20 au plus.' },
  ],
  others: [{ field: 'texte', label: 'Texte', author: 'Paul', mine: NASTY, theirs: NASTY }],
}
export const editorSignedOut: Space.EditorView = {
  ...editorWithProblems,
  others: [],
  note: null,
  places: [],
  may: { keep: false, publish: false, askReader: false, review: false },
  signIn: { name: 'Aminata', problem: 'Ce nom et cette phrase ne vont pas ensemble.', next: '/connexion' },
}
export const dateEditor: Space.EditorView = { ...editor, kind: 'date', isNew: true, picture: null, saved: null }
export const history: Space.HistoryView = {
  title: NASTY,
  lang: 'fr',
  back: '/publier/1',
  action: '/publier/1/historique',
  formToken: 'AAAAAAAAAAAAAAAAAAAAAA',
  revisions: [
    { id: 'a', when: 'lundi', author: 'Paul', verb: 'write', compareHref: '/publier/1/historique?version=a' },
  ],
  compared: {
    sentence: 'lundi.',
    fields: [
      {
        name: 'body',
        parts: [
          { kind: 'removed', text: NASTY },
          { kind: 'added', text: 'neuf' },
        ],
      },
    ],
    restore: 'a',
  },
}

export const watch: Space.WatchView = {
  formToken: 'jeton',
  alarms: [
    {
      sentence: 'Le texte « Le jardin » a été changé.',
      at: 1.8e12,
      since: 1.7e12,
      isMended: true,
      texts: [{ title: 'Le jardin' }],
      toDo: 'mended',
    },
    { sentence: 'Une image est abîmée.', at: 1.8e12, since: null, isMended: false, texts: [], toDo: 'blob' },
  ],
  acknowledge: { upTo: 1.8e12 },
  waiting: [
    {
      id: 'e',
      title: 'Le jardin',
      association: 'Les Potagers',
      excerpt: 'Achetez <b>vite</b>.',
      sentence: 'Il vend.',
      isAside: true,
    },
  ],
  hasMore: true,
  decided: [{ id: 'f', title: 'Le puits', excerpt: 'Un prêt.', decision: 'foreign', by: null, when: 1.7e12 }],
}
export const passage: Space.PassageView = {
  formToken: 'jeton',
  title: 'Le jardin',
  lang: 'fr',
  draft: 'd',
  bodyHtml: '<p>Un puits. <mark>Achetez.</mark></p>',
  isThere: false,
  isSure: false,
  isOnline: true,
  sentence: 'Il vend.',
  decision: 'belongs',
  decided: 1.7e12,
  decidedBy: 'Awa',
  mayDecide: true,
  done: 'belongs',
  problem: null,
}
