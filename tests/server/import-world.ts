import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import sharp from 'sharp'
import type { NodeActor } from '#features/feature.server.ts'
import { association, federation, mandate, person } from '#features/membership/index.ts'
import { openNode } from '#server/node/open-node.ts'

/** A folder with a federation of two associations and the people who answer for them, and an old site's export beside it. */

export type Role = 'reader' | 'contributor' | 'editor' | 'officer'

export async function createImportFolder(context: TestContext, ownHosts: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'trait-import-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  const data = join(folder, 'data')
  const node = await openNode(data, { ownHosts })
  const actors = new Map<string, NodeActor>()
  const places = new Map<string, string>()
  await node.perform(null, async (own) => {
    const sure = async (made: Promise<{ readonly id: string } | { readonly tag: string }>) => {
      const row = await made
      assert.ok(!('tag' in row), JSON.stringify(row))
      return row.id
    }
    await own.addSpace('public')
    await own.addSpace('federation')
    await sure(own.create(federation, 'public', { name: 'Trait d’union' }))
    for (const slug of ['garon', 'youri'])
      places.set(
        slug,
        await sure(own.create(association, 'public', { name: slug, slug, space: await own.addSpace('association') })),
      )
    const enter = async (name: string, slug: string | null, role: Role) => {
      const id = await sure(own.create(person, 'federation', { name }))
      const place = slug === null ? null : places.get(slug)!
      await sure(own.create(mandate, 'federation', { person: id, association: place, role, from: '2020-01-01' }))
      actors.set(name, { person: id, session: 's', isSecure: true, mandates: [{ association: place, role }] })
    }
    await enter('Awa', 'garon', 'officer')
    await enter('Binta', 'garon', 'editor')
    await enter('Paul', 'garon', 'contributor')
    await enter('Rose', 'garon', 'reader')
    await enter('Youri', 'youri', 'officer')
    await enter('Camille', null, 'officer')
    await enter('Dina', null, 'editor')
  })
  return { folder, data, node, actors, places, actor: (name: string) => actors.get(name)! }
}

export type Item = {
  readonly id: number
  readonly title: string
  readonly html: string
  readonly type?: string
  readonly status?: string
  readonly picture?: number
  readonly more?: string
}

/** An export with these items, as WordPress writes them. */
export const toExport = (items: readonly Item[], end = '</channel></rss>') => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Ancien site</title>
<link>http://ancien.example</link><language>fr-FR</language><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>http://ancien.example</wp:base_blog_url>
<wp:author><wp:author_login>moussa</wp:author_login><wp:author_email>moussa@ancien.example</wp:author_email><wp:author_display_name>Moussa T.</wp:author_display_name></wp:author>
${items.map(toItem).join('\n')}${end}`

const toItem = ({ id, title, html, type = 'post', status = 'publish', picture, more = '' }: Item) =>
  `<item><title>${title}</title><dc:creator>moussa</dc:creator><content:encoded><![CDATA[${html}]]></content:encoded>
<wp:post_id>${id}</wp:post_id><wp:post_date_gmt>2011-11-25 09:30:00</wp:post_date_gmt><wp:post_name>texte-${id}</wp:post_name>
<wp:status>${status}</wp:status><wp:post_type>${type}</wp:post_type>${picture ? `<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>${picture}</wp:meta_value></wp:postmeta>` : ''}${more}</item>`

export const attachment = (id: number, path: string): Item => ({
  id,
  title: path,
  html: '',
  type: 'attachment',
  status: 'inherit',
  more: `<wp:attachment_url>http://ancien.example/wp-content/uploads/${path}</wp:attachment_url>
    <wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>Le puits</wp:meta_value></wp:postmeta>`,
})

/** A small picture file of one colour. */
export async function drawFile(path: string, background: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  const drawn = sharp({ create: { width: 400, height: 300, channels: 3, background } })
  writeFileSync(path, await drawn.png().toBuffer())
}

export const garden = [
  'Les élèves de l’école ont semé des haricots en mars. Le jardin donne déjà ses premiers légumes.',
  'Les parents viennent arroser le jardin le soir. La récolte ira à la cantine de l’école.',
  'Le comité de jumelage a payé les arrosoirs et la clôture du jardin. Les élèves tiennent un cahier : ils y notent la pluie, les semis et les récoltes.',
] as const
export const SPAM = 'Achetez du Viagra sans ordonnance, livraison rapide.'
