import type { CliCommand } from './cli-command.ts'

/** Every command, loaded when it's asked for. */
export const commands: Readonly<Record<string, () => Promise<CliCommand>>> = {
  backup: async () => (await import('./backup.ts')).backup,
  bundle: async () => (await import('./bundle.ts')).bundle,
  demo: async () => (await import('./demo.ts')).demo,
  export: async () => (await import('./export.ts')).exportCommand,
  import: async () => (await import('./import.ts')).importCommand,
  pair: async () => (await import('./pair.ts')).pair,
  restore: async () => (await import('./restore.ts')).restoreCommand,
  serve: async () => (await import('./serve.ts')).serve,
  sync: async () => (await import('./sync.ts')).sync,
  verify: async () => (await import('./verify.ts')).verify,
}
