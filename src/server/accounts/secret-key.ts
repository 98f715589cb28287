import { argon2 } from 'node:crypto'
import type { Bytes } from '#core/log/bytes.ts'

/** What it takes to make a key from a password (argon2id, RFC 9106); stored with the key, so that it may rise later. */
export type Cost = { readonly memory: number; readonly passes: number }

/** OWASP's least is 19 MiB and 2 passes; 5 take about 60 ms on a PC of 2018 and a quarter of a second on one of 2010. KiB. */
export const COST: Cost = { memory: 19_456, passes: 5 }
export const SALT_BYTES = 16
export const KEY_BYTES = 32
/** Longest password, in UTF-16 units. */
export const SECRET_LIMIT = 128

/** A new password as it is stored. */
export type NewSecret = { readonly salt: Bytes; readonly cost: Cost; readonly key: Bytes }

/** How many at once, so that memory stays bounded (19 MiB each), and how many may wait. */
const LANES = 2
const QUEUE = 64
const waiting: (() => void)[] = []
let running = 0

/** The key of a password, made outside the node's thread and outside any transaction; `{ tag: 'busy' }` when too many wait. */
export async function secretToKey(secret: string, salt: Bytes, cost: Cost): Promise<Bytes | { readonly tag: 'busy' }> {
  if (running >= LANES) {
    if (waiting.length >= QUEUE) return { tag: 'busy' }
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running++
  try {
    return await derive(secret.slice(0, SECRET_LIMIT + 1), salt, cost)
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

const derive = (secret: string, salt: Bytes, { memory, passes }: Cost): Promise<Bytes> =>
  new Promise((resolve, reject) => {
    argon2(
      'argon2id',
      {
        message: Buffer.from(secret.normalize('NFKC')),
        nonce: salt,
        parallelism: 1,
        tagLength: KEY_BYTES,
        memory,
        passes,
      },
      (error, key) => (error ? reject(error) : resolve(new Uint8Array(key))),
    )
  })
