import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import type { Machine } from './moments.ts'

/** Linux names each boot and counts sleep; elsewhere a run is this process's. */
export function readMachine(): Machine {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return { boot, uptime: () => uptime() * 1000 }
  } catch {
    return { boot: randomUUID(), uptime: () => performance.now() }
  }
}
