// Long because it is one table.
/** Who gets what from every named query and command (S3): one line each, eight letters, in the order of ROLES. */
import type { MatrixWorld, PlaceWorld } from './matrix-world.ts'

/** Visitor; officer of the other association; roles of the place itself; officer of the federation; the place's officer over plain HTTP. */
export const ROLES = [
  'visitor',
  'outsider',
  'reader',
  'contributor',
  'editor',
  'officer',
  'federation',
  'http',
] as const
export type RoleName = (typeof ROLES)[number]

/**
 * `+` allowed. `!` allowed, and it shows something private of the place. `-` allowed, and it shows nothing private of the place.
 * Refused: `S` needs-sign-in, `N` not-allowed, `H` needs-secure, `C` confirm-first, `F` not-found; a refusal says nothing else.
 */
export type Letter = '+' | '!' | '-' | 'S' | 'N' | 'H' | 'C' | 'F'

export type Line = {
  readonly cells: string
  /** Made anew for each cell: what one cell changes, the next doesn't see. */
  readonly input?: (place: PlaceWorld, world: MatrixWorld) => unknown
  /** The tag of an allowed answer, where the input is made so that nothing is changed. */
  readonly passes?: string
  /** It is about something of the place: asked about the other association, every role of the place is the outsider. */
  readonly isOfPlace?: boolean
}

/** For everybody; nothing private is in it, whoever asks: these answers are shared and kept. */
const everybody = (input: Line['input'] = () => ({}), passes?: string): Line => ({
  cells: '- - - - - - - -',
  input,
  ...(passes ? { passes } : {}),
})
const shared = everybody(() => null)
/** Anybody signed in, about themselves. */
const mine = (cells: string, input: Line['input'] = () => ({}), passes?: string): Line => ({
  cells,
  input,
  ...(passes ? { passes } : {}),
})
/** After proving again who one is. */
const afterConfirming = (input: Line['input'] = () => ({})): Line => ({ cells: 'S C C C C C C C', input })
/** About something of the place. */
const place = (cells: string, input: NonNullable<Line['input']>, passes?: string): Line => ({
  cells,
  input,
  isOfPlace: true,
  ...(passes ? { passes } : {}),
})
/** The federation's officers, in its own matters. */
const federation = (input: Line['input'] = () => ({}), passes?: string): Line => ({
  cells: 'S N N N N N + N',
  input,
  ...(passes ? { passes } : {}),
})
const READERS = 'S N ! ! ! ! N !'
const WRITERS = 'S N N + + + N +'
const EDITORS = 'S N N N + + N +'
const OFFICERS_ACT = 'S N N N N + N H'

/** What only the program itself runs, at its start or from its own command line: no route may name it. */
export const EDGE: Readonly<Record<string, string>> = {
  'session.actor': 'the house turns a cookie into an actor',
  'accounts.actor': 'the house turns a cookie into an actor',
  'accounts.openFounding': 'the terminal shows the one-time code of an empty node',
  'accounts.enrol': 'the demonstration gives its people a printed phrase',
}

