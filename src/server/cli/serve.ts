import { openProgram } from '../compose.ts'
import type { Program } from '../compose.ts'
import { readSettings } from '../settings.ts'
import type { CliCall, CliCommand, CliOption } from './cli-command.ts'

export const placeOptions: Readonly<Record<string, CliOption>> = {
  data: { type: 'string', value: 'DOSSIER', about: 'le dossier des données (DATA_DIR, sinon ./data)' },
  host: { type: 'string', value: 'ADRESSE', about: 'l’adresse où écouter (HOST, sinon 127.0.0.1)' },
  port: { type: 'string', value: 'NOMBRE', about: 'le port (PORT, sinon 8080\u202f; 0\u00a0: un port libre)' },
  address: {
    type: 'string',
    value: 'ADRESSE',
    about: 'l’adresse publique, comme https://portail.exemple (ORIGIN)',
  },
}

export const serve: CliCommand = {
  summary: 'fait tourner le nœud du dossier de données',
  usage: '[options]',
  options: placeOptions,
  run: async (call) => {
    const program = await open(call)
    if (typeof program === 'number') return program
    call.result({ address: program.address }, `Le portail répond sur ${program.address} (Ctrl+C pour arrêter)`)
    await offerFounding(call, program)
    return untilOver(call, program)
  },
}

export async function open(call: CliCall) {
  const { values, environment } = call
  const chosen = {
    DATA_DIR: values['data'],
    HOST: values['host'],
    PORT: values['port'],
    ORIGIN: values['address'],
  }
  const words = Object.entries(chosen).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
  const settings = readSettings({ ...environment, ...Object.fromEntries(words) })
  if ('tag' in settings) return call.fail(settings, `${settings.name}\u00a0: on attend ${settings.expected}.`)
  const program = await openProgram(settings)
  if (!('tag' in program)) return program
  if (program.tag === 'port-taken')
    return call.fail(program, `Le port ${program.port} est déjà pris. Choisissez-en un autre\u00a0: --port 8081`)
  return call.fail(program, `Un nœud tourne déjà sur ce dossier (${settings.dataFolder}).`)
}

/** On an empty node: the one-time code with which a person founds the federation in a browser. */
async function offerFounding(call: CliCall, program: Program): Promise<void> {
  const { value } = await program.node.command('accounts.openFounding', {}, null)
  const code = (value as { code?: string } | null)?.code
  if (!code) return
  const where = `${program.address}/bienvenue`
  call.result(
    { foundingCode: code, where },
    `\nCe nœud est vide. Pour fonder une fédération, ouvrez ${where}\net donnez ce code, qui ne sert qu’une fois\u00a0: ${code}\n`,
  )
}

/** Waits for Ctrl+C, or for the end of the thread that holds the data: then the status is 1, so that the system starts the node anew. */
export async function untilOver(call: CliCall, program: Program): Promise<number> {
  const error = await Promise.race([untilAskedToStop(), program.ended])
  await program[Symbol.asyncDispose]()
  if (!error) return 0
  return call.fail(
    { tag: 'node-ended', detail: error.message },
    'Le portail s’est arrêté\u00a0: la partie du programme qui garde les données est tombée. Rien de ce qui a été dit «\u202fgardé\u202f» n’est perdu. Relancez-le.',
  )
}

/** Ctrl+C or the system's supervisor. A second one ends at once. */
function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130))
        resolve()
      })
    }
  })
}
