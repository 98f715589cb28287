import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface DemoHouse extends AsyncDisposable {
  readonly address: string
  readonly pid: number
  readonly dataFolder: string
  /** The accounts that the demonstration prints. */
  readonly accounts: readonly { readonly name: string; readonly role: string; readonly secret: string }[]
}

/** The program as `npm start` runs it, with the demonstration, on a free port. `data`: a folder already made; else a new one. `prefix`: words before the command. */
export async function startDemo(data?: string, prefix: readonly string[] = []): Promise<DemoHouse> {
  const folder = data === undefined ? mkdtempSync(join(tmpdir(), 'trait-bench-')) : undefined
  const place = data ?? join(folder ?? '', 'data')
  const bin = fileURLToPath(new URL('../bin/trait-dunion.ts', import.meta.url))
  const words = [process.execPath, bin, 'demo', '--data', place, '--host', '127.0.0.1', '--port', '0', '--json']
  const [program = '', ...rest] = [...prefix, ...words]
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => child.kill('SIGKILL'))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  for await (const line of createInterface(child.stdout)) {
    const { address, accounts } = JSON.parse(line) as Pick<DemoHouse, 'address' | 'accounts'>
    child.stdout.resume()
    return {
      address: address.replace('localhost', '127.0.0.1'),
      accounts,
      pid: child.pid ?? 0,
      dataFolder: place,
      async [Symbol.asyncDispose]() {
        child.kill('SIGTERM')
        await ended
        if (folder !== undefined) rmSync(folder, { recursive: true })
      },
    }
  }
  throw new Error('the demonstration did not start')
}
