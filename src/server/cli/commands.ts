import type { CliCommand } from './cli-command.ts'

/** Every command, loaded when it's asked for. */
export const commands: Readonly<Record<string, () => Promise<CliCommand>>> = {
  demo: async () => (await import('./demo.ts')).demo,
  serve: async () => (await import('./serve.ts')).serve,
  verify: async () => (await import('./verify.ts')).verify,
}
