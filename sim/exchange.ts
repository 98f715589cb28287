import { createAnswer, createRequest } from '#core/sync/exchange.ts'
import type { ExchangeEvent, LinkEnd } from '#core/sync/exchange.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { beginIncarnation, deskOf, plainPacker, sealTails } from './node.ts'
import type { SimNode } from './node.ts'

/** What the line between two nodes does to one exchange. The seal (S of SPEC.md) makes every altered byte a cut. */
export type Line = {
  /** After how many frames of each direction it breaks; the frame under way is lost. */
  readonly up: number
  readonly down: number
  /** Requests that somebody recorded, given to their receiver again. */
  readonly isReplayed: boolean
  readonly limit: number
}
export const CLEAR: Line = { up: Infinity, down: Infinity, isReplayed: false, limit: 2 ** 30 }

export type Tally = { rounds: number; up: number; down: number; chunksAgain: number }

export const endOf = (node: SimNode, peer: SimNode, now: number): LinkEnd => ({
  store: node.store,
  desk: deskOf(node, now),
  wire: { compressor: plainPacker, pace: 'slow' },
  peer: peer.key,
  spaces: node.spaces,
})

/** One call of `from` to `to`: rounds until nothing more is to be had, or the line breaks. */
export async function exchange(
  from: SimNode,
  to: SimNode,
  now: number,
  line: Line,
  tell: (node: SimNode, event: ExchangeEvent) => void,
): Promise<{ readonly isWhole: boolean; readonly frames: readonly Bytes[] }> {
  await sealTails(from)
  await sealTails(to)
  let [up, down] = [line.up, line.down]
  const recorded: Bytes[] = []
  for (let round = 0; round < 5; round++) {
    const request = await createRequest(endOf(from, to, now), { up: line.limit, down: line.limit })
    const answer = await createAnswer(endOf(to, from, now))
    for await (const frame of request.frames()) {
      recorded.push(frame)
      if (up-- <= 0) return { isWhole: false, frames: recorded }
      tellAll(to, await answer.take(frame), tell)
    }
    if (line.isReplayed) {
      const again = await createAnswer(endOf(to, from, now))
      for (const frame of recorded) await again.take(frame)
      for await (const _ of again.answer()) void _
    }
    for await (const frame of answer.answer()) {
      if (down-- <= 0) return { isWhole: false, frames: recorded }
      tellAll(from, await request.take(frame), tell)
    }
    if (!request.isOver() || !request.again()) return { isWhole: request.isOver(), frames: recorded }
  }
  return { isWhole: true, frames: recorded }
}

function tellAll(
  node: SimNode,
  step: Awaited<ReturnType<Awaited<ReturnType<typeof createRequest>>['take']>>,
  tell: (node: SimNode, event: ExchangeEvent) => void,
): void {
  if ('tag' in step) throw new Error(step.tag)
  for (const event of step.events) {
    if (event.tag === 'own-log-ahead') beginIncarnation(node)
    tell(node, event)
  }
}
