import { resolve } from 'node:path'
import type { BackupDone } from '../backup/backup.ts'
import { askAct, dataOption } from './ask-act.ts'
import type { CliCommand } from './cli-command.ts'

/** Writes one encrypted file of everything, beside the running node if there is one. */
export const backup: CliCommand = {
  summary: 'écrit une sauvegarde chiffrée de tout le nœud dans un fichier, puis la relit entière',
  usage: 'FICHIER.age [options]',
  options: dataOption,
  positionals: [1, 1],
  run: async (call) => {
    const asked = await askAct(call, 'backup', resolve(call.positionals[0] as string))
    if (typeof asked === 'number') return asked
    const done = asked.value as BackupDone | { readonly tag: string }
    if ('tag' in done) return call.fail(done, toSentence(done) ?? `La sauvegarde n’a pas été faite (${done.tag}).`)
    const key = done.paperKey
      ? `\nClé de papier, à recopier et à garder loin de la machine (elle n’est montrée qu’une fois)\u00a0:\n\n  ${done.paperKey}\n`
      : ''
    call.result(
      done,
      `Sauvegarde écrite et relue\u00a0: ${done.path} (${done.files} fichiers, ${Math.ceil(done.size / 1000)} Ko).${key}`,
    )
    return 0
  },
}

const toSentence = ({ tag }: { readonly tag: string }): string | null =>
  tag in SENTENCES
    ? `La sauvegarde n’a pas été faite. ${SENTENCES[tag]} Rien n’a été perdu\u202f; libérez de la place ou changez de disque, puis recommencez.`
    : null

const SENTENCES: Readonly<Record<string, string>> = {
  'disk-full':
    'Il n’y a plus de place sur le disque, ou sur celui des données, qui en demande un peu pendant la copie.',
  'disk-error': 'Le disque n’a pas pu écrire.',
  'backup-damaged': 'Le fichier écrit ne se relit pas comme il faut.',
  'not-our-key': 'Le fichier écrit ne se relit pas avec sa clé.',
}
