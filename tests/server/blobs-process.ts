import { openDiskBlobs } from '#server/blobs/disk.ts'

/** A program that keeps blobs without end, to be killed by a test: `node blobs-process.ts FOLDER FIRST` sends each name once kept. */
process.on('disconnect', () => process.exit())
const blobs = await openDiskBlobs(process.argv[2] ?? '')
for (let i = Number(process.argv[3]); ; i++) {
  const bytes = new Uint8Array(20_000).fill(i & 255)
  new DataView(bytes.buffer).setUint32(0, i)
  const stored = await blobs.put(bytes, { limit: bytes.length })
  if (stored.tag === 'stored') process.send?.(stored.hash)
}
