import { failureToSentence } from '#features/link/index.ts'
import { putFrenchSpaces } from '#core/text/french-spacing.ts'
import type { CallFailure, CallsDone } from '../sync/call-peers.ts'
import { askAct, dataOption } from './ask-act.ts'
import type { CliCommand } from './cli-command.ts'

/** One exchange with the nodes that this one is tied to. */
export const sync: CliCommand = {
  summary: 'échange avec les nœuds liés ce qui a changé de part et d’autre',
  usage: '[--via ADRESSE] [options]',
  options: {
    ...dataOption,
    via: { type: 'string', value: 'ADRESSE', about: 'où répond l’autre nœud, si ce n’est pas là où il a été lié' },
  },
  run: async (call) => {
    const { via } = call.values
    const url = typeof via === 'string' ? URL.parse(via) : null
    if (typeof via === 'string' && (!url || !/^https?:$/.test(url.protocol)))
      return call.fail(
        { tag: 'bad-address', address: via },
        `${via} n’est pas une adresse comme http://192.168.1.20:8080.`,
      )
    const asked = await askAct(call, 'sync', { url: url?.origin ?? null })
    if (typeof asked === 'number') return asked
    const done = asked.value as CallsDone | CallFailure
    if ('tag' in done)
      return call.fail(
        done,
        done.tag === 'no-peer'
          ? 'Ce nœud n’est lié à aucun autre qui ait une adresse. Pour le lier : npx trait-dunion pair --help'
          : 'Aucun des nœuds liés ne répond à cette adresse.',
      )
    const { bytesUp, bytesDown, rounds, seconds, operationsIn, operationsOut, waiting, failure } = done
    const facts = { bytesUp, bytesDown, rounds, seconds, operationsIn, operationsOut, waiting }
    const state =
      waiting === 0 ? 'Rien n’attend.' : `En attente : ${waiting}.${failure ? ` ${failureToSentence(failure)}` : ''}`
    call.result(
      failure ? { ...facts, failure } : facts,
      putFrenchSpaces(
        `Reçu : ${operationsIn} ; envoyé : ${operationsOut} ; ${Math.ceil((bytesUp + bytesDown) / 100) / 10} Ko en ${seconds} s. ${state}`,
      ),
    )
    return waiting === 0 ? 0 : 1
  },
}
