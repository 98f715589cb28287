import { error } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

type Sizes = {
  readonly sizes: readonly { readonly width: number; readonly type: string; readonly hash: string }[]
  readonly preview: Uint8Array
}

/** As wide as a phone shows it. */
const IN_EDITOR = 640

/** A picture that isn't public yet, for those who read its association's texts. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const [, width] = /^([1-9]\d{0,4}|vue|apercu)\.webp$/.exec(params.file) ?? []
  if (!/^[0-9a-f]{24}$/.test(params.id) || width === undefined) error(404, { message: 'Page introuvable' })
  const sizesFrom = async (query: string) => (await locals.query(query, { id: params.id })) as Sizes | { tag: string }
  let found = await sizesFrom('portal.privatePictureSizes')
  // In the editor a text may show what is public already.
  if ('tag' in found && width === 'vue') found = await sizesFrom('portal.pictureSizes')
  const sizes = 'tag' in found ? [] : found.sizes.filter(({ type }) => type === 'image/webp')
  const size =
    width === 'vue'
      ? (sizes.findLast((one) => one.width <= IN_EDITOR) ?? sizes[0])
      : sizes.find((one) => one.width === Number(width))
  // What hasn't come from elsewhere yet is shown by its preview.
  const isPreview = width === 'apercu' || (width === 'vue' && size === undefined)
  const preview = 'tag' in found || !isPreview || found.preview.length === 0 ? null : found.preview
  const bytes = size ? await locals.readBlob(size.hash) : preview
  if (!(bytes instanceof Uint8Array)) error(404, { message: 'Page introuvable' })
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': 'image/webp', 'cache-control': 'private, max-age=3600' },
  })
}
