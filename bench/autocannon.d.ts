/** As much of autocannon as the benches use; it brings no types. */
declare module 'autocannon' {
  export default function autocannon(options: {
    url: string
    connections: number
    duration: number
    headers: Record<string, string>
  }): Promise<{
    requests: { average: number }
    latency: { p50: number; p99: number }
    errors: number
    non2xx: number
  }>
}
