import type { CliCommand } from './cli-command.ts'

/** Every command, loaded when it's asked for. */
export const commands: Readonly<Record<string, () => Promise<CliCommand>>> = {
  backup: async () => (await import('./backup.ts')).backup,
  demo: async () => (await import('./demo.ts')).demo,
  import: async () => (await import('./import.ts')).importCommand,
  restore: async () => (await import('./restore.ts')).restoreCommand,
  serve: async () => (await import('./serve.ts')).serve,
  verify: async () => (await import('./verify.ts')).verify,
}
