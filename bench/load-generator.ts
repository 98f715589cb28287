import autocannon from 'autocannon'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface Load {
  readonly requestsPerSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly failed: number
}
export type Generator = (url: string, options: { connections: number; seconds: number }) => Promise<Load>

const HEADERS = { 'accept-encoding': 'gzip, deflate, br, zstd' }

/** `wrk` where it's installed, because it leaves more of the machine to the server; else autocannon, which npm brings. */
export async function chooseGenerator(): Promise<{ readonly name: string; readonly generate: Generator }> {
  const hasWrk = await run('wrk', ['--version']).then(
    () => true,
    (error: { code?: unknown }) => error.code === 1,
  )
  return hasWrk ? { name: 'wrk', generate: byWrk } : { name: 'autocannon', generate: byAutocannon }
}

const run = promisify(execFile)

const byAutocannon: Generator = async (url, { connections, seconds }) => {
  const { requests, latency, errors, non2xx } = await autocannon({
    url,
    connections,
    duration: seconds,
    headers: HEADERS,
  })
  return { requestsPerSecond: requests.average, p50: latency.p50, p99: latency.p99, failed: errors + non2xx }
}

const byWrk: Generator = async (url, { connections, seconds }) => {
  const headers = Object.entries(HEADERS).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const words = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', ...headers, url]
  const { stdout } = await run('wrk', words)
  const failures = [...stdout.matchAll(/(?:connect|read|write|timeout) (\d+)|Non-2xx or 3xx responses: (\d+)/g)]
  return {
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]),
    p50: toMilliseconds(/50%\s+([\d.]+)(us|ms|s)/.exec(stdout)),
    p99: toMilliseconds(/99%\s+([\d.]+)(us|ms|s)/.exec(stdout)),
    failed: failures.reduce((total, [, first, second]) => total + Number(first ?? second), 0),
  }
}

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000 }
const toMilliseconds = (match: RegExpExecArray | null): number =>
  Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? Number.NaN)

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
