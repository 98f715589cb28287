import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { makeSecret } from '#server/accounts/password-entry.ts'
import { openNode } from '#server/node/open-node.ts'
import { ask, type Answer } from '../http/raw-client.ts'

const BIN = fileURLToPath(new URL('../../bin/trait-dunion.ts', import.meta.url))

/** Founds a federation in an empty folder; gives the session of its founder, who may write and publish. */
export async function foundFederation(data: string): Promise<string> {
  const node = await openNode(data)
  try {
    const run = async (name: string, input: unknown) => (await node.command(name, input, null)).value as any
    const { code } = await run('accounts.openFounding', {})
    const founded = await run('accounts.found', {
      code,
      federationName: 'Trait d’union',
      associationName: 'Les Potagers du Garon',
      personName: 'Awa Fondatrice',
      secret: await makeSecret(run, 'Awa Fondatrice', 'abricot facteur lanterne moulin sentier volcan zinc'),
      source: '10.0.0.1',
      browser: { device: createHash('sha256').update('Awa').digest('base64url'), isOwn: true, label: 'Awa' },
    })
    assert.ok(founded.token, JSON.stringify(founded))
    return founded.token as string
  } finally {
    await node.close()
  }
}

export interface Served extends AsyncDisposable {
  readonly child: ChildProcess
  readonly port: number
}

/** The program as people run it, in a process of its own. */
export async function serve(data: string): Promise<Served> {
  const child = spawn(process.execPath, [BIN, 'serve', '--data', data, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const over = once(child, 'exit')
  for await (const line of createInterface(child.stdout)) {
    const { address } = JSON.parse(line) as { address?: string }
    if (!address) continue
    const stop = async () => {
      child.kill('SIGTERM')
      await over
    }
    return { child, port: Number(new URL(address).port), [Symbol.asyncDispose]: stop }
  }
  throw new Error('the program did not start')
}

/** A shell command, beside the running program or alone. */
export async function shell(...words: string[]): Promise<{ status: number; said: string }> {
  const child = spawn(process.execPath, [BIN, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()))
  const [status] = (await once(child, 'close')) as [number]
  return { status, said }
}

/** Somebody signed in, at a browser without script. */
export function createVisitor(port: number, session: string) {
  let cookies = `seance=${session}`
  const get = async (path: string): Promise<Answer> => {
    const answer = await ask(port, path, { headers: { cookie: cookies, accept: 'text/html' } })
    const binding = answer.headers['set-cookie']?.find((line) => line.startsWith('visite='))?.split(';')[0]
    if (binding) cookies = `seance=${session}; ${binding}`
    return answer
  }
  /** Opens the form for a new text, fills it and sends it by one of its buttons. */
  const write = async (
    title: string,
    gesture: 'garder' | 'publier',
    more: { readonly text?: string; readonly photo?: Buffer; readonly halfway?: () => Promise<void> } = {},
  ): Promise<Answer> => {
    const path = '/publier/nouveau?type=article'
    const page = (await get(path)).body.toString()
    const hidden = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value,
    ])
    const fields = {
      ...Object.fromEntries(hidden),
      titre: title,
      texte: more.text ?? 'Les hêtres poussent.',
      geste: gesture,
    }
    const association = /<option value="([0-9a-f]{24})"/.exec(page)?.[1] ?? ''
    return sendForm(port, path, { ...fields, association }, cookies, more)
  }
  return { get, write }
}

const BOUNDARY = 'trait-d-union-epreuve'

/** As a browser sends a form with a file: in two halves when something is to happen between them. */
function sendForm(
  port: number,
  path: string,
  fields: Readonly<Record<string, string>>,
  cookie: string,
  { photo, halfway }: { readonly photo?: Buffer; readonly halfway?: () => Promise<void> },
): Promise<Answer> {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const file = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="${photo ? 'photo.png' : ''}"\r\nContent-Type: image/png\r\n\r\n`
  const half = Math.floor((photo?.length ?? 0) / 2)
  const before = Buffer.concat([Buffer.from(parts.join('') + file), photo?.subarray(0, half) ?? Buffer.alloc(0)])
  const after = Buffer.concat([photo?.subarray(half) ?? Buffer.alloc(0), Buffer.from(`\r\n--${BOUNDARY}--\r\n`)])
  const headers = {
    cookie,
    accept: 'text/html',
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    'content-length': before.length + after.length,
  }
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
    sent.on('error', reject)
    sent.write(before, () => {
      void Promise.resolve(halfway?.()).then(() => sent.end(after), reject)
    })
  })
}
