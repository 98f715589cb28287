import { resolve } from 'node:path'
import { plural } from '#core/text/format.ts'
import { putFrenchSpaces } from '#core/text/french-spacing.ts'
import type { ImportFailure, ImportInput } from '../imports/import-wordpress.ts'
import type { ArticlesFailure, ArticlesReport } from '../imports/import-articles.ts'
import type { ImportReport } from '../imports/report.ts'
import { askAct, dataOption } from './ask-act.ts'
import type { CliCall, CliCommand } from './cli-command.ts'

/** Brings an old site in: texts, pictures from a folder; what looks foreign in them waits for somebody's word. */
export const importCommand: CliCommand = {
  summary: 'reprend un ancien site WordPress, ou des articles écrits un par ligne',
  usage: 'wordpress FICHIER.xml [--media DOSSIER] [--association NOM] [--publish] | articles FICHIER.jsonl [options]',
  options: {
    ...dataOption,
    media: {
      type: 'string',
      value: 'DOSSIER',
      about: 'une copie du dossier « uploads » de l’ancien site ; sans lui, les photos manquent',
    },
    association: {
      type: 'string',
      value: 'NOM',
      about: 'l’association, comme dans son adresse (sinon : la fédération)',
    },
    publish: {
      type: 'boolean',
      about: 'met en ligne ce que l’ancien site montrait ; sinon, rien n’est montré au public',
    },
  },
  positionals: [2, 2],
  run: async (call) => {
    const [kind = '', file = ''] = call.positionals
    if (kind === 'articles') return importArticles(call, resolve(file))
    if (kind !== 'wordpress')
      return call.fail(
        { tag: 'unknown-kind', kind },
        `On sait reprendre « wordpress » et « articles », pas « ${kind} ».`,
      )
    const { media, association } = call.values
    const input: ImportInput = {
      file: resolve(file),
      media: typeof media === 'string' ? resolve(media) : null,
      association: typeof association === 'string' ? association : null,
      isPublishing: call.values['publish'] === true,
      actor: null,
    }
    let told = 0
    const asked = await askAct(call, 'importWordpress', input, {
      progress: (facts) => {
        const { done, all } = facts as { done: number; all: number }
        if (done - told < 100) return
        told = done
        call.say(`${done} textes sur ${all}…`)
      },
    })
    if (typeof asked === 'number') return asked
    const done = asked.value as ImportReport | ImportFailure
    if ('tag' in done) return call.fail(done, putFrenchSpaces(failureToText(done)))
    call.result(done, putFrenchSpaces(reportToText(done)))
    return 0
  },
}

/** Articles of another program, published as they are; an empty folder becomes a node. */
async function importArticles(call: CliCall, file: string): Promise<number> {
  const asked = await askAct(call, 'importArticles', file, { isFounding: true })
  if (typeof asked === 'number') return asked
  const done = asked.value as ArticlesReport | ArticlesFailure
  if ('tag' in done) return call.fail(done, putFrenchSpaces(articlesFailureToText(done)))
  const { imported, updated, same, withdrawn } = done
  const text = `Publiés : ${imported} ; changés : ${updated} ; sans changement : ${same}${withdrawn > 0 ? ` ; retirés du site ici, laissés tels quels : ${withdrawn}` : ''}.`
  call.result(done, putFrenchSpaces(text))
  return 0
}

function articlesFailureToText(failure: ArticlesFailure): string {
  switch (failure.tag) {
    case 'no-file':
      return `${failure.path} n’est pas là, ou ne peut pas être lu.`
    case 'bad-line':
      return `La ligne ${failure.line} n’est pas un article${failure.field ? ` (${failure.field})` : ''}. Les lignes d’avant sont gardées ; corrigez, puis recommencez.`
    case 'disk-full':
      return 'Le disque est plein. Ce qui est déjà repris est gardé ; libérez de la place, puis recommencez : la reprise continuera.'
    case 'disk-error':
      return `Le disque refuse d’écrire (${failure.detail}). Ce qui est déjà repris est gardé ; recommencez : la reprise continuera.`
  }
}

function failureToText(failure: ImportFailure): string {
  switch (failure.tag) {
    case 'refused':
      return failure.sentence
    case 'no-association':
      return `Il n’y a pas ici d’association « ${failure.association} ». Donnez son nom comme dans l’adresse de ses pages.`
    case 'no-file':
      return `${failure.path} n’est pas là, ou ne peut pas être lu.`
    case 'needs-second-reader':
      return 'Cette association demande une seconde lecture avant de publier. Reprenez sans --publish.'
    case 'import-running':
      return 'Une autre reprise est en cours sur ce nœud. Attendez qu’elle soit finie, puis recommencez.'
    case 'stopped':
      return 'La reprise a été arrêtée. Ce qui est déjà repris est gardé ; recommencez : elle continuera.'
    case 'disk-full':
      return 'Le disque est plein. Ce qui est déjà repris est gardé ; libérez de la place, puis recommencez : la reprise continuera.'
    case 'disk-error':
      return `Le disque refuse d’écrire (${failure.detail}). Ce qui est déjà repris est gardé ; recommencez : la reprise continuera.`
    default:
      return 'Ce nœud n’a pas encore de fédération, ou l’association n’y a pas encore de place.'
  }
}

function reportToText(report: ImportReport): string {
  const { imported, known, leftOut, more, skipped, setAside, warnings, missingPictures } = report
  const count = (number: number, one: string, many: string) =>
    plural(number, 'fr', `${number} ${one}`, `${number} ${many}`)
  const lines = [
    ...warnings,
    `Repris : ${[
      count(imported.articles, 'nouvelle', 'nouvelles'),
      count(imported.pages, 'page', 'pages'),
      count(imported.pictures, 'photo', 'photos'),
    ].join(', ')} ; ${imported.published === 0 ? 'rien n’est montré au public' : `${imported.published} en ligne`}.`,
  ]
  if (known.same + known.updated + known.edited > 0)
    lines.push(
      `Déjà là : ${known.same} sans changement, ${known.updated} mis à jour, ${known.edited} modifiés ici et laissés tels quels.`,
    )
  if (missingPictures > 0)
    lines.push(`Photos qui manquent : ${missingPictures}. Donnez leur dossier avec --media, puis recommencez.`)
  if (leftOut.accounts + leftOut.comments > 0)
    lines.push(`Laissés de côté : ${leftOut.accounts} comptes et ${leftOut.comments} commentaires.`)
  if (skipped.length > 0) {
    lines.push(`Pas repris : ${skipped.length + more.skipped}.`)
    const bySentence = Object.entries(Object.groupBy(skipped, (one) => one.sentence))
    for (const [sentence, all = []] of bySentence)
      lines.push(
        `- ${all.length} : ${sentence}${all.length <= 3 ? ` (${all.map((one) => one.title || 'sans titre').join(' ; ')})` : ''}`,
      )
  }
  if (setAside.length > 0) {
    lines.push(
      `Passages mis de côté : ${setAside.length + more.setAside}. Une personne les verra à leur place, dans « Aujourd’hui », et dira oui ou non.`,
    )
    for (const { title, sentence, excerpt } of setAside.slice(0, 20))
      lines.push(`- ${title} : « ${excerpt.slice(0, 100)} » ${sentence}`)
  }
  return lines.join('\n')
}
