import { parseArgs } from 'node:util'
import type { CliCall, CliCommand, CliOption } from './cli-command.ts'
import { commands } from './commands.ts'

export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>
  out(text: string): void
  err(text: string): void
}

const SHARED: Readonly<Record<string, CliOption>> = {
  json: { type: 'boolean', about: 'répond en JSON, une ligne par résultat' },
  help: { type: 'boolean', short: 'h', about: 'montre cette aide' },
}

/** Runs the command that the words name; resolves with the status for the shell. */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = words
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.out(await listCommands())
    return name === undefined ? 2 : 0
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) {
    terminal.err(`« ${name} » n’est pas une commande. La liste\u00a0: trait-dunion --help\n`)
    return 2
  }
  const command = await load()
  const parsed = parseWords(command, rest)
  if (typeof parsed === 'string') {
    terminal.err(`${parsed}\nL’aide\u00a0: trait-dunion ${name} --help\n`)
    return 2
  }
  if (parsed.values['help'] === true) {
    terminal.out(describe(name, command))
    return 0
  }
  return command.run(createCall(parsed, terminal))
}

type Parsed = Pick<CliCall, 'values' | 'positionals'>

function parseWords(command: CliCommand, words: readonly string[]): Parsed | string {
  const [least, most] = command.positionals ?? [0, 0]
  try {
    const options = { ...command.options, ...SHARED }
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: most > 0 })
    const flat = Object.fromEntries(Object.entries(values).filter(([, value]) => !Array.isArray(value)))
    const parsed = { values: flat as Parsed['values'], positionals }
    if (parsed.values['help'] === true) return parsed
    if (positionals.length < least) return 'Il manque un mot à cette commande.'
    return positionals.length > most ? 'Il y a un mot de trop.' : parsed
  } catch (error) {
    const word = /'(-[^' ,]*)/.exec((error as Error).message)?.[1] ?? ''
    const isValueMissing = (error as { code?: string }).code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE'
    if (isValueMissing) return `L’option ${word} n’est pas écrite comme il faut.`
    return word.startsWith('-') ? `L’option ${word} n’existe pas ici.` : 'Il y a un mot de trop.'
  }
}

function createCall({ values, positionals }: Parsed, { environment, out, err }: Terminal): CliCall {
  const isJson = values['json'] === true
  return {
    values,
    positionals,
    environment,
    isJson,
    say: (text) => {
      if (!isJson) out(`${text}\n`)
    },
    result: (facts, text) => out(isJson ? `${JSON.stringify(facts)}\n` : `${text}\n`),
    fail: (facts, text) => {
      err(isJson ? `${JSON.stringify(facts)}\n` : `${text}\n`)
      return 1
    },
  }
}

async function listCommands(): Promise<string> {
  const rows: [string, string][] = []
  for (const [name, load] of Object.entries(commands)) rows.push([name, (await load()).summary])
  return `Trait d’union\n\nUsage\u00a0: trait-dunion COMMANDE [options]\n\n${toColumns(rows)}\n\nL’aide d’une commande\u00a0: trait-dunion COMMANDE --help\n`
}

function describe(name: string, command: CliCommand): string {
  const rows = Object.entries({ ...command.options, ...SHARED }).map(
    ([option, { short, value, about }]): [string, string] => [
      `${short ? `-${short}, ` : ''}--${option}${value ? ` ${value}` : ''}`,
      about,
    ],
  )
  const usage = ['trait-dunion', name, command.usage].filter((word) => word !== '').join(' ')
  return `${command.summary}\n\nUsage\u00a0: ${usage}\n\n${toColumns(rows)}\n`
}

function toColumns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')
}
