import { formatDay, formatMoney } from '#core/text/format.ts'
import { putFrenchSpaces } from '#core/text/french-spacing.ts'
import type { FieldError } from './forms.ts'

/** Expected failures of membership as people read them: what happened, what is safe, what to do. */
export type MembershipFailure = { readonly tag: string } & Readonly<Record<string, unknown>>
type Said = { readonly status: number; readonly sentence: string; readonly errors: readonly FieldError[] }

/** A command's field → the form's, and how it is called. */
const FIELDS: Readonly<Record<string, readonly [field: string, name: string]>> = {
  name: ['nom', 'le nom'],
  shortName: ['abrege', 'le nom court'],
  registerNumber: ['numero', 'le numéro'],
  town: ['ville', 'la commune'],
  purpose: ['but', 'le but en une phrase'],
  country: ['pays', 'le pays'],
  mapPlace: ['point', 'la place sur la carte'],
  partnerTown: ['ami_ville', 'la ville amie'],
  partnerCountry: ['ami_pays', 'le pays ami'],
  partnerPlace: ['ami_point', 'la place de la ville amie'],
  logo: ['image', 'l’image'],
  contact: ['contact', 'comment vous joindre'],
  why: ['pourquoi', 'pourquoi vous venez'],
  acceptsCharter: ['charte', 'que la Charte est acceptée'],
  presentation: ['presentation', 'la présentation'],
  accent: ['couleur', 'la couleur'],
  association: ['association', 'l’association'],
  reason: ['motif', 'la raison'],
  day: ['jour', 'le jour'],
  text: ['texte', 'le texte'],
  adopted: ['jour', 'le jour d’adoption'],
  year: ['annee', 'l’année'],
  due: ['montant', 'le montant'],
  amount: ['montant', 'le montant'],
  fee: ['cotisation', 'la cotisation'],
  note: ['note', 'la raison'],
  question: ['question', 'la question'],
  details: ['details', 'les explications'],
  options: ['choix', 'les réponses possibles'],
  opens: ['ouverture', 'le premier jour'],
  closes: ['cloture', 'le dernier jour'],
  outcome: ['resultat', 'ce qui est décidé'],
  option: ['choix', 'la réponse'],
  subtitle: ['soustitre', 'le sous-titre'],
  tagline: ['devise', 'la devise'],
  welcome: ['accueil', 'l’accueil'],
  howToJoin: ['rejoindre', 'comment rejoindre'],
  howToHelp: ['aider', 'comment aider'],
  date: ['date', 'la date'],
  end: ['fin', 'la fin'],
  title: ['titre', 'le titre'],
  category: ['genre', 'le genre'],
  place: ['lieu', 'le lieu'],
}

const dayOf = (value: unknown): string => formatDay(String(value), 'fr')
const at = (field: string, message: string): readonly FieldError[] => [{ field, message: putFrenchSpaces(message) }]
const errorAt = (name: string, say: (called: string) => string): readonly FieldError[] => {
  const [field, called] = FIELDS[name.split('.')[0] as string] ?? [name, name]
  return at(field, say(called))
}

const minutes = (seconds: number): string => (seconds <= 60 ? 'une minute' : `${Math.ceil(seconds / 60)} minutes`)

const DECISIONS: Readonly<Record<string, string>> = {
  accepted: 'acceptée',
  refused: 'refusée',
  withdrawn: 'retirée',
}

