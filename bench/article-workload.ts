import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { randomBytes } from 'node:crypto'
import { article } from '#features/portal/index.ts'
import { changesToValues } from '#core/kind.ts'
import type { Changes } from '#core/kind.ts'
import { createMemoryStore } from '#core/memory-store.ts'
import type { EntityRow, Store, StoreFault, Writer } from '#core/ports.ts'
import { sealTail, segmentOf, writeOperation } from '#core/log/writer.ts'
import type { Pen } from '#core/log/writer.ts'
import { segmentToBytes } from '#core/log/segment.ts'
import { createKeyPem, pemToKeys } from '#server/keys/ed25519.ts'
import { registry } from '../src/kinds.ts'

export type Line = {
  readonly id: string
  readonly title: string
  readonly date: string
  readonly author: string
  readonly tags: string[]
  readonly body: string
}

/** The lines of a workload file: one article a line, as JSON. */
export async function readWorkload(path: string): Promise<Line[]> {
  const lines: Line[] = []
  for await (const line of createInterface({ input: createReadStream(path) }))
    if (line) lines.push(JSON.parse(line) as Line)
  return lines
}

/** A node that imported a workload as published articles: real operations, seeds and signatures, in memory. */
export async function createArticleNode(clock: () => number = Date.now) {
  const store = createMemoryStore()
  const space = { id: new Uint8Array(randomBytes(12)), genesis: new Uint8Array(0) }
  const pen: Pen = {
    registry,
    keys: pemToKeys(createKeyPem()),
    incarnation: new Uint8Array(randomBytes(8)),
    clock,
    random: (length) => new Uint8Array(randomBytes(length)),
    project: async () => {},
  }
  const author = new Uint8Array(randomBytes(12))
  const row = ok(await store.write((writer) => writer.addSpace(space)))
  const write = (
    writer: Writer,
    verb: number,
    entity: EntityRow | null,
    changes: Changes<typeof article>,
    client?: Uint8Array,
  ) => {
    const made = changesToValues(article, changes, entity?.state)
    if ('tag' in made) throw new Error(made.tag)
    const intent = {
      space: { key: row.key, id: space.id },
      lane: article.lane,
      kind: article.number,
      verb,
      entity,
      values: made.values,
      author,
    }
    return writeOperation(writer, pen, client ? { ...intent, client } : intent)
  }
  const add = (writer: Writer, line: Line) =>
    write(writer, 0, null, {
      title: line.title,
      body: line.body,
      date: Math.floor(Date.parse(line.date) / 1000),
      byline: line.author,
      tags: { add: line.tags },
      source: line.id,
    })
  const seal = async (writer: Writer) => {
    for (const log of await writer.logs()) await sealTail(writer, pen, log)
  }
  return { store, pen, space: { ...row, id: space.id }, write, add, seal }
}

/** Every sealed segment of the only log, encoded, in order of position. */
export const encodedSegments = (store: Store): Promise<Uint8Array[]> =>
  store.read(async (reader) => {
    const encoded: Uint8Array[] = []
    for (const log of await reader.logs()) {
      for (const row of await reader.segments(log.key)) {
        const segment = await segmentOf(reader, row)
        if (segment) encoded.push(segmentToBytes(segment))
      }
    }
    return encoded
  })

export function ok<T>(result: T | StoreFault): T {
  const fault = result as StoreFault | undefined
  if (fault?.tag === 'disk-full' || fault?.tag === 'disk-error') throw new Error(fault.tag)
  return result as T
}
