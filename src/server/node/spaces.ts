import type { Kysely } from 'kysely'
import { createSpace } from '#core/log/space.ts'
import { areBytesEqual, bytesToHex, hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { Keys, Random, Reader, SpaceRow, Writer } from '#core/ports.ts'
import type { SpaceName } from '#features/feature.server.ts'

export type Spaces = ReturnType<typeof createSpaces>

/** The spaces that this node holds, by name. Which two are the federation's is this node's own note (table `meta`). */
export function createSpaces(sql: Kysely<any>, keys: Keys, random: Random, onAdd: () => void = () => {}) {
  const named = async (name: 'public' | 'federation'): Promise<Bytes | null> => {
    const row = await sql.selectFrom('meta').select('value').where('name', '=', `space.${name}`).executeTakeFirst()
    return row ? hexToBytes(row.value as string) : null
  }
  return {
    /** The federation's two spaces, or null while nothing is founded. */
    async ofFederation(reader: Reader): Promise<{ readonly public: SpaceRow; readonly federation: SpaceRow } | null> {
      const [publicId, federationId] = [await named('public'), await named('federation')]
      const rows = await reader.spaces()
      const find = (id: Bytes | null) => rows.find((row) => id && areBytesEqual(row.id, id))
      const found = { public: find(publicId), federation: find(federationId) }
      return found.public && found.federation ? { public: found.public, federation: found.federation } : null
    },

    async byId(reader: Reader, id: string): Promise<SpaceRow | null> {
      return (await reader.spaces()).find((row) => bytesToHex(row.id) === id) ?? null
    },

    /** A space's name by its surrogate key or its id. */
    async nameOf(space: number | Bytes): Promise<SpaceName> {
      const id =
        typeof space === 'number'
          ? ((await sql.selectFrom('spaces').select('id').where('key', '=', space).executeTakeFirst())?.id as
              Bytes | undefined)
          : space
      const [publicId, federationId] = [await named('public'), await named('federation')]
      if (id && publicId && areBytesEqual(id, publicId)) return 'public'
      return id && federationId && areBytesEqual(id, federationId) ? 'federation' : 'association'
    },

    /** Makes a space of another node the public one here, where there is none, and this node's own federation's beside it. */
    async adopt(writer: Writer, publicSpace: Bytes): Promise<void> {
      if (await named('public')) throw new Error('a public space is here already')
      await sql
        .insertInto('meta')
        .values({ name: 'space.public', value: bytesToHex(publicSpace) })
        .execute()
      await this.add(writer, 'federation')
    },

    /** A new space, rooted in this node's key; a private one may be held by this node alone until it is widened by a copy. */
    async add(writer: Writer, name: SpaceName): Promise<SpaceRow> {
      const nodes = name === 'public' ? null : [keys.publicKey]
      const { id, genesis } = createSpace({ root: keys.publicKey, nodes, nonce: random(16) }, keys.sign)
      const row = await writer.addSpace({ id, genesis })
      onAdd()
      if (name !== 'association') {
        await sql
          .insertInto('meta')
          .values({ name: `space.${name}`, value: bytesToHex(id) })
          .execute()
      }
      return row
    },
  }
}
