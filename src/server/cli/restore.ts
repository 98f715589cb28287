import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { resolve } from 'node:path'
import { restore } from '../backup/restore.ts'
import { dataFolderOf, dataOption } from './ask-act.ts'
import type { CliCall, CliCommand } from './cli-command.ts'

/** Makes the node of a backup again in an empty data folder. */
export const restoreCommand: CliCommand = {
  summary: 'refait un nœud à partir d’une sauvegarde, dans un dossier vide',
  usage: 'FICHIER.age [--key-file FICHIER] [options]',
  options: {
    ...dataOption,
    'key-file': {
      type: 'string',
      value: 'FICHIER',
      about: 'un fichier qui contient la clé de papier (sinon, elle est demandée)',
    },
  },
  positionals: [1, 1],
  run: async (call) => {
    const folder = dataFolderOf(call)
    if (typeof folder === 'number') return folder
    const key = await paperKey(call)
    const done = await restore(resolve(call.positionals[0] as string), key, folder)
    if ('tag' in done) return call.fail(done, SENTENCES[done.tag])
    const made = new Date(done.made).toLocaleString('fr-FR')
    const state =
      done.findings.length === 0
        ? 'Tout y est en ordre.'
        : `À regarder\u00a0: ${done.findings.map((one) => one.sentence).join(' ')}`
    call.result(
      done,
      `Le nœud du ${made} est refait dans ${folder} (${done.files} fichiers). ${state}\nIl repart avec\u00a0: npx trait-dunion serve`,
    )
    return done.findings.length === 0 ? 0 : 1
  },
}

const SENTENCES = {
  'not-empty':
    'Ce dossier de données (ou celui de ses clés) n’est pas vide. Rien n’a été touché ; choisissez-en un autre avec --data.',
  'not-our-key': 'Cette clé n’ouvre pas cette sauvegarde. Vérifiez chaque caractère de la clé de papier.',
  'backup-damaged': 'Cette sauvegarde est abîmée ou incomplète. Rien n’a été touché ; essayez-en une autre copie.',
} as const

async function paperKey(call: CliCall): Promise<string> {
  const path = call.values['key-file']
  if (typeof path === 'string') return readFileSync(path, 'utf8').trim()
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await asking.question('Clé de papier (AGE-SECRET-KEY-1…) : ')
  asking.close()
  return answer.trim()
}
