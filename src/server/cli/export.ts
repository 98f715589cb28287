import { askAct, dataOption } from './ask-act.ts'
import type { CliCommand } from './cli-command.ts'

/** What the shared spaces come to, so that two nodes can be compared. */
export const exportCommand: CliCommand = {
  summary: 'écrit l’état des espaces partagés, dans un ordre toujours le même, une chose par ligne',
  usage: 'state [options]',
  options: dataOption,
  positionals: [1, 1],
  run: async (call) => {
    const [what = ''] = call.positionals
    if (what !== 'state')
      return call.fail({ tag: 'unknown-kind', kind: what }, `On sait écrire « state », pas « ${what} ».`)
    const asked = await askAct(call, 'exportState', null, { progress: (one) => call.result(one, JSON.stringify(one)) })
    return typeof asked === 'number' ? asked : 0
  },
}