export const NAMES: Readonly<Record<string, Line | readonly Line[]>> = {
  'session.end': everybody(),
  'session.endOne': mine('S + + + + + + +', () => ({ session: '0'.repeat(24) })),
  'session.endOthers': mine('S + + + + + + +'),

  'accounts.isFounded': everybody(),
  'accounts.waiting': place('- - - - - ! - !', async (own) => {
    await own.waitingDevice()
    return {}
  }),
  'accounts.invitations': place('S N N N N ! N !', (own) => ({ association: own.id })),
  'accounts.members': place('S N ! ! ! ! ! !', (own) => ({ association: own.id })),
  'accounts.places': everybody(),
  'accounts.me': mine('- - ! ! ! ! - !'),
  'accounts.myAccount': mine('S - ! ! ! ! - !'),
  'accounts.notices': everybody(),
  'accounts.recoveries': place('- - - - - ! ! !', async (own) => {
    await own.recovery()
    return {}
  }),
  'accounts.found': everybody((_, world) => world.founding(), 'already-founded'),
  'accounts.joining': everybody(),
  'accounts.joinFirst': everybody(
    (_, world) => ({ code: 'x', pairing: 'x', address: 'http://127.0.0.1:9', name: 'x', ...world.from() }),
    'already-founded',
  ),
  'accounts.newSalt': everybody((own) => ({ name: own.names.reader })),
  'accounts.beginSignIn': everybody((own, world) => ({ name: own.names.reader, ...world.from(), ...world.device() })),
  'accounts.signIn': everybody(
    (_, world) => ({ ...world.ticket('attempt'), key: world.key(), ...world.browser() }),
    'expired',
  ),
  'accounts.signInWithCode': everybody(
    (_, world) => ({ ...world.ticket('ticket'), code: 'x', ...world.from() }),
    'expired',
  ),
  'accounts.askAdmission': everybody((_, world) => world.ticket('ticket'), 'expired'),
  'accounts.enterAdmitted': everybody((_, world) => world.ticket('ticket'), 'expired'),
  'accounts.beginConfirm': mine('S - - - - - - -'),
  'accounts.confirm': everybody((_, world) => ({ ...world.ticket('attempt'), key: world.key() }), 'expired'),
  'accounts.countForm': everybody((_, world) => world.from()),
  'accounts.changePassword': afterConfirming((_, world) => ({ secret: world.secret() })),
  'accounts.makeCard': afterConfirming(() => ({ pin: null })),
  'accounts.revokeCard': afterConfirming(),
  'accounts.signInByCard': everybody((_, world) => ({ code: 'x', ...world.from(), ...world.browser() })),
  'accounts.admitDevice': place('S N N N N + N +', async (own) => ({ id: await own.waitingDevice() })),
  'accounts.invite': place(OFFICERS_ACT, (own) => ({ association: own.id, role: 'reader' })),
  'accounts.inviteKnown': place(OFFICERS_ACT, async (own) => ({ person: (await own.person()).id })),
  'accounts.withdrawInvitation': place(OFFICERS_ACT, async (own) => ({ id: await own.invitation() })),
  'accounts.readInvitation': everybody((_, world) => ({ code: 'x', ...world.from() })),
  'accounts.accept': everybody((_, world) => ({
    code: 'x',
    name: 'Quelqu’un',
    secret: world.secret(),
    ...world.from(),
    ...world.browser(),
  })),
  'accounts.acceptSignedIn': mine('S + + + + + + +', () => ({ code: 'x' }), 'not-offered'),
  'accounts.grant': place(OFFICERS_ACT, async (own) => ({
    person: (await own.person()).id,
    association: own.id,
    role: 'contributor',
  })),
  'accounts.endMandate': place(OFFICERS_ACT, async (own) => ({ mandate: (await own.person()).mandate })),
  'accounts.describePerson': place(OFFICERS_ACT, async (own) => ({
    person: (await own.person()).id,
    name: own.canary('autre nom'),
    publicName: '',
    email: '',
  })),
  'accounts.readNotice': mine('S + + + + + + +', () => ({ id: '0'.repeat(24) })),
  'accounts.passkeyToSignIn': everybody((_, world) => world.origin()),
  'accounts.signInByPasskey': everybody((_, world) => ({
    response: '{}',
    ...world.origin(),
    ...world.from(),
    ...world.browser(),
  })),
  'accounts.passkeyToConfirm': mine('S - - - - - - -', (_, world) => world.origin()),
  'accounts.confirmByPasskey': mine('S - - - - - - -', (_, world) => ({ response: '{}', ...world.origin() }), 'wrong'),
  'accounts.passkeyToAdd': afterConfirming((_, world) => ({ ...world.origin(), site: 'x' })),
  'accounts.addPasskey': afterConfirming((_, world) => ({ response: '{}', ...world.origin(), label: '' })),
  'accounts.removePasskey': afterConfirming(() => ({ id: '0'.repeat(24) })),
  'accounts.makeCodes': afterConfirming(),
  'accounts.askRecovery': everybody((own, world) => ({ name: own.names.reader, ...world.from() })),
  'accounts.confirmRecovery': place('S N N N N + + H', async (own) => ({ id: await own.recovery() })),
  'accounts.cancelRecovery': place('S N N N N + + H', async (own) => ({ id: await own.recovery() })),
  'accounts.recoveryState': everybody((_, world) => ({ claim: 'x', ...world.from() })),
  'accounts.completeRecovery': everybody(
    (_, world) => ({ claim: 'x', secret: world.secret(), ...world.browser() }),
    'not-yet',
  ),
  'accounts.recoverByCodes': everybody((own, world) => ({
    name: own.names.reader,
    codes: ['x', 'y'],
    secret: world.secret(),
    ...world.from(),
    ...world.browser(),
  })),
  'accounts.undoRecovery': everybody((_, world) => world.ticket('ticket'), 'expired'),

  'membership.members': shared,
  // No map without coordinates: nobody gets one here.
  'membership.membersMap': { cells: 'F F F F F F F F', input: () => null },
  'membership.federationPage': shared,
  'membership.timeline': shared,
  'membership.charterPage': everybody(() => ({ version: null })),
  'membership.applications': mine('S + N N N + + +'),
  'membership.readApplication': mine('S + N N N + + +', async (_, world) => ({ id: await world.application() })),
  'membership.associationToKeep': place('S N N N N + N +', (own) => ({ id: own.id })),
  'membership.todo': mine('S - - - - - - -'),
  'membership.myOffices': mine('S - - - - - - -'),
  'membership.periodsToKeep': federation(),
  'membership.fees': place('S N N N N ! ! !', (own) => ({ association: own.id })),
  'membership.votes': mine('S + + + + + + +'),
  'membership.chartersToKeep': federation(),
  'membership.federationToKeep': federation(),
  'membership.milestonesToKeep': federation(),
  'membership.register': federation(),
  'membership.apply': everybody((_, world) => world.applicationForm()),
  'membership.sponsor': place(OFFICERS_ACT, async (own, world) => ({
    id: await world.application(),
    association: own.id,
  })),
  'membership.decide': federation(async (_, world) => ({
    id: await world.application(),
    decision: 'refused',
    reason: 'x',
  })),
  'membership.describeAssociation': place(OFFICERS_ACT, (own) => ({ id: own.id, name: own.name })),
  'membership.leave': place(
    'S N N N N + + H',
    (own) => ({ association: own.id, day: '1990-01-01' }),
    'left-before-joining',
  ),
  'membership.openPeriod': federation((own) => ({ association: own.id }), 'already-member'),
  'membership.newCharter': federation((_, world) => ({ text: world.fresh('Charte') })),
  'membership.signCharter': place(OFFICERS_ACT, async (own, world) => ({
    charter: await world.charter(),
    association: own.id,
  })),
  'membership.setFee': federation((own, world) => ({ association: own.id, year: world.year(), due: 100 })),
  'membership.payFee': federation((own) => ({ fee: own.fee, amount: 100 })),
  'membership.counterFee': federation((own) => ({ fee: own.fee, amount: 1, note: 'x' })),
  'membership.callVote': federation((_, world) => world.voteForm()),
  'membership.castVote': place(OFFICERS_ACT, async (own, world) => ({
    id: await world.vote(),
    association: own.id,
    option: 0,
  })),
  'membership.closeVote': federation(async (_, world) => ({ id: await world.vote(), outcome: 'x' }), 'still-open'),
  'membership.describeFederation': federation(() => ({ name: 'Fédération' })),
  'membership.addMilestone': federation(() => ({ date: '2004', title: 'x' })),
  'membership.editMilestone': federation(async (_, world) => ({
    id: await world.milestone(),
    date: '2004',
    title: 'y',
  })),
  'membership.withdrawMilestone': federation(async (_, world) => ({ id: await world.milestone() })),

  'link.state': { cells: 'S + + + + + + +', input: () => ({}) },
  'link.brief': { cells: 'S + + + + + + +', input: () => ({}) },
  'link.pairing': federation(),
  'link.carrying': { cells: 'S N N N N N + N', input: () => ({}) },
  'link.setTerms': federation(() => ({ price: null, currency: 'EUR', budget: null })),
  'link.call': [
    { cells: 'S + N + + + + +', input: () => ({ node: 'ab'.repeat(32) }), passes: 'not-found' },
    { cells: 'S N N N N N + N', input: () => ({ node: 'ab'.repeat(32), isForced: true }), passes: 'not-found' },
  ],
  'link.describe': federation(() => ({ node: 'ab'.repeat(32), name: 'x', address: null }), 'not-found'),
  'link.untie': federation(() => ({ node: 'ab'.repeat(32) }), 'not-found'),
  'link.offer': federation(),
  'link.decide': federation(() => ({ node: 'ab'.repeat(32), isAgreed: true, role: 'reader' }), 'offer-ended'),
  'link.endOffer': federation(),
  'link.join': federation(() => ({ code: 'x', address: 'http://127.0.0.1:9', name: 'x' })),

  'portal.frame': shared,
  'portal.home': shared,
  'portal.newsList': everybody((own) => ({ association: null, member: own.slug })),
  'portal.agenda': everybody((own) => ({ association: own.slug })),
  'portal.articlePage': everybody((own) => ({ short: own.article.id.slice(0, 8), address: own.article.path })),
  'portal.gatheringPage': everybody((own) => ({ short: own.gathering.id.slice(0, 8), address: own.gathering.path })),
  'portal.miniSite': everybody((own) => ({ association: own.slug })),
  'portal.pagePage': everybody((own) => ({ association: own.slug, slug: own.page.path.split('/').at(-1) ?? '' })),
  // Words that only drafts hold: a hit would show their titles.
  'portal.search': everybody(() => ({ text: 'corps', page: 1 })),
  'portal.poster': everybody((own) => ({ short: own.article.id.slice(0, 8) })),
  'portal.pictureSizes': { cells: 'F F F F F F F F', input: (own) => ({ id: own.picture }) },
  'portal.feed': everybody((own) => ({ association: own.slug })),
  'portal.calendar': everybody((own) => ({ association: own.slug, short: null })),
  'portal.sitemapPages': shared,
  'portal.itemRevisions': everybody((own) => ({ kind: 'article', short: own.article.id.slice(0, 8) })),
  'portal.pageRevisions': everybody((own) => ({ association: own.slug, slug: own.page.path.split('/').at(-1) ?? '' })),
  'portal.privatePictureSizes': place('S N + + + + N +', (own) => ({ id: own.picture })),
  'portal.writingPlaces': mine('S - - - - - - -'),
  'portal.draftPreview': place(READERS, (own) => ({ id: own.draft })),
  'portal.draftToEdit': place(READERS, (own) => ({ id: own.draft })),
  'portal.drafts': place('S - ! ! ! ! - !', (own) => ({ association: own.id })),
  'portal.history': [
    place(READERS, (own) => ({ id: own.draft })),
    place('- - ! ! ! ! - !', (own) => ({ id: own.article.id })),
  ],
  'portal.compare': [
    place(READERS, (own) => ({ id: own.draft, from: own.draftOperation, to: null })),
    everybody((own) => ({ id: own.article.id, from: own.articleOperation, to: null })),
  ],
  'portal.keep': [
    place(WRITERS, (own) => ({ id: null, association: own.id, target: 'article', text: own.text() })),
    place(WRITERS, (own) => ({ id: own.draft, association: null, target: 'article', text: { place: 'Grigny' } })),
  ],
  'portal.keepAndPublish': [
    place(WRITERS, (own) => ({ id: null, association: own.id, target: 'article', text: own.text() })),
    place(WRITERS, (own) => ({ id: own.draft, association: null, target: 'article', text: { place: 'Grigny' } })),
  ],
  'portal.discard': place(EDITORS, async (own) => ({ id: await own.newDraft() })),
  'portal.publish': place(EDITORS, async (own) => ({ id: await own.newDraft() })),
  'portal.schedule': place(EDITORS, async (own) => ({ id: await own.newDraft(), at: 4_000_000_000 })),
  'portal.withdraw': place('S N N N + + + +', async (own) => ({ id: (await own.published('article')).id })),
  'portal.edit': place(WRITERS, (own) => ({ publicCopy: own.article.id })),
  'portal.askReview': place(WRITERS, async (own) => ({ id: await own.newDraft() })),
  'portal.review': place(EDITORS, async (own) => ({ id: await own.newDraft(own.secondWriter), isAgreed: true })),
  'portal.restore': place(EDITORS, (own) => ({ draft: own.draft, from: own.draft, operation: own.draftOperation })),
  'portal.chooseLogo': [
    place(OFFICERS_ACT, (own) => ({ association: own.id, picture: { ...own.pictureFacts(), credit: undefined } })),
    place(OFFICERS_ACT, (own) => ({ association: own.id, picture: null })),
  ],
  'portal.passages': place('S - - - ! ! ! !', async (own) => {
    await own.passage()
    return {}
  }),
  'portal.passageInPlace': place('S N N N ! ! ! !', async (own) => ({ id: await own.passage() })),
  'portal.decidePassage': place('S N N N + + + +', async (own) => ({ id: await own.passage(), decision: 'foreign' })),
  'portal.checks': mine('S - - - - - - -'),
  'portal.importPlace': place(EDITORS, (own) => ({ association: own.id })),
  'portal.alarms': mine('S - - - - - - -'),
  'portal.acknowledgeAlarms': federation(() => ({ upTo: 0 })),
  'portal.addPicture': place(WRITERS, (own) => ({ association: own.id, ...own.pictureFacts() })),
}

