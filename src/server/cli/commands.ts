import type { CliCommand } from './cli-command.ts'

/** Every command, loaded when it's asked for. */
export const commands: Readonly<Record<string, () => Promise<CliCommand>>> = {
  serve: async () => (await import('./serve.ts')).serve,
}
