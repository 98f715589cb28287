import { resolve } from 'node:path'
import { bundleFr } from '#features/space/messages/bundle-fr.ts'
import type { BundleRead, BundleVerified, BundleWritten, ReadRefusal, WriteFailure } from '../sync/bundles.ts'
import { askAct, dataOption } from './ask-act.ts'
import type { CliCall, CliCommand } from './cli-command.ts'

/** What changed, in a file that a person carries: written for nodes that this one is tied to, read, or looked into. */
export const bundle: CliCommand = {
  summary: 'écrit, lit ou vérifie un fichier d’échange, à porter par clé USB, courriel ou téléphone',
  usage: 'write --for NŒUD FICHIER.age | read FICHIER.age | verify FICHIER.age [options]',
  options: {
    ...dataOption,
    for: {
      type: 'string',
      value: 'NŒUD',
      about: 'pour qui : le nom d’un nœud lié, ou le début de sa clé ; plusieurs, séparés par des virgules',
    },
  },
  positionals: [2, 2],
  run: async (call) => {
    const [what = '', file = ''] = call.positionals
    if (what === 'write') return write(call, resolve(file))
    if (what === 'read') return read(call, resolve(file))
    if (what === 'verify') return verify(call, resolve(file))
    return call.fail(
      { tag: 'unknown-kind', kind: what },
      `On sait faire « write », « read » et « verify », pas « ${what} ».`,
    )
  },
}

async function write(call: CliCall, path: string): Promise<number> {
  const names = String(call.values['for'] ?? '').split(',')
  const nodes = names.map((name) => name.trim()).filter((name) => name !== '')
  if (nodes.length === 0)
    return call.fail({ tag: 'misused' }, 'Il faut dire pour qui : --for NŒUD. L’aide : trait-dunion bundle --help')
  const asked = await askAct(call, 'writeBundle', { path, nodes })
  if (typeof asked === 'number') return asked
  const done = asked.value as BundleWritten | WriteFailure
  if ('tag' in done) return call.fail(done, bundleFr.notWritten(done))
  call.result(done, bundleFr.written(done))
  return 0
}

/** 0 when the file was whole, and nothing of it was refused or stands on something that isn't here. */
async function read(call: CliCall, path: string): Promise<number> {
  const asked = await askAct(call, 'readBundle', { path })
  if (typeof asked === 'number') return asked
  const done = asked.value as BundleRead | ReadRefusal
  if ('tag' in done) return call.fail(done, bundleFr.notRead(done))
  call.result(done, bundleFr.read(done).join('\n'))
  return done.fault === null && done.refused + done.unmet + done.notShared === 0 ? 0 : 1
}

async function verify(call: CliCall, path: string): Promise<number> {
  const asked = await askAct(call, 'verifyBundle', { path })
  if (typeof asked === 'number') return asked
  const done = asked.value as BundleVerified | ReadRefusal
  if ('tag' in done) return call.fail(done, bundleFr.notRead(done))
  call.result(done, bundleFr.verified(done).join('\n'))
  return done.fault === null && done.bad + done.unmet + done.notShared === 0 ? 0 : 1
}
