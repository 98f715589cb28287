import { error } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

type Sizes = { readonly sizes: readonly { readonly width: number; readonly type: string; readonly hash: string }[] }

/** A picture that isn't public yet, for those who read its association's texts. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const [, width] = /^([1-9]\d{0,4})\.webp$/.exec(params.file) ?? []
  if (!/^[0-9a-f]{24}$/.test(params.id) || width === undefined) error(404, { message: 'Page introuvable' })
  const found = (await locals.query('portal.privatePictureSizes', { id: params.id })) as Sizes | { tag: string }
  const size =
    'tag' in found ? undefined : found.sizes.find((one) => one.width === Number(width) && one.type === 'image/webp')
  const bytes = size ? await locals.readBlob(size.hash) : null
  if (!(bytes instanceof Uint8Array)) error(404, { message: 'Page introuvable' })
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': 'image/webp', 'cache-control': 'private, max-age=3600' },
  })
}
