import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { keepPicture, pictureOfClient } from '#features/portal/index.server.ts'
import type { MediaIndex } from '#features/portal/wordpress/media.ts'
import type { Pictures } from '../blobs/pictures.ts'
import type { OpenNode } from '../node/open-node.ts'
import { isTagged, type Write } from './author.ts'
import type { ImportFailure } from './import-wordpress.ts'

export type PictureDesk = ReturnType<typeof createPictureDesk>

/** The picture that an address of the old site means: made from its file the first time, found by the file's hash ever after. */
export function createPictureDesk({
  node,
  write,
  association,
  media,
  pictures,
  since,
}: {
  readonly node: OpenNode
  readonly write: Write
  readonly association: string | null
  readonly media: MediaIndex
  readonly pictures: Pictures
  /** What came at that instant or later counts as made now (milliseconds since 1970). */
  readonly since: number
}) {
  const byPath = new Map<string, string | undefined>()
  const missing = new Set<string>()
  let made = 0
  let failure: ImportFailure | null = null

  const make = async (path: string): Promise<string | undefined> => {
    const client = await clientOf(path, association)
    const known = await node.store.read((reader) => pictureOfClient({ reader }, client))
    if (known !== null) {
      if (known.made >= since) made++
      return known.id
    }
    const taken = await pictures.takeFile(path)
    if (taken.tag === 'disk-full' || taken.tag === 'disk-error') failure = taken as ImportFailure
    if (taken.tag !== 'picture') return undefined
    const { preview, colour, sizes, card } = taken
    const { value } = await write((context) =>
      keepPicture(
        context,
        association,
        {
          preview: new Uint8Array(preview),
          colour,
          sizes: [...sizes, card].map(({ bytes, ...size }) => ({ ...size, weight: bytes })),
        },
        client,
      ),
    )
    if (isTagged(value)) {
      failure = value as ImportFailure
      return undefined
    }
    made++
    return (value as { id: string }).id
  }

  return {
    async find(address: string): Promise<string | undefined> {
      const path = media.find(address)
      if (path !== undefined && !byPath.has(path)) byPath.set(path, failure ? undefined : await make(path))
      const id = path === undefined ? undefined : byPath.get(path)
      if (id === undefined && missing.size < 1_000_000) missing.add(address.slice(0, 500))
      return id
    },
    made: () => made,
    missing: () => missing.size,
    failure: () => failure,
  }
}

/** The same for the same file in the same place, so that a picture comes once. */
async function clientOf(path: string, association: string | null): Promise<Uint8Array> {
  const hash = createHash('sha256').update(`import picture\n${association ?? ''}\n`)
  await pipeline(createReadStream(path), hash)
  return new Uint8Array(hash.digest().subarray(0, 16))
}
