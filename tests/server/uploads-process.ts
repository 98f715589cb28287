import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createUploadsHandler } from '#server/blobs/tus.ts'
import { openUploads } from '#server/blobs/uploads.ts'

/** A program that receives uploads, to be killed by a test: `node uploads-process.ts FOLDER` sends its port. */
process.on('disconnect', () => process.exit())
const uploads = await openUploads({
  folder: process.argv[2] ?? '',
  random: (length) => new Uint8Array(randomBytes(length)),
  monotonic: () => performance.now(),
})
const handle = createUploadsHandler({ uploads, now: () => Date.now() })
const server = createServer((request, response) => void handle(request, response, { person: 'awa' }))
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
