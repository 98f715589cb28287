import { formatDay, twoDigits } from '#core/text/format.ts'

/** Words of signing in, accounts and members. Narrow no-break spaces and apostrophes are typed as they are shown. */
export const accountWords = {
  roles: {
    reader: 'peut lire',
    contributor: 'peut proposer des textes',
    editor: 'peut publier',
    officer: 'responsable',
  },
  promises: {
    reader: 'Vous pourrez lire ce qui n’est pas public.',
    contributor: 'Vous pourrez proposer des textes.',
    editor: 'Vous pourrez publier.',
    officer: 'Vous serez une personne responsable.',
  },
  methods: {
    password: 'par phrase de passe',
    card: 'par carte',
    passkey: 'par le verrou de l’appareil',
    founding: 'à la fondation',
    invitation: 'par invitation',
  },
  notices: {
    'new-device': 'Un nouvel appareil est entré avec votre nom',
    'password-changed': 'Votre phrase de passe a été changée',
    'passkey-added': 'Un verrou d’appareil a été ajouté à votre compte',
    'passkey-removed': 'Un verrou d’appareil a été retiré de votre compte',
    'card-made': 'Une nouvelle carte a été faite pour vous\u202f; l’ancienne ne vaut plus rien',
    'card-revoked': 'Votre carte ne vaut plus rien',
    'codes-made': 'Une nouvelle feuille de codes a été faite\u202f; l’ancienne ne vaut plus rien',
    'recovery-asked': 'Quelqu’un demande à deux responsables de refaire votre accès',
    'recovery-done': 'Votre accès a été refait\u202f; vos rôles reviennent après un jour',
    'recovery-undone': 'La remise en place de votre accès a été annulée',
  },
} as const

/** This machine's own calendar: `YYYY-MM-DD`. */
const localDay = (at: Date): string => `${at.getFullYear()}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}`
/** Milliseconds since 1970 → « 24 novembre 2026 ». */
export const toDay = (wall: number): string => formatDay(localDay(new Date(wall)), 'fr')
/** → « 24 novembre à 10 h 05 ». */
export function toMoment(wall: number): string {
  const at = new Date(wall)
  const time = `${twoDigits(at.getHours())}\u00a0h\u00a0${twoDigits(at.getMinutes())}`
  return `${formatDay(localDay(at), 'fr', 'dayMonth')} à ${time}`
}
/** « 2026-11-24 » → « 24 novembre 2026 »; shorter dates as far as they go. */
export const dayToWords = (day: string): string => (/^\d{4}-\d\d-\d\d$/.test(day) ? formatDay(day, 'fr') : day)
export const minutesToWords = (minutes: number): string =>
  minutes < 2
    ? 'à l’instant'
    : minutes < 60
      ? `il y a ${minutes}\u00a0minutes`
      : minutes < 2_880
        ? `il y a ${Math.round(minutes / 60)}\u00a0h`
        : `il y a ${Math.round(minutes / 1_440)}\u00a0jours`
