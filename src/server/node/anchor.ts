import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { valueToBytes } from '#core/log/cbor.ts'
import type { Keys } from '#core/ports.ts'
import { writeDurably } from './durable-file.ts'

/** The heads of the node's own logs, signed by its key and kept in the key folder: a database put back to an earlier day, or cut short, doesn't match it. */
export type Heads = Readonly<Record<string, { readonly next: number; readonly head: string }>>

export type Anchor = {
  read(): Heads | { readonly tag: 'anchor-damaged' }
  /** Without heads: writes those that a full or failing disk kept it from writing. Never throws for the disk. */
  advance(heads: readonly { readonly log: string; readonly next: number; readonly head: string }[]): void
  /** Up to which position a log was sealed; 0 when the anchor doesn't know it. */
  sealedUpTo(log: string): number
  /** Begins anew, after a restore that a person asked for. */
  reset(): void
}

const File = v.object({
  heads: v.record(v.string(), v.object({ next: v.number(), head: v.string() })),
  signature: v.string(),
})

export function openAnchor(folder: string, keys: Keys): Anchor {
  const path = join(folder, 'anchor.json')
  let known: Heads | null = null
  let isWritten = true
  const read = (): Heads | { readonly tag: 'anchor-damaged' } => {
    if (!existsSync(path)) return {}
    try {
      const file = v.parse(File, JSON.parse(readFileSync(path, 'utf8')))
      const signature = hexToBytes(file.signature)
      if (signature && keys.verify(keys.publicKey, message(file.heads), signature)) return file.heads
    } catch {
      // Falls through: what can't be read is damaged.
    }
    return { tag: 'anchor-damaged' }
  }
  const write = (heads: Heads) => {
    const signature = Buffer.from(keys.sign(message(heads))).toString('hex')
    writeDurably(path, JSON.stringify({ heads, signature }), 0o600)
    isWritten = true
  }
  return {
    read,
    advance(changes) {
      const before = known ?? read()
      if ('tag' in before && typeof before.tag === 'string') return
      if (changes.length === 0 && isWritten) return
      const heads: Record<string, { next: number; head: string }> = { ...(before as Heads) }
      for (const { log, next, head } of changes) if (next > (heads[log]?.next ?? 0)) heads[log] = { next, head }
      known = heads
      isWritten = false
      try {
        write(heads)
      } catch (error) {
        // The commit is on disk; the anchor, behind by it, follows once the disk takes it.
        if (typeof (error as NodeJS.ErrnoException).syscall !== 'string') throw error
      }
    },
    sealedUpTo(log) {
      if (!known) {
        const heads = read()
        known = 'tag' in heads && typeof heads.tag === 'string' ? {} : (heads as Heads)
      }
      return known[log]?.next ?? 0
    },
    reset: () => {
      known = {}
      write({})
    },
  }
}

const message = (heads: Heads): Bytes =>
  valueToBytes([
    'trait-dunion anchor',
    Object.entries(heads)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([log, { next, head }]) => [log, next, head]),
  ])
