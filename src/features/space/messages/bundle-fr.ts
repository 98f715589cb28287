import { formatBytes } from '#core/text/format.ts'
import { putFrenchSpaces } from '#core/text/french-spacing.ts'

const count = (number: number, one: string, many: string): string => `${number} ${number < 2 ? one : many}`
const things = (number: number): string => count(number, 'chose', 'choses')
const day = (time: number): string => new Date(time).toLocaleDateString('fr-FR', { dateStyle: 'long' })

type Facts = { readonly tag: string; readonly [fact: string]: unknown }
type Told = {
  readonly from: { readonly name: string }
  readonly made: number
  readonly unmet: number
  readonly notShared: number
  readonly fault: string | null
}
type Places = { readonly arrived: number; readonly carried: number; readonly waiting: number }

/** What people read about files that are carried by hand: in the shell and on the page. Each says what happened and what to do. */
export const bundleFr = {
  written: ({ size, operations, for: nodes }: { size: number; operations: number; for: readonly { name: string }[] }) =>
    putFrenchSpaces(
      `Fichier prêt pour ${listOf(nodes)} : ${operations === 0 ? 'rien de nouveau, il dit seulement ce qui est arrivé ici' : things(operations)}, ${formatBytes(size, 'fr')}. Seul ce nœud-là peut l’ouvrir.`,
    ),

  notWritten: (failure: Facts): string => {
    const sentences: Readonly<Record<string, string>> = {
      'unknown-node': `« ${String(failure['name'])} » n’est pas un nœud lié à celui-ci.${knownOf(failure)}`,
      'several-nodes': `« ${String(failure['name'])} » est le nom de plusieurs nœuds. Donnez plutôt le début de sa clé.`,
      'nothing-shared': `Rien n’est partagé avec ${String(failure['name'])} : liez de nouveau les deux nœuds.`,
      'no-room': `Il n’y a pas assez de place${'needed' in failure ? ` : il faut environ ${formatBytes(Number(failure['needed']), 'fr')}, il y a ${formatBytes(Number(failure['free']), 'fr')}` : ''}. Libérez de la place, ou choisissez un autre endroit.`,
      'disk-full': 'Il n’y a plus de place. Rien n’est écrit ; libérez de la place, ou prenez une autre clé.',
      'disk-error':
        'On ne peut pas écrire à cet endroit. Vérifiez que la clé est bien là, et qu’elle n’est pas protégée.',
    }
    return putFrenchSpaces(wordOf(sentences, failure.tag) ?? `Le fichier n’a pas été préparé (${failure.tag}).`)
  },

  /** A file of which nothing was taken. */
  notRead: (failure: Facts): string => {
    const sentences: Readonly<Record<string, string>> = {
      'no-file': 'Ce fichier n’est pas là, ou ne peut pas être lu. Vérifiez son nom, et que la clé est bien en place.',
      'not-a-bundle':
        'Ce n’est pas un fichier d’échange, ou son début est abîmé. Rien n’en a été pris ; choisissez-en un autre, ou copiez-le de nouveau.',
      'not-for-this-node':
        'Ce fichier a été fermé pour un autre nœud. Rien n’en a été pris ; lisez-le à l’endroit pour lequel il a été préparé, ou faites-en préparer un pour celui-ci.',
      'unknown-writer':
        'Ce fichier vient d’un nœud auquel celui-ci n’est pas lié. Rien n’en a été pris ; liez d’abord les deux nœuds.',
      'disk-full':
        'Le disque du nœud est plein. Ce qui était déjà lu est gardé ; libérez de la place, puis lisez le fichier de nouveau.',
      'disk-error':
        'Le fichier ou le disque ne se lit pas jusqu’au bout. Ce qui était déjà lu est gardé ; essayez de nouveau, ou avec une autre copie.',
    }
    return putFrenchSpaces(wordOf(sentences, failure.tag) ?? `Le fichier n’a pas été lu (${failure.tag}).`)
  },

  /** What was read of a file, a line a thing. */
  read: (
    done: Told & { readonly operations: number; readonly refused: number; readonly places: Places },
  ): readonly string[] =>
    [
      `Fichier de ${done.from.name}, préparé le ${day(done.made)} : ${done.operations === 0 ? 'rien de nouveau, tout était déjà gardé ici' : `${things(done.operations)} de plus ${done.operations < 2 ? 'est gardée' : 'sont gardées'} ici`}.`,
      ...faults(done),
      ...(done.refused > 0
        ? [
            `${count(done.refused, 'morceau n’a pas été pris', 'morceaux n’ont pas été pris')} : ce qu’il contient n’est pas signé par qui a le droit de l’écrire ici. Prévenez les personnes qui tiennent ${done.from.name}.`,
          ]
        : []),
      bundleFr.places(done.from.name, done.places),
    ].map(putFrenchSpaces),

  verified: (
    done: Told & {
      readonly for: readonly { name: string }[]
      readonly size: number
      readonly operations: number
      readonly fresh: number
      readonly strangers: number
      readonly bad: number
    },
  ): readonly string[] =>
    [
      `Fichier de ${done.from.name}, préparé le ${day(done.made)} pour ${listOf(done.for)} : ${things(done.operations)}, dont ${done.fresh} qui ${done.fresh < 2 ? 'n’est' : 'ne sont'} pas encore ici ; ${formatBytes(done.size, 'fr')}.`,
      ...faults(done),
      ...(done.bad > 0
        ? [
            `${count(done.bad, 'morceau n’est pas comme il a été signé', 'morceaux ne sont pas comme ils ont été signés')} : ${done.bad < 2 ? 'il ne sera pas pris' : 'ils ne seront pas pris'}. Faites préparer un autre fichier.`,
          ]
        : []),
      ...(done.strangers > 0
        ? [
            `${things(done.strangers)} ${done.strangers < 2 ? 'vient' : 'viennent'} de nœuds qui ne sont pas encore admis ici, et ne seront prises que si le fichier en apporte l’admission.`,
          ]
        : []),
      ...(done.fault === null && done.bad === 0
        ? ['Il est entier, et tout y est comme signé. Rien n’a été gardé.']
        : ['Rien n’a été gardé.']),
    ].map(putFrenchSpaces),

  places: (name: string, { arrived, carried, waiting }: Places): string =>
    putFrenchSpaces(
      `Ce qui est d’ici, pour ${name} : ${arrived} ${arrived < 2 ? 'arrivée' : 'arrivées'}, ${carried} sur la clé, ${waiting} en attente.`,
    ),
} as const

