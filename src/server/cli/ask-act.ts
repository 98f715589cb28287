import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { askNode } from '../control.ts'
import { readSettings } from '../settings.ts'
import type { CliCall, CliOption } from './cli-command.ts'

export const dataOption: Readonly<Record<string, CliOption>> = {
  data: { type: 'string', value: 'DOSSIER', about: 'le dossier des données (DATA_DIR, sinon ./data)' },
}

type ActOptions = {
  readonly progress?: (facts: unknown) => void
  /** An empty folder becomes a node. */
  readonly isFounding?: boolean
}

/**
 * Runs an act on the node of the data folder: the running one where there is one (through its socket), else the folder is opened
 * here. Gives the act's value, or the shell's status after a failure was said.
 */
export async function askAct(
  call: CliCall,
  name: string,
  input: unknown = null,
  { progress = () => {}, isFounding = false }: ActOptions = {},
): Promise<{ readonly value: unknown } | number> {
  const folder = dataFolderOf(call)
  if (typeof folder === 'number') return folder
  const isThere = existsSync(folder)
  if (!isThere && !isFounding) return call.fail({ tag: 'no-node', folder }, `Il n’y a pas de nœud dans ${folder}.`)
  if (!isThere) mkdirSync(folder, { recursive: true })
  const reply = await askNode(folder, 'act', { name, input }, progress)
  if ('done' in reply) return { value: reply.done }
  // What the act itself says is its command's to put into words.
  if (!CONTROL_FAILURES.has(reply.failed.tag)) return { value: reply.failed }
  if (reply.failed.tag !== 'not-running')
    return call.fail(reply.failed, `Le nœud a répondu\u00a0: ${String(reply.failed['message'] ?? reply.failed.tag)}`)
  if (!isFounding && !existsSync(join(folder, 'node.sqlite')))
    return call.fail({ tag: 'no-node', folder }, `Il n’y a pas de nœud dans ${folder}.`)
  const { openNode } = await import('../node/open-node.ts')
  const { acts } = await import('../node/acts.ts')
  const act = acts[name]
  if (!act) throw new Error(`no act ${name}`)
  const node = await openNode(folder)
  try {
    return { value: await act(node, input, progress) }
  } finally {
    await node.close()
  }
}

/** What the door itself answers (control.ts). */
const CONTROL_FAILURES = new Set([
  'not-running',
  'node-stopped',
  'starting',
  'bug',
  'unknown-command',
  'unreadable-request',
  'line-too-long',
])

export function dataFolderOf(call: CliCall): string | number {
  const { data } = call.values
  const settings = readSettings({ ...call.environment, ...(typeof data === 'string' ? { DATA_DIR: data } : {}) })
  if ('tag' in settings) return call.fail(settings, `${settings.name}\u00a0: on attend ${settings.expected}.`)
  return settings.dataFolder
}
