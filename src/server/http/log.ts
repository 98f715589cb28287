import type { Clock } from '#core/ports.ts'

export type Level = 'debug' | 'info' | 'warn' | 'error'
/** Facts of a line: never a name, an address, a path with an identifier, or what somebody typed. */
export type Facts = Readonly<Record<string, string | number | boolean | null | undefined>>
export interface Log {
  write(level: Level, event: string, facts?: Facts): void
  /** A bug: where it happened, with what its message quotes left out. */
  failure(event: string, error: unknown, facts?: Facts): void
}

const LEVELS: readonly Level[] = ['debug', 'info', 'warn', 'error']
const LONGEST = 2_000

/** One JSON object a line: `at` (ISO 8601), `level`, `event`, then the facts. */
export function createLog(options: { clock: Clock; write: (line: string) => void; least?: Level }): Log {
  const least = LEVELS.indexOf(options.least ?? 'info')
  const log: Log = {
    write(level, event, facts = {}) {
      if (LEVELS.indexOf(level) < least) return
      const short = Object.entries(facts).map(([name, value]) => [
        name,
        typeof value === 'string' ? value.slice(0, LONGEST) : value,
      ])
      const at = new Date(options.clock()).toISOString()
      options.write(`${JSON.stringify({ at, level, event, ...Object.fromEntries(short) })}\n`)
    },
    failure(event, error, facts = {}) {
      log.write('error', event, { ...facts, ...errorToFacts(error) })
    },
  }
  return log
}

function errorToFacts(error: unknown): Facts {
  if (!(error instanceof Error)) return { error: typeof error }
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return { error: error.name, code, message: withoutQuotes(error.message), stack: frames.slice(0, 12).join('\n') }
}

/** Messages of JSON.parse, of SQLite and of ours quote what they choked on: people's words stay out of the log. */
const withoutQuotes = (message: string): string =>
  message
    .replace(/"[^"]*"|'[^']*'|`[^`]*`|«[^»]*»|“[^”]*”/g, '…')
    .replace(/\S+@\S+/g, '…')
    .slice(0, 300)
