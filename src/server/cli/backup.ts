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
    if ('tag' in done)
      return call.fail(
        done,
        `La sauvegarde n’a pas été faite (${done.tag}). Rien n’a été perdu ; libérez de la place ou changez de disque, puis recommencez.`,
      )
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