function faults({ fault, unmet, notShared, from }: Told): string[] {
  return [
    ...(fault !== null
      ? [
          'Le fichier est coupé ou abîmé : sa fin manque. Ce qui était entier compte. Copiez-le de nouveau, ou faites-en préparer un autre, et lisez-le.',
        ]
      : []),
    ...(unmet > 0
      ? [
          `Il manque ici quelque chose qui devait arriver avant. Si un fichier plus ancien de ${from.name} attend, lisez-le ; sinon, préparez un fichier pour ${from.name} : le suivant apportera tout.`,
        ]
      : []),
    ...(notShared > 0
      ? [`Une partie de ce fichier ne se partage pas, ou plus, entre ${from.name} et ce nœud : elle n’est pas prise.`]
      : []),
  ]
}

const listOf = (nodes: readonly { readonly name: string }[]): string => nodes.map(({ name }) => name).join(' et ')
const wordOf = (words: Readonly<Record<string, string>>, tag: string): string | null =>
  Object.hasOwn(words, tag) ? (words[tag] as string) : null
function knownOf({ known }: Facts): string {
  const names = Array.isArray(known) ? (known as string[]) : []
  return names.length === 0
    ? ' Pour en lier un : npx trait-dunion pair --help'
    : ` Ceux qui le sont : ${names.join(', ')}.`
}
