import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { createInterface } from 'node:readline/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { joinFailureToSentence } from '#features/link/index.ts'
import { askNode } from '../control.ts'
import { readSettings } from '../settings.ts'
import { localAddress } from '../sync/own-address.ts'
import type { Joined, JoinFailure } from '../sync/joining.ts'
import { askAct, dataFolderOf, dataOption } from './ask-act.ts'
import type { CliCall, CliCommand } from './cli-command.ts'

/** Ties two nodes together: one offers and gives a code, the other brings it. */
export const pair: CliCommand = {
  summary: 'lie ce nœud à un autre : l’un propose et donne un code, l’autre l’apporte',
  usage: '--offer [--spaces LISTE] [--role RÔLE] [--yes] | CODE --via ADRESSE [options]',
  options: {
    ...dataOption,
    offer: { type: 'boolean', about: 'propose : donne un code, bon dix minutes et pour un seul nœud' },
    spaces: {
      type: 'string',
      value: 'LISTE',
      about: 'ce qui est partagé, séparé par des virgules (sinon : public, l’espace public)',
    },
    role: {
      type: 'string',
      value: 'RÔLE',
      about: 'jusqu’où l’autre nœud se porte garant : reader, contributor, editor ou officer (sinon : officer)',
    },
    yes: { type: 'boolean', about: 'dit oui d’avance à qui apporte le code ; sinon, une personne confirme ici' },
    via: {
      type: 'string',
      value: 'ADRESSE',
      about: 'où répond le nœud qui a donné le code, comme http://192.168.1.20:8080',
    },
    name: {
      type: 'string',
      value: 'NOM',
      about: 'comment appeler ce nœud chez l’autre (sinon : le nom de la machine)',
    },
  },
  positionals: [0, 1],
  run: async (call) => {
    const { offer, via } = call.values
    const [code] = call.positionals
    if (offer === true && code === undefined) return makeOffer(call)
    if (offer !== true && code !== undefined && typeof via === 'string') return join(call, code, via)
    return call.fail(
      { tag: 'misused' },
      'Il faut --offer pour proposer, ou un code et --via ADRESSE pour rejoindre. L’aide : trait-dunion pair --help',
    )
  },
}

async function makeOffer(call: CliCall): Promise<number> {
  const folder = dataFolderOf(call)
  if (typeof folder === 'number') return folder
  const { spaces, role, yes } = call.values
  const status = existsSync(folder) ? await askNode(folder, 'status', {}) : null
  const running = status && 'done' in status ? (status.done as { address?: string; host?: string }) : null
  if (!running && yes !== true)
    return call.fail(
      { tag: 'not-running' },
      'Ce nœud ne tourne pas : lancez-le (npx trait-dunion serve), pour confirmer ici quand l’autre apporte le code. Ou dites oui d’avance avec --yes.',
    )
  const input = {
    spaces: typeof spaces === 'string' ? spaces.split(',').map((one) => one.trim()) : ['public'],
    role: typeof role === 'string' ? role : 'officer',
    isAgreed: yes === true,
  }
  if (!['reader', 'contributor', 'editor', 'officer'].includes(input.role))
    return call.fail({ tag: 'bad-role', role: input.role }, `« ${input.role} » n’est pas un rôle.`)
  const asked = await askAct(call, 'offerPairing', input)
  if (typeof asked === 'number') return asked
  const made = asked.value as { readonly code: string } | { readonly tag: string; readonly space?: string }
  if ('tag' in made) return call.fail(made, OFFER_SENTENCES[made.tag] ?? `Refusé (${made.tag}).`)
  const url = addressOf(call, running)
  const facts = { code: made.code, url }
  call.result(
    facts,
    `Code, bon dix minutes et pour un seul nœud :\n\n  ${made.code}\n\nSur l’autre nœud : npx trait-dunion pair ${made.code} --via ${url}`,
  )
  return yes === true ? 0 : confirm(call)
}

/** Waits for whoever brings the code, and asks the person here. */
async function confirm(call: CliCall): Promise<number> {
  for (;;) {
    const asked = await askAct(call, 'standingOffer')
    if (typeof asked === 'number') return asked
    const offer = asked.value as {
      readonly asking: string | null
      readonly node: string
      readonly decision: string | null
    } | null
    if (!offer) return call.fail({ tag: 'offer-ended' }, 'Personne n’a apporté le code à temps.')
    if (offer.asking) {
      const asking = createInterface({ input: process.stdin, output: process.stderr })
      const word = await asking.question(
        `« ${offer.asking} » apporte le code (clé ${offer.node.slice(0, 8)}). Le lier à ce nœud ? [oui/non] `,
      )
      asking.close()
      const isAgreed = /^o(ui)?$/i.test(word.trim())
      const told = await askAct(call, 'decideOffer', { isAgreed })
      if (typeof told === 'number') return told
      call.say(isAgreed ? 'Lié.' : 'Refusé.')
      return isAgreed ? 0 : 1
    }
    await pause(1000)
  }
}

async function join(call: CliCall, code: string, via: string): Promise<number> {
  const url = URL.parse(via)
  if (!url || !/^https?:$/.test(url.protocol))
    return call.fail(
      { tag: 'bad-address', address: via },
      `${via} n’est pas une adresse comme http://192.168.1.20:8080.`,
    )
  const { name } = call.values
  const input = { code, url: url.origin, name: (typeof name === 'string' ? name : hostname()).slice(0, 120) || 'nœud' }
  const asked = await askAct(call, 'joinNode', input, { isFounding: true })
  if (typeof asked === 'number') return asked
  const done = asked.value as Joined | JoinFailure
  if ('tag' in done) return call.fail(done, joinFailureToSentence(done.tag))
  call.result(done, `Ce nœud est lié à « ${done.name} ». Pour recevoir ce qu’il partage : npx trait-dunion sync`)
  return 0
}

/** Where others reach this node: its public address, or this machine's in the local network where it listens there. */
function addressOf(call: CliCall, running: { readonly address?: string; readonly host?: string } | null): string {
  const settings = readSettings(call.environment)
  if ('tag' in settings) return ''
  const address = running?.address ?? settings.origin ?? `http://localhost:${settings.port}`
  const host = running?.host ?? settings.host
  if (settings.origin || !['0.0.0.0', '::'].includes(host)) return address
  return address.replace('localhost', localAddress() ?? 'localhost')
}

const OFFER_SENTENCES: Readonly<Record<string, string>> = {
  'not-founded': 'Rien n’est fondé ici : il n’y a rien à partager.',
  'no-space': 'Cet espace n’est pas ici.',
  'private-space': 'Cet espace est réservé aux nœuds nommés à sa création : il ne peut pas être élargi.',
  'no-officer-node': 'Ce nœud n’a pas le droit d’en admettre d’autres dans cet espace.',
}
