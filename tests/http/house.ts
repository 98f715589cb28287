import type { TestContext } from 'node:test'
import { createHouse, type House, type HouseOptions } from '../../src/server/http/server.ts'
import { createLog } from '../../src/server/http/log.ts'
import { createFakeKit } from './fake-kit.ts'
import { createFakeNode, type FakeNode } from './fake-node.ts'

export interface RunningHouse {
  readonly house: House
  readonly node: FakeNode
  readonly port: number
  readonly lines: string[]
}

/** A house on a port of its own, closed with the test. */
export async function openHouse(context: TestContext, options: Partial<HouseOptions> = {}): Promise<RunningHouse> {
  const node = createFakeNode()
  const lines: string[] = []
  const log = createLog({ clock: Date.now, least: 'debug', write: (line) => void lines.push(line) })
  const house = createHouse({
    node,
    kit: createFakeKit(),
    host: '127.0.0.1',
    port: 0,
    secret: new Uint8Array(32).fill(1),
    clock: Date.now,
    log,
    ...options,
  })
  const port = await house.listen()
  context.after(() => house.close(0))
  return { house, node, port, lines }
}
