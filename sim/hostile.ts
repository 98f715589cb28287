import { certificate, erasure } from '#core/access/orders.ts'
import type { Kind } from '#core/kind.ts'
import type { Operation } from '#core/log/operation.ts'
import { fieldHash, fieldSalt } from '#core/log/operation.ts'
import { bytesToHex, concatBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { logId, NO_PREVIOUS, sealSegment, segmentToBytes } from '#core/log/segment.ts'
import type { LogName, Segment } from '#core/log/segment.ts'
import type { SpaceRow } from '#core/ports.ts'
import { createAnswer } from '#core/sync/exchange.ts'
import type { ExchangeEvent } from '#core/sync/exchange.ts'
import { frameToBytes } from '#core/sync/messages.ts'
import { endOf } from './exchange.ts'
import { act, fill, note, plainPacker, privateSpace, publicSpace, random, sealTails, sign } from './node.ts'
import type { SimNode } from './node.ts'
import type { Step } from './story.ts'
import type { World } from './world.ts'

/** What the world lends: an ordinary call, and where events are told. */
type Ways = {
  readonly call: (from: SimNode, to: SimNode) => Promise<unknown>
  readonly tell: (node: SimNode, event: ExchangeEvent) => void
}

/** What a node with a valid key, or a stranger on its line, tries: the attack classes of SPEC.md. */
export async function attack(world: World, target: SimNode, step: Step, { call, tell }: Ways): Promise<void> {
  const { hostile } = world
  const space = hostile.spaces[0] as SpaceRow
  const draw = random(hostile)
  const name: LogName = { space: publicSpace.id, node: hostile.key, incarnation: fill(8, 66), lane: 1 }
  const victim = world.honest[step.b % world.honest.length] as SimNode
  const victimLog: LogName = { ...name, node: victim.key, incarnation: victim.incarnation }
  const send = async (log: LogName, segments: readonly Segment[], index = 0) => {
    const answer = await createAnswer({ ...endOf(target, hostile, world.now) })
    const ask = { base: null, have: new Map(), isAsking: false }
    const asks = [publicSpace, privateSpace].map((one) => ({ ...ask, space: one.id }))
    await answer.take(frameToBytes({ tag: 'request', limit: 1 << 20, mayUseOld: false, asks }))
    const plain = segments.map(segmentToBytes)
    const packed = plainPacker.compress(concatBytes(plain), new Uint8Array(0), 0)
    const { node, incarnation, lane } = log
    const taken = await answer.take(
      frameToBytes({ tag: 'chunk', log: { index, node, incarnation, lane, pace: 0 }, old: null, packed }),
    )
    if ('events' in taken) for (const event of taken.events) tell(target, event)
    for await (const frame of answer.answer()) if (index === 1) lookForSecrets(world, target, frame)
  }
  const forged = (
    log: LogName,
    more: Partial<Segment> & { operations?: readonly Operation[] } = {},
    key: Bytes = log.node,
  ) =>
    sealSegment(
      logId(log),
      { first: 0, previous: NO_PREVIOUS, operations: [planted(world, step)], ...more, seed: draw(16) },
      sign(key),
    ).segment
  switch (step.c % 12) {
    case 0: // H1: writes as it may
      await act(hostile, world.now, space, note, null, { title: `publicité ${step.d}` })
      await call(hostile, target)
      return
    case 1: // H2: somebody else's log, its own signature
      return send(victimLog, [forged(victimLog, {}, hostile.key)])
    case 2: // H3: a key without certificate
      return send({ ...name, node: fill(32, 99) }, [forged({ ...name, node: fill(32, 99) })])
    case 3: // H4: two branches of its log
      await send(name, [forged(name)])
      return send(name, [forged(name)])
    case 4: // H5: values taken out without an order
      return send({ ...victimLog, incarnation: fill(8, 77) }, await withoutOrder(victim))
    case 5: // H6: an order beyond its role
      await act(hostile, world.now, space, erasure as unknown as Kind, null, {
        entity: await someEntity(target),
        fields: [1],
      })
      await act(hostile, world.now, space, certificate as unknown as Kind, null, {
        node: fill(32, 98),
        role: 'officer',
      })
      await call(hostile, target)
      return
    case 6: // H7: into the private space, and out of it
      return send({ ...name, space: privateSpace.id }, [forged({ ...name, space: privateSpace.id })], 1)
    case 7: // H8: a counter and a time at the end of integers
      return send({ ...name, incarnation: draw(8) }, [
        forged(
          { ...name, incarnation: draw(8) },
          { operations: [{ ...planted(world, step), time: Number.MAX_SAFE_INTEGER }] },
        ),
      ])
    case 8: {
      // H9: a hole, a position far away
      const log = { ...name, incarnation: draw(8) }
      return send(log, [forged(log, { first: 1_000_000, previous: fill(16, 3) })])
    }
    case 9: {
      // H10: another's client id
      const log = { ...name, incarnation: draw(8) }
      const twin = [...target.store.image().clients.keys()][0]
      const client = twin ? Uint8Array.from(Buffer.from(twin, 'hex')) : draw(16)
      return send(log, [forged(log, { operations: [{ ...planted(world, step), client }] })])
    }
    case 10: // H11: bytes that are no message
      for (const bytes of [draw(30), frameToBytes({ tag: 'end', ends: [] }), new Uint8Array(0)]) {
        const answer = await createAnswer(endOf(target, hostile, world.now))
        await answer.take(bytes)
      }
      return
    default: {
      // H12: says that it has what it hasn't, and the reverse
      const answer = await createAnswer(endOf(target, hostile, world.now))
      const have = new Map([[bytesToHex(logId(victimLog)), [{ from: 0, to: 5, head: draw(8) }]]])
      const asks = [{ space: publicSpace.id, base: draw(8), have, isAsking: true }]
      await answer.take(frameToBytes({ tag: 'request', limit: 1 << 20, mayUseOld: true, asks }))
      for await (const _ of answer.answer()) void _
    }
  }
}

function planted(world: World, step: Step): Operation {
  const fields = new Map([[1, { counter: 1 + (step.d % 1000), value: `planté ${step.d}` }]])
  return { verb: 0, entity: null, kind: note.number, fields, author: fill(12, 66), time: world.now }
}

async function withoutOrder(victim: SimNode): Promise<Segment[]> {
  await sealTails(victim)
  const fields = new Map([[1, null]])
  const operation: Operation = { verb: 0, entity: null, kind: note.number, fields, author: null, time: 5 }
  const seed = fill(16, 8)
  const entry = { counter: 1, value: 'caché' }
  const log: LogName = { space: publicSpace.id, node: victim.key, incarnation: victim.incarnation, lane: 1 }
  const whole = { first: 0, previous: NO_PREVIOUS, seed, operations: [{ ...operation, fields: new Map([[1, entry]]) }] }
  // Signed by the victim's key: such a segment might once have been sealed.
  const { segment } = sealSegment(logId({ ...log, incarnation: fill(8, 77) }), whole, sign(victim.key))
  return [{ ...segment, seed: [new Map([[1, fieldHash(fieldSalt(seed, 0, 1), 1, entry)]])], operations: [operation] }]
}

const someEntity = async (node: SimNode): Promise<string> =>
  (await node.store.read((reader) => reader.entities(0, 50))).find((row) => row.state.kind === note.number)?.id ??
  '00'.repeat(12)

function lookForSecrets(world: World, target: SimNode, frame: Bytes): void {
  if (new TextDecoder().decode(frame).includes('secret')) world.broken = `${target.name} gave a private space away`
}
