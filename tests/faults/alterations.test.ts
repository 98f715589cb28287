import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { article } from '#features/portal/index.ts'
import { openNode } from '#server/node/open-node.ts'
import type { OpenNode } from '#server/node/open-node.ts'
import { verifyNode } from '#server/verify/verify-node.ts'
import { alterations } from './alterations.ts'
import type { Alteration } from './alterations.ts'
import { CANARY, clock, copyWorld, prepareWorld, serve, textsOf } from './altered-world.ts'
import { rng } from './rng.ts'

/** Must-show 9: 200 alterations by somebody who lacks only the key folder; an alarm for each, and nothing shown that wasn't signed. */

const SEED = Number(process.env['SEED'] ?? 9)
const EDITS = Number(process.env['HONEST_EDITS'] ?? 2000)
const ONLY = process.env['ONLY']
const world = await prepareWorld()

async function judge(node: OpenNode, one: Alteration): Promise<string[]> {
  const faults: string[] = []
  const findings = await verifyNode(node)
  if (findings.length === 0) faults.push('no alarm')
  const shown = await serve(node, world)
  if (JSON.stringify(shown).includes(CANARY))
    faults.push(`served: ${JSON.stringify(shown).match(new RegExp(`.{60}${CANARY}`))?.[0]}`)
  if (one.shown === 'same')
    for (const [name, value] of Object.entries(world.honest))
      if (JSON.stringify(shown[name]) !== JSON.stringify(value)) faults.push(`differs: ${name}`)
  for (const text of textsOf(shown)) if (!world.signed.has(text)) faults.push(`never signed: ${text}`)
  for (const again of await verifyNode(node)) {
    if (again.isMended) faults.push(`found again: ${again.sentence}`)
    else if (!findings.some((before) => before.tag === again.tag)) faults.push(`found late: ${again.sentence}`)
  }
  return faults
}

async function tryOne(one: Alteration, isRunning: boolean): Promise<string[]> {
  const { data } = copyWorld(world)
  let node: OpenNode | null = null
  try {
    if (isRunning) {
      node = await openNode(data, { clock })
      await serve(node, world)
      const altered = copyWorld(world).data
      one.alter(altered, world)
      // Another process, over the living files: SQLite's lock is a courtesy.
      execFileSync('cp', [join(altered, 'node.sqlite'), join(data, 'node.sqlite')])
      execFileSync('rm', ['-rf', join(data, 'blobs')])
      execFileSync('cp', ['-r', join(altered, 'blobs'), join(data, 'blobs')])
      rmSync(join(altered, '..'), { recursive: true })
    } else {
      one.alter(data, world)
      node = await openNode(data, { clock })
    }
    return await judge(node, one)
  } catch (error) {
    return [`threw: ${(error as Error).stack?.split('\n').slice(0, 6).join(' | ')}`]
  } finally {
    await node?.close().catch(() => {})
    rmSync(join(data, '..'), { recursive: true })
  }
}

describe('alterations', () => {
  const stopped = alterations.filter((one) => !ONLY || new RegExp(ONLY).test(one.name))
  const running = stopped.filter((one) => one.isLive)

  it('are at least 200, all different, some sixty of them on a running node', () => {
    assert.ok(alterations.length >= 200, String(alterations.length))
    assert.equal(new Set(alterations.map((one) => one.name)).size, alterations.length)
    assert.ok(alterations.filter((one) => one.isLive).length >= 60)
  })

  for (const [title, list, isRunning] of [
    ['of a stopped folder', stopped, false],
    ['while the node runs', running, true],
  ] as const)
    it(`${title}: an alarm for each, none is shown`, async () => {
      const holes: string[] = []
      for (const one of list) for (const fault of await tryOne(one, isRunning)) holes.push(`${one.name}: ${fault}`)
      assert.deepEqual(holes, [])
    })

  it(`${EDITS} honest edits raise no alarm`, async () => {
    const { data } = copyWorld(world)
    const node = await openNode(data, { clock })
    const random = rng(SEED)
    const made = world.articles.slice(0, 5)
    for (let edit = 1; edit <= EDITS; edit++) {
      const id = made[Math.floor(random() * made.length)] as string
      await node.perform(null, async (context) => {
        const pick = random()
        if (pick < 0.1) {
          const row = await context.create(article, 'public', {
            title: `Nouvelle ${edit}`,
            body: 'Il pleut.',
            date: edit,
          })
          if (!('tag' in row)) made.push(row.id)
        } else if (pick < 0.15) await context.setAlive(article, id, 'withdraw', random() < 0.5)
        else await context.change(article, id, 'publish', { [pick < 0.5 ? 'title' : 'body']: `Écrit ${edit}` })
      })
      if (edit % 200 === 0) assert.deepEqual(await verifyNode(node), [], `after ${edit} edits, seed ${SEED}`)
    }
    await node.close()
    rmSync(join(data, '..'), { recursive: true })
  })
})
