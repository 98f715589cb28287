import type { Finding } from '../verify/finding.ts'
import { askAct, dataOption } from './ask-act.ts'
import type { CliCommand } from './cli-command.ts'

/** Reads everything again; says in plain words what isn't as it was signed, where, since when; the status is 1 then. */
export const verify: CliCommand = {
  summary: 'relit tout ce que le nœud contient et le compare à ce qui a été signé',
  usage: '[options]',
  options: dataOption,
  run: async (call) => {
    const asked = await askAct(call, 'verify')
    if (typeof asked === 'number') return asked
    const { findings, since } = asked.value as { findings: readonly Finding[]; since: number | null }
    if (findings.length === 0) {
      call.result({ findings, since }, 'Tout est en ordre\u00a0: signatures, états, tables, recherche et images.')
      return 0
    }
    const when =
      since === null
        ? 'Jamais trouvé en ordre auparavant.'
        : `Tout était encore en ordre le ${new Date(since).toLocaleString('fr-FR')}.`
    const lines = findings.map((one) => `- ${one.sentence}${one.isMended ? ' (remis comme signé)' : ''}`)
    call.result({ findings, since }, `Ceci n’est plus comme signé\u00a0:\n${lines.join('\n')}\n${when}`)
    return 1
  },
}
