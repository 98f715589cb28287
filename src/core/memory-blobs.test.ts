import { blobsContract } from '../../tests/contracts/blobs.ts'
import { createMemoryBlobs } from './memory-blobs.ts'

blobsContract('memory', async () => createMemoryBlobs())
