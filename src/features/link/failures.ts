import { putFrenchSpaces } from '#core/text/french-spacing.ts'

/** Why a call ended before: what happened, what is safe, what to do. By the reasons of server/sync/dialing.ts. */
const CALLS: Readonly<Record<string, string>> = {
  cut: 'La ligne s’est coupée, ou personne ne répond à cette adresse. Ce qui est passé est gardé, la suite repartira de là.',
  busy: 'L’autre lieu a trop à faire. Il sera rappelé.',
  'other-key': 'L’autre lieu a changé de clé et ne l’a pas dite. Appelez la personne qui le tient.',
  'not-paired':
    'L’autre lieu ne connaît pas, ou plus, celui-ci. Appelez la personne qui le tient : il faut les relier de nouveau.',
  disk: 'Le disque de cette machine refuse d’écrire. Libérez de la place.',
  'bad-message':
    'Ce qui est venu n’était pas lisible : les deux programmes ne vont pas ensemble. Mettez le plus ancien à jour.',
}
export const failureToSentence = (reason: string): string =>
  putFrenchSpaces(
    CALLS[reason] ?? 'Une erreur du programme. Rien n’est perdu ; prévenez la personne qui tient la machine.',
  )

/** Why a code brought nothing. By the tags of server/sync/joining.ts. */
const JOININGS: Readonly<Record<string, string>> = {
  'bad-code': 'Ce code n’est pas écrit comme il faut : il a 24 lettres et chiffres.',
  'no-answer': 'Personne n’a répondu à cette adresse. Vérifiez-la, et la liaison, puis recommencez.',
  'other-node':
    'Un autre lieu que celui du code répond à cette adresse. Rien n’a été échangé ; vérifiez l’adresse et le code.',
  'code-refused': 'Le code est refusé : il est passé, a déjà servi, ou a une faute. Demandez-en un autre.',
  'said-no': 'La personne, là-bas, a dit non.',
  'no-decision': 'Personne n’a confirmé là-bas. Demandez un autre code.',
  'own-federation': 'Cette machine a déjà une fédération à elle : elle ne peut pas en rejoindre une autre.',
  'disk-full': 'Le disque est plein. Libérez de la place, puis recommencez.',
  'disk-error': 'Le disque refuse d’écrire.',
}
export const joinFailureToSentence = (tag: string): string =>
  putFrenchSpaces(JOININGS[tag] ?? 'Cela n’a pas marché. Rien n’a été changé, essayez encore.')
