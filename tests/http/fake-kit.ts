import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Kit } from '../../src/server/http/kit.ts'
import type { BoundRequest } from '../../src/server/http/request-context.ts'

/** Stands where Kit stands: pages below /p/ are public, everything else is the visitor's own. */
export function createFakeKit(
  more: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {},
): Kit {
  async function handler(request: BoundRequest, response: ServerResponse): Promise<void> {
    const house = request.actorContext
    if (!house) throw new Error('no house')
    const [path = ''] = (request.url ?? '').split('?')
    const special = more[path]
    if (special) return special(request, response)
    if (!path.startsWith('/p/')) {
      if (house.page) return void response.writeHead(204).end()
      let size = 0
      for await (const chunk of request) size += (chunk as Buffer).length
      const { host } = request.headers
      const body = {
        url: request.url,
        protocol: request.headers['x-forwarded-proto'],
        host,
        size,
        method: request.method,
      }
      response.writeHead(200, { 'content-type': 'application/json' })
      return void response.end(JSON.stringify({ ...body, address: request.headers['x-client-address'] }))
    }
    if (house.page) house.page.isPublic = true
    const slug = path.slice(3)
    const { value, tags } = await house.node.query('article', { slug }, null)
    for (const tag of tags) house.page?.tags.add(tag)
    response.setHeader('content-type', 'text/html')
    response.setHeader('content-security-policy', "default-src 'none'; style-src 'sha256-x'")
    response.writeHead(value === null ? 404 : 200)
    response.write(`<h1>${String(value)}</h1>`)
    response.end(
      `<p>${'Un texte assez long pour être comprimé. '.repeat(20)}</p><!-- ${request.url} ${request.headers.cookie} -->`,
    )
  }
  return { handler, isAsset: (path) => path.startsWith('/_app/') }
}
