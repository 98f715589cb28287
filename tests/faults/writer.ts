import { fsyncSync, openSync, writeSync } from 'node:fs'
import { backUp } from '#server/backup/backup.ts'
import { article, draft } from '#features/portal/index.ts'
import { association, federation } from '#features/membership/index.ts'
import { openNode } from '#server/node/open-node.ts'

/**
 * A process to be killed: writes as people do, and notes each acknowledgement in a file, flushed, once the node gave it.
 * `writer.ts DATA ACKS MODE`, where MODE is `writes`, `import` (acts of a hundred operations) or `backup` (writes during a backup).
 */
const [data, acks, mode] = process.argv.slice(2)
if (!data || !acks) throw new Error('writer.ts DATA ACKS MODE')
const node = await openNode(data)
const file = openSync(acks, 'a')
const acknowledge = (ids: readonly string[]) => {
  writeSync(file, ids.map((id) => `${id}\n`).join(''))
  fsyncSync(file)
}

if (!(await node.store.read((reader) => node.spaces.ofFederation(reader)))) {
  await node.perform(null, async (context) => {
    await context.addSpace('public')
    await context.addSpace('federation')
    await context.create(federation, 'public', { name: 'Épreuve' })
    await context.create(association, 'public', {
      name: 'Une',
      slug: 'une',
      space: await context.addSpace('association'),
    })
  })
}
process.send?.('ready')
if (mode === 'backup') {
  void (async () => {
    for (;;) await backUp(node, `${data}.age`)
  })()
}
for (let round = 0; ; round++) {
  const size = mode === 'import' ? 100 : 1 + (round % 3)
  const { value } = await node.perform(null, async (context) => {
    if (mode === 'import') context.bulk()
    const ids: string[] = []
    for (let i = 0; i < size; i++) {
      const kind = (round + i) % 2 === 0 ? article : draft
      const text = { title: `Essai ${round}.${i}`, body: 'Les hêtres poussent. '.repeat(1 + (i % 40)), date: round }
      const made = await context.create(kind, kind === article ? 'public' : 'federation', text)
      if ('tag' in made) return made
      ids.push(made.id)
    }
    return { ids }
  })
  const done = value as { ids?: string[]; tag?: string }
  if (done.ids) acknowledge(done.ids)
}
