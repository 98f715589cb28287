import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The least that Node can do with the same bytes and headers: a process of its own, told its pages by its parent. */
export interface BarePage {
  readonly path: string
  readonly headers: readonly string[]
  readonly body: string
}

process.on('message', (pages: readonly BarePage[]) => {
  const byPath = new Map(
    pages.map(({ path, headers, body }) => [path, { headers: [...headers], body: Buffer.from(body, 'base64') }]),
  )
  const server = createServer((request, response) => {
    const page = byPath.get(request.url ?? '')
    if (!page) return response.writeHead(404).end()
    response.writeHead(200, page.headers)
    return response.end(page.body)
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
})
process.on('disconnect', () => process.exit())
