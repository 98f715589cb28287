import type { OpenNode } from '../node/open-node.ts'
import type { Finding } from './finding.ts'
import { verifyNode } from './verify-node.ts'

/** Reads everything, raises an alarm for what differs; gives the findings, and when all was last found in order. */
export async function watchNode(
  node: OpenNode,
): Promise<{ readonly findings: readonly Finding[]; readonly since: number | null }> {
  // A check that can't be ended is an alarm too.
  const findings = await verifyNode(node).catch((error: unknown): readonly Finding[] => [unreadable(error)])
  const since = node.alarms.lastSound()
  node.alarms.raise(findings, node.clock(), since)
  if (findings.length === 0) node.alarms.sound(node.clock())
  return { findings, since }
}

/**
 * What is done when a query meets a damaged database: everything is read again and put right as signed, and the derived tables and the
 * index are made anew, once for all who met it. Gives whether it was done: not twice within a minute.
 */
export function createMending(node: () => OpenNode, monotonic: () => number): (error: unknown) => Promise<boolean> {
  let mending: Promise<void> | null = null
  let last = -Infinity
  const mend = async (error: unknown) => {
    const { alarms, clock } = node()
    alarms.raise([damaged(error)], clock(), alarms.lastSound())
    const { findings } = await watchNode(node())
    if (!findings.some((one) => one.tag === 'index-altered')) await node().refill()
    node().tell(['*'])
    last = monotonic()
  }
  return async (error) => {
    if (!mending && monotonic() - last < MINUTE) return false
    mending ??= mend(error).finally(() => (mending = null))
    await mending
    return true
  }
}

const MINUTE = 60_000
const damaged = (error: unknown): Finding => ({
  tag: 'database-damaged',
  sentence: `La base ne se lisait plus pendant que le nœud tournait (${(error as Error).message})\u00a0: elle a été relue entièrement, et ce qui en dérive refait.`,
  entities: [],
  isMended: true,
})
const unreadable = (error: unknown): Finding => ({
  tag: 'database-damaged',
  sentence: `La base n’a pas pu être relue entièrement\u00a0: ${String(error)}. Gardez ce dossier, et remettez la dernière sauvegarde dans un dossier vide.`,
  entities: [],
  isMended: false,
})
