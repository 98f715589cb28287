import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from '../verify/finding.ts'
import { writeDurably } from './durable-file.ts'

/** What the node's watch found, kept beside the key: who can alter the database can't take an alarm back. */
export type Alarm = Finding & {
  /** Milliseconds since 1970 by this node's clock. */
  readonly at: number
  /** When the same place was last found in order; null when never checked before. */
  readonly since: number | null
}
export type Alarms = {
  readonly list: () => readonly Alarm[]
  readonly raise: (findings: readonly Finding[], at: number, since: number | null) => readonly Alarm[]
  /** When everything was last found in order, milliseconds; null when never. */
  readonly lastSound: () => number | null
  readonly sound: (at: number) => void
  /** A person has seen those found up to an instant: they move to `alarms.seen.jsonl`. */
  readonly acknowledge: (person: string, at: number, upTo?: number) => void
}

/** Alarms in memory and in a file of one JSON line each, at most this many. */
const LIMIT = 1000

export function openAlarms(folder: string): Alarms {
  const path = join(folder, 'alarms.jsonl')
  const soundPath = join(folder, 'last-sound')
  let alarms: Alarm[] = existsSync(path)
    ? readFileSync(path, 'utf8').split('\n').filter(Boolean).flatMap(lineToAlarm)
    : []
  return {
    list: () => alarms,
    raise(findings, at, since) {
      const known = new Set(alarms.map((one) => `${one.tag} ${one.sentence}`))
      const fresh = findings
        .filter((one) => !known.has(`${one.tag} ${one.sentence}`))
        .map((one) => ({ ...one, at, since }))
      if (fresh.length > 0 && alarms.length < LIMIT) {
        alarms = [...alarms, ...fresh].slice(0, LIMIT)
        onDisk(() => appendFileSync(path, fresh.map((one) => `${JSON.stringify(one)}\n`).join('')))
      }
      return fresh
    },
    lastSound: () => (existsSync(soundPath) ? Number(readFileSync(soundPath, 'utf8')) || null : null),
    sound: (at) => onDisk(() => writeDurably(soundPath, String(at))),
    acknowledge(person, at, upTo = Infinity) {
      const seen = alarms.filter((one) => one.at <= upTo)
      if (seen.length === 0) return
      appendFileSync(join(folder, 'alarms.seen.jsonl'), `${JSON.stringify({ person, at, alarms: seen })}\n`)
      alarms = alarms.filter((one) => one.at > upTo)
      writeDurably(path, alarms.map((one) => `${JSON.stringify(one)}\n`).join(''))
    },
  }
}

/** A full or failing disk doesn't keep an alarm from being shown. */
function onDisk(write: () => void): void {
  try {
    write()
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).syscall !== 'string') throw error
    console.error(`alarms: ${String(error)}`)
  }
}

const lineToAlarm = (line: string): Alarm[] => {
  try {
    return [JSON.parse(line) as Alarm]
  } catch {
    return []
  }
}