/**
 * Every route: `public` (made without any visitor, kept for all), `open` (one's own, before signing in too) or `sign-in` (a visitor is
 * sent to sign in); then its actions, each of which runs a command of NAMES.
 */
export type Access = 'public' | 'open' | 'sign-in'
export const ROUTES: Readonly<Record<string, readonly [Access, ...actions: string[]]>> = {
  '(site)': ['public'],
  '(site)/[...rest]': ['public'],
  '(site)/[association]': ['public'],
  '(site)/[association]/[page]': ['public'],
  '(site)/[association]/[page]/historique': ['public'],
  '(site)/[association]/agenda': ['public'],
  '(site)/[association]/flux/[file]': ['public'],
  '(site)/[association]/nouvelles': ['public'],
  '(site)/accessibilite': ['public'],
  '(site)/agenda': ['public'],
  '(site)/affiche/[file]': ['public'],
  '(site)/agenda/[address]': ['public'],
  '(site)/agenda/[address]/date.ics': ['public'],
  '(site)/agenda/[address]/historique': ['public'],
  '(site)/associations': ['public'],
  '(site)/carte.svg': ['public'],
  '(site)/charte': ['public'],
  '(site)/charte/[version]': ['public'],
  '(site)/commencer': ['public'],
  '(site)/federation': ['public'],
  '(site)/flux/[file]': ['public'],
  '(site)/frise': ['public'],
  '(site)/nouvelles': ['public'],
  '(site)/nouvelles/[address]': ['public'],
  '(site)/nouvelles/[address]/historique': ['public'],
  '(site)/pages/[slug]': ['public'],
  '(site)/pages/[slug]/historique': ['public'],
  '(site)/recherche': ['public'],
  '(site)/robots.txt': ['public'],
  '(site)/sitemap.xml': ['public'],
  '(workspace)/adherer': ['open', 'demander'],
  '(workspace)/bienvenue': ['open', 'fonder', 'rejoindre'],
  '(workspace)/candidatures': ['sign-in'],
  '(workspace)/candidatures/[id]': ['sign-in', 'oui', 'decider', 'inviter'],
  '(workspace)/compte': [
    'sign-in',
    'confirmer',
    'confirmerverrou',
    'decrire',
    'phrase',
    'verrou',
    'retirer',
    'carte',
    'sanscarte',
    'codes',
    'fermer',
    'fermertout',
    'lu',
    'pasmoi',
  ],
  '(workspace)/connexion': ['open', 'nom', 'code', 'demande', 'entree', 'verrou', 'annuler'],
  '(workspace)/connexion/carte/[code]': ['open', 'default'],
  '(workspace)/deconnexion': ['sign-in', 'default'],
  '(workspace)/gerer': ['sign-in', 'decrire'],
  '(workspace)/gerer/charte': ['sign-in', 'nouvelle'],
  '(workspace)/gerer/cotisations': ['sign-in', 'fixer', 'payer', 'reprendre'],
  '(workspace)/gerer/frise': ['sign-in', 'garder', 'retirer', 'remettre'],
  '(workspace)/gerer/periodes': ['sign-in', 'entrer', 'partir'],
  '(workspace)/invitation': ['open', 'default'],
  '(workspace)/invitation/[code]': ['open', 'accepter', 'ajouter'],
  '(workspace)/liaison': ['sign-in', 'appeler', 'quandmeme', 'conditions'],
  '(workspace)/liaison/[id]': ['sign-in', 'decrire', 'cesser'],
  '(workspace)/liaison/rejoindre': ['sign-in', 'apporter'],
  '(workspace)/liaison/relier': ['sign-in', 'proposer', 'oui', 'non', 'annuler'],
  '(workspace)/liaison/cle': ['sign-in', 'lire'],
  '(workspace)/liaison/cle/etat': ['sign-in'],
  '(workspace)/liaison/cle/fichier': ['sign-in'],
  '(workspace)/membres': [
    'sign-in',
    'inviter',
    'ouvrir',
    'retirer',
    'nommer',
    'finir',
    'admettre',
    'confirmer',
    'refuser',
  ],
  '(workspace)/mon-association': ['sign-in'],
  '(workspace)/mon-association/[id]': ['sign-in', 'decrire', 'signer', 'partir'],
  '(workspace)/mon-association/[id]/reprise': ['sign-in', 'commencer', 'arreter', 'ranger'],
  '(workspace)/mon-association/[id]/reprise/etat': ['sign-in'],
  '(workspace)/recuperation': ['open', 'demander', 'suivre', 'refaire', 'codes'],
  '(workspace)/alarmes': ['sign-in', 'vu'],
  '(workspace)/alarmes/[id]': ['sign-in', 'default'],
  '(workspace)/aujourd-hui': ['sign-in'],
  '(workspace)/modifier': ['sign-in'],
  '(workspace)/publier': ['sign-in'],
  '(workspace)/publier/[id]': ['sign-in', 'default'],
  '(workspace)/publier/[id]/apercu': ['sign-in'],
  '(workspace)/publier/[id]/historique': ['sign-in', 'default'],
  '(workspace)/publier/images': ['sign-in'],
  '(workspace)/publier/images/[id]/[file]': ['sign-in'],
  '(workspace)/publier/nouveau': ['sign-in', 'default'],
  '(workspace)/registre.csv': ['sign-in'],
  '(workspace)/registre.pdf': ['sign-in'],
  '(workspace)/votes': ['sign-in', 'voter', 'appeler', 'clore'],
}
