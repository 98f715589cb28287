/** Expected failures of accounts as people read them: what happened, what is safe, what to do. One answer where two would tell who has an account. */
export type AccountFailure = { readonly tag: string } & Readonly<Record<string, unknown>>

const LINES: Readonly<
  Record<string, { readonly status: number; readonly fr: string | ((facts: Record<string, unknown>) => string) }>
> = {
  wrong: {
    status: 403,
    fr: 'Ce nom et cette phrase de passe ne vont pas ensemble. Vérifiez les deux et essayez encore.',
  },
  'wrong-code': { status: 403, fr: 'Ce code n’est pas le bon, ou a déjà servi.' },
  'wrong-card': { status: 403, fr: 'Cette carte n’ouvre rien ici, ou plus rien.' },
  'wrong-founding': {
    status: 403,
    fr: 'Ce n’est pas le code affiché par le programme. Recopiez-le depuis la fenêtre où il a démarré.',
  },
  wait: {
    status: 429,
    fr: ({ seconds }) =>
      `Trop d’essais. Attendez ${duration(Number(seconds))}, puis essayez encore. Personne n’est exclu.`,
  },
  busy: { status: 503, fr: 'Beaucoup de personnes entrent en même temps. Essayez encore dans un instant.' },
  expired: { status: 410, fr: 'Cette étape a attendu trop longtemps. Recommencez depuis le début.' },
  ambiguous: {
    status: 409,
    fr: 'Plusieurs personnes portent ce nom. Ajoutez votre adresse électronique ou le nom de votre association.',
  },
  'needs-sign-in': { status: 401, fr: 'Il faut d’abord se connecter.' },
  'needs-secure': {
    status: 403,
    fr: 'Un acte de responsable se fait par une adresse en https, ou sur l’écran de la machine elle-même.',
  },
  'not-allowed': { status: 403, fr: 'Votre rôle ne le permet pas.' },
  'confirm-first': { status: 403, fr: 'Dites d’abord que c’est bien vous, en haut de cette page.' },
  'same-officer': { status: 409, fr: 'Vous avez déjà confirmé. Un autre responsable doit le faire aussi.' },
  'last-officer': {
    status: 409,
    fr: 'C’est la dernière personne responsable de la fédération. Nommez-en d’abord une autre.',
  },
  'last-way-in': { status: 409, fr: 'C’est votre seul moyen d’entrer. Ajoutez-en d’abord un autre.' },
  'past-day': { status: 422, fr: 'Ce jour est déjà passé.' },
  'has-account': {
    status: 409,
    fr: 'Cette personne entre déjà ici. Si elle ne peut plus, deux responsables refont son accès.',
  },
  'not-found': { status: 404, fr: 'Ce n’est pas ici, ou n’y est plus.' },
  'not-offered': {
    status: 404,
    fr: 'Cette invitation ne vaut pas, ou plus. Demandez-en une autre à la personne qui vous invite.',
  },
  'not-yet': { status: 409, fr: 'Les responsables n’ont pas encore confirmé.' },
  'already-founded': { status: 409, fr: 'La fédération est déjà fondée ici. Connectez-vous.' },
  'not-same': { status: 422, fr: 'Les deux phrases de passe ne sont pas les mêmes.' },
  'too-short': {
    status: 422,
    fr: ({ least }) => `La phrase de passe est trop courte\u00a0: ${Number(least)} signes au moins.`,
  },
  'too-long': { status: 422, fr: ({ limit }) => `C’est trop long\u00a0: ${Number(limit)} signes au plus.` },
  'too-easy': {
    status: 422,
    fr: 'Cette phrase de passe se devine trop vite. Prenez celle que nous proposons, ou quelques mots sans lien.',
  },
  'bad-pin': { status: 422, fr: 'Le petit code de la carte compte de 4 à 8 chiffres.' },
  invalid: { status: 422, fr: 'Il manque quelque chose, ou un champ est trop long. Relisez le formulaire.' },
  'disk-full': { status: 507, fr: 'Il n’y a plus de place sur le disque de cette machine. Rien n’a été changé.' },
  'disk-error': { status: 503, fr: 'Le disque de cette machine n’a pas pu écrire. Rien n’a été changé.' },
}

const duration = (seconds: number): string =>
  seconds < 90 ? `${seconds}\u00a0${seconds === 1 ? 'seconde' : 'secondes'}` : `${Math.ceil(seconds / 60)}\u00a0minutes`

export const accountFailure = (failure: AccountFailure): { readonly status: number; readonly sentence: string } => {
  const line = LINES[failure.tag] ?? {
    status: 500,
    fr: 'Cela n’a pas marché. Rien n’a été changé\u202f; essayez encore.',
  }
  return { status: line.status, sentence: typeof line.fr === 'string' ? line.fr : line.fr(failure) }
}
export const ACCOUNT_FAILURE_TAGS = Object.keys(LINES)