type Line = {
  readonly status: number
  readonly say: string | ((facts: MembershipFailure) => string)
  readonly errors?: (facts: MembershipFailure) => readonly FieldError[]
}
const LINES: Readonly<Record<string, Line>> = {
  unfinished: {
    status: 422,
    say: 'Il manque quelque chose. Rien de ce que vous avez écrit n’est perdu.',
    errors: ({ fields }) => (fields as string[]).flatMap((name) => errorAt(name, (called) => `Dites ${called}.`)),
  },
  invalid: {
    status: 422,
    say: 'Un champ ne va pas. Rien de ce que vous avez écrit n’est perdu.',
    errors: ({ fields }) =>
      (fields as { field: string }[]).flatMap(({ field }) => errorAt(field, (called) => `Relisez ${called}.`)),
  },
  'too-long': {
    status: 422,
    say: 'Un texte est trop long. Rien de ce que vous avez écrit n’est perdu.',
    errors: ({ field, limit }) =>
      errorAt(String(field), (called) => `Raccourcissez ${called} : ${Number(limit)} signes au plus.`),
  },
  'too-many-waiting': {
    status: 503,
    say: 'Trop de demandes attendent en ce moment. Gardez votre texte et revenez dans quelques jours.',
  },
  wait: {
    status: 429,
    say: ({ seconds }) =>
      `Plusieurs demandes sont venues d’ici coup sur coup. Rien n’est perdu : attendez ${minutes(Number(seconds))}, puis envoyez de nouveau.`,
  },
  'needs-sign-in': { status: 401, say: 'Il faut d’abord se connecter.' },
  'needs-secure': {
    status: 403,
    say: 'Un acte de responsable se fait par une adresse en https, ou sur l’écran de la machine elle-même.',
  },
  'not-allowed': { status: 403, say: 'Votre rôle ne le permet pas.' },
  'not-found': { status: 404, say: 'Ce n’est pas ici, ou n’y est plus.' },
  'not-a-member': { status: 409, say: 'Cette association n’est pas membre aujourd’hui.' },
  'already-decided': {
    status: 409,
    say: ({ decision, day }) =>
      `Cette demande a déjà été ${DECISIONS[String(decision)] ?? 'traitée'} le ${dayOf(day)}.`,
  },
  'needs-sponsors': {
    status: 409,
    say: ({ needed, said }) =>
      `Il faut que ${Number(needed)} associations membres disent oui. Elles sont ${Number(said)} pour l’instant.`,
  },
  'already-member': { status: 409, say: ({ since }) => `Elle est déjà membre, depuis le ${dayOf(since)}.` },
  overlaps: {
    status: 422,
    say: 'Deux périodes ne peuvent pas se recouvrir.',
    errors: ({ day }) => at('jour', `Elle était encore membre ce jour-là, jusqu’au ${dayOf(day)}.`),
  },
  'left-before-joining': {
    status: 422,
    say: 'Le jour du départ ne va pas.',
    errors: ({ day }) => at('jour', `Elle n’est membre que depuis le ${dayOf(day)}.`),
  },
  'future-day': {
    status: 422,
    say: 'Ce jour n’est pas encore venu.',
    errors: () => at('jour', 'Prenez aujourd’hui ou un jour passé.'),
  },
  'same-text': { status: 409, say: ({ version }) => `C’est mot pour mot la version ${Number(version)}.` },
  'not-newest': { status: 409, say: ({ version }) => `La Charte en vigueur est la version ${Number(version)}.` },
  'already-due': {
    status: 409,
    say: ({ year, due }) =>
      `La cotisation de ${Number(year)} est déjà notée : ${formatMoney(Number(due), 'EUR', 'fr')}.`,
  },
  'more-than-paid': {
    status: 422,
    say: 'On ne peut pas reprendre plus que ce qui a été reçu.',
    errors: ({ paid }) => at('montant', `Il a été reçu ${formatMoney(Number(paid), 'EUR', 'fr')}.`),
  },
  'bad-amount': {
    status: 422,
    say: 'Le montant ne va pas.',
    errors: () => at('montant', 'Écrivez un montant en euros, comme 30 ou 30,50.'),
  },
  'few-options': {
    status: 422,
    say: 'Les réponses possibles ne vont pas.',
    errors: () => at('choix', 'Écrivez au moins deux réponses différentes, une par ligne.'),
  },
  'closes-too-early': {
    status: 422,
    say: 'Le dernier jour ne va pas.',
    errors: () => at('cloture', 'Le dernier jour vient après le premier, et n’est pas passé.'),
  },
  'not-open-yet': { status: 409, say: ({ day }) => `Ce vote ouvre le ${dayOf(day)}.` },
  closed: { status: 409, say: ({ day }) => `Ce vote est clos depuis le ${dayOf(day)}. Les voix ne changent plus.` },
  'still-open': {
    status: 409,
    say: ({ day }) => `Toutes les associations n’ont pas voté : attendez le ${dayOf(day)}.`,
  },
  'ends-before': {
    status: 422,
    say: 'La fin vient avant le début.',
    errors: () => at('fin', 'Prenez une fin après la date.'),
  },
  'print-failed': { status: 503, say: 'L’impression n’a pas marché. Essayez encore dans un instant.' },
  'press-busy': { status: 503, say: 'Beaucoup d’impressions attendent. Essayez encore dans un instant.' },
  'disk-full': { status: 507, say: 'Il n’y a plus de place sur le disque de cette machine. Rien n’a été changé.' },
  'disk-error': { status: 503, say: 'Le disque de cette machine n’a pas pu écrire. Rien n’a été changé.' },
}

export function membershipFailure(failure: MembershipFailure): Said {
  const line = LINES[failure.tag] ?? {
    status: 500,
    say: 'Cela n’a pas marché. Rien n’a été changé, essayez encore.',
  }
  return {
    status: line.status,
    sentence: putFrenchSpaces(typeof line.say === 'string' ? line.say : line.say(failure)),
    errors: line.errors?.(failure) ?? [],
  }
}
