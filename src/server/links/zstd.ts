import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompressSync } from 'node:zlib'
import type { Compressor } from '#core/log/chunk.ts'

const pack = promisify(zstdCompress)

/** zstd (RFC 8878) of Node, the frame's checksum on and its content size off. It compresses in a thread of Node's pool. */
export const zstd: Compressor = {
  compress: (plain, dictionary, level) =>
    pack(plain, {
      ...(dictionary.length > 0 ? { dictionary } : {}),
      params: {
        [constants.ZSTD_c_compressionLevel]: level,
        [constants.ZSTD_c_checksumFlag]: 1,
        [constants.ZSTD_c_contentSizeFlag]: 0,
      },
    }),
  decompress: (packed, dictionary, limit) => {
    try {
      return zstdDecompressSync(packed, { ...(dictionary.length > 0 ? { dictionary } : {}), maxOutputLength: limit })
    } catch {
      return null
    }
  },
}
