import type { ParseArgsOptionsConfig } from 'node:util'

/** One word after `trait-dunion`. Thin: it reads its arguments, asks the node, and says the result in French or in JSON. */
export interface CliCommand {
  /** One line for the list of commands, in French. */
  readonly summary: string
  /** What follows the word: `FICHIER [--media DOSSIER]`. */
  readonly usage: string
  readonly options: Readonly<Record<string, CliOption>>
  /** How many words it takes besides options. */
  readonly positionals?: readonly [least: number, most: number]
  /** Resolves with the status for the shell: 0 done, 1 something is wrong, 2 misused. */
  run(call: CliCall): Promise<number>
}

export type CliOption = ParseArgsOptionsConfig[string] & {
  /** In French, for `--help`. */
  readonly about: string
  /** The word for its value in `--help`. */
  readonly value?: string
}

export interface CliCall {
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly positionals: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Whether a program is reading: then only `result` writes to standard output. */
  readonly isJson: boolean
  /** Text for people; nothing when a program is reading. */
  say(text: string): void
  /** The outcome: one JSON line for programs, the text for people. */
  result(facts: unknown, text: string): void
  /** What went wrong, to standard error: JSON for programs. Returns 1. */
  fail(facts: { readonly tag: string; readonly [fact: string]: unknown }, text: string): number
}
