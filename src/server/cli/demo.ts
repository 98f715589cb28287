import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { foldersOf } from '../node/identity.ts'
import { scriptUrl } from '../scripts.ts'
import { readSettings } from '../settings.ts'
import type { CliCommand } from './cli-command.ts'
import { open, placeOptions, untilOver } from './serve.ts'

type Account = { readonly name: string; readonly role: string; readonly secret: string }

/** `npm start`: a federation to look around in. It is made once, in an empty folder; a folder that holds something else is served as it is. */
export const demo: CliCommand = {
  summary: 'montre une fédération de démonstration (la crée dans un dossier vide)',
  usage: '[options]',
  options: placeOptions,
  run: async (call) => {
    const settings = readSettings({
      ...call.environment,
      ...(typeof call.values['data'] === 'string' ? { DATA_DIR: call.values['data'] } : {}),
    })
    if ('tag' in settings) return call.fail(settings, `${settings.name}\u00a0: on attend ${settings.expected}.`)
    if (!existsSync(join(settings.dataFolder, 'node.sqlite'))) {
      call.say('Création de la fédération de démonstration (une seule fois, une demi-minute)…')
      const failure = await fill(settings.dataFolder)
      if (failure !== null)
        return call.fail(
          { tag: 'demo-failed', detail: failure },
          `La démonstration n’a pas pu être créée\u00a0: ${failure}`,
        )
    }
    const program = await open(call)
    if (typeof program === 'number') return program
    const accounts = readAccounts(settings.dataFolder)
    call.result({ address: program.address, accounts }, toWelcome(program.address, accounts))
    return untilOver(call, program)
  },
}

/** Fills a folder beside the wanted one and puts it in its place when it is whole, so that a cut leaves nothing half made. Null when done. */
async function fill(data: string): Promise<string | null> {
  const place = resolve(data)
  const isEmpty = (folder: string) => !existsSync(folder) || readdirSync(folder).length === 0
  if (!isEmpty(place) || !isEmpty(foldersOf(place).keys)) return `${place} ou ${foldersOf(place).keys} n’est pas vide`
  const making = mkdtempSync(`${place}.making-`)
  const keys = foldersOf(making).keys
  const detail = await runFill(making)
  if (detail === null) {
    // An empty folder may be there already (a mounted disk, a careful person).
    rmSync(foldersOf(place).keys, { recursive: true, force: true })
    renameSync(keys, foldersOf(place).keys)
    rmSync(place, { recursive: true, force: true })
    renameSync(making, place)
    return null
  }
  rmSync(making, { recursive: true, force: true })
  rmSync(keys, { recursive: true, force: true })
  return detail
}

function runFill(folder: string): Promise<string | null> {
  const script = fileURLToPath(scriptUrl('fill-process'))
  return new Promise((done) => {
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'ignore', 'pipe'] })
    let errors = ''
    child.stderr.on('data', (bytes: Buffer) => (errors = (errors + bytes.toString()).slice(-2000)))
    child.on('error', (error) => done(error.message))
    child.on('close', (code) => done(code === 0 ? null : errors.trim() || `code ${code}`))
  })
}

function readAccounts(data: string): readonly Account[] {
  const path = join(data, 'demo-accounts.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Account[]) : []
}

function toWelcome(address: string, accounts: readonly Account[]): string {
  const lines = accounts.map(({ name, role, secret }) => `  ${name}, qui ${role}\n    phrase de passe\u00a0: ${secret}`)
  const people = lines.length > 0 ? `\n\nPour entrer (${address}/connexion)\u00a0:\n${lines.join('\n')}` : ''
  return `\nLa fédération de démonstration est ouverte\u00a0: ${address}${people}\n\nPour fonder la vôtre\u00a0: DATA_DIR=./ma-federation npx trait-dunion serve\nPour arrêter\u00a0: Ctrl+C\n`
}
