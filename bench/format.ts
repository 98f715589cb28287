import { article } from '#features/portal/index.ts'
import { nothingPassed, PACE, pass, segmentsToChunks } from '#core/log/chunk.ts'
import type { Pace } from '#core/log/chunk.ts'
import { zstd } from '#server/links/zstd.ts'
import { createArticleNode, encodedSegments, ok, readWorkload } from './article-workload.ts'
import type { Line } from './article-workload.ts'

/** Bytes of a chunk's frame: its length in a CBOR byte string's head. */
const FRAME = 3

/**
 * Bytes that the format takes for a workload of articles: the first copy newest first in chunks, signatures and framing included,
 * and one title edited and published.
 */
export async function measureFormat(lines: readonly Line[], pace: Pace, editAt: number) {
  const node = await createArticleNode()
  for (let at = 0; at < lines.length; at += 100) {
    ok(
      await node.store.write(async (writer) => {
        for (const line of lines.slice(at, at + 100)) await node.add(writer, line)
      }),
    )
  }
  ok(await node.store.write(node.seal))
  const segments = await encodedSegments(node.store)
  let bytes = 0
  let chunks = 0
  for await (const chunk of segmentsToChunks(segments.toReversed(), pace, zstd)) {
    bytes += chunk.packed.length + FRAME
    chunks++
  }
  const edited = lines[editAt] as Line
  ok(
    await node.store.write(async (writer) => {
      const rows = await writer.entities(editAt, 1)
      await node.write(writer, article.verbs.publish.number, rows[0] ?? null, {
        title: `${edited.title} : compte rendu`,
      })
      await node.seal(writer)
    }),
  )
  const after = await encodedSegments(node.store)
  const passed = segments.toReversed().reduce(pass, nothingPassed(PACE[pace].dictionary))
  const [edit] = await Array.fromAsync(segmentsToChunks(after.slice(segments.length), pace, zstd, passed))
  return {
    pace,
    articles: lines.length,
    segments: segments.length,
    chunks,
    firstCopy: bytes,
    edit: (edit?.packed.length ?? 0) + FRAME,
  }
}

if (import.meta.main) {
  const path = process.argv.find((one) => one.endsWith('.jsonl'))
  if (!path) throw new Error('bench/format.ts WORKLOAD.jsonl [--json]')
  const lines = await readWorkload(path)
  for (const pace of ['lan', 'slow'] as const)
    console.log(JSON.stringify(await measureFormat(lines, pace, Math.floor(lines.length / 2))))
}
