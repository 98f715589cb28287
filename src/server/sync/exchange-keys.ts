import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { hexToBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { bytesToValue, valueToBytes } from '#core/log/cbor.ts'
import type { Verify } from '#core/log/segment.ts'
import type { Clock, Keys } from '#core/ports.ts'
import { writeDurably } from '../node/durable-file.ts'

/** The keys with which others seal to this node, in the key folder: replaced weekly, in no backup, and gone once replaced (S5 of SPEC.md). */
export type ExchangeKeys = {
  /** The newest, which others are told; made anew when it is a week old. */
  newest(): ExchangeKey
  /** The one that others mean by this byte: the newest or the one before. */
  find(number: number): ExchangeKey | null
  /** What this node says of its keys, signed. */
  document(): Promise<Bytes>
  /** The age secret of bundles for this node (`AGE-SECRET-KEY-1…`). */
  bundleSecret(): Promise<string>
}
export type ExchangeKey = {
  /** Counts up. On the wire its last byte names it. */
  readonly number: number
  /** X25519, 32 bytes each. */
  readonly privateKey: Bytes
  readonly publicKey: Bytes
}

/** Another node's word on its keys, signed by it: docs/format.cddl `keys-document`. */
export type KeysDocument = {
  readonly node: Bytes
  readonly number: number
  readonly exchangeKey: Bytes
  /** Its age recipient (`age1…`), for bundles. */
  readonly recipient: string
}

const WEEK = 7 * 86_400_000
const Hex32 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const File = v.object({
  keys: v.array(v.object({ number: v.number(), privateKey: Hex32, made: v.number() })),
  bundles: v.nullable(v.object({ secret: v.string(), recipient: v.string() })),
})
type File = v.InferOutput<typeof File>

export function openExchangeKeys(folder: string, own: Keys, clock: Clock): ExchangeKeys {
  const path = join(folder, 'exchange.json')
  let file: File = existsSync(path)
    ? v.parse(File, JSON.parse(readFileSync(path, 'utf8')))
    : { keys: [], bundles: null }
  const save = (next: File) => {
    writeDurably(path, JSON.stringify(next), 0o600)
    file = next
  }
  const newest = (): ExchangeKey => {
    const [first, ...others] = file.keys
    // A clock that jumps makes keys anew too early, which harms nobody.
    if (!first || Math.abs(clock() - first.made) >= WEEK) {
      const jwk = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' })
      const privateKey = Buffer.from(jwk.d as string, 'base64url').toString('hex')
      // After a restore others may know a number of ours: the clock keeps the new one from being the same.
      const number = Math.max((first?.number ?? 0) + 1, others.length === 0 && !first ? Math.floor(clock() / WEEK) : 0)
      save({ ...file, keys: [{ number, privateKey, made: clock() }, ...(first ? [first] : [])] })
    }
    return toKey(file.keys[0] as File['keys'][number])
  }
  const bundles = async () => {
    if (!file.bundles) {
      const { generateX25519Identity, identityToRecipient } = await import('age-encryption')
      const secret = await generateX25519Identity()
      save({ ...file, bundles: { secret, recipient: await identityToRecipient(secret) } })
    }
    return file.bundles as NonNullable<File['bundles']>
  }
  return {
    newest,
    find(number) {
      newest()
      const found = file.keys.find((key) => key.number % 256 === number)
      return found ? toKey(found) : null
    },
    async document() {
      const { recipient } = await bundles()
      const { number, publicKey } = newest()
      const plain = valueToBytes([DOMAIN, own.publicKey, number, publicKey, recipient])
      return valueToBytes([plain, own.sign(plain)])
    },
    bundleSecret: async () => (await bundles()).secret,
  }
}

/** What somebody's document says, if its node signed it; null for anything else. */
export function readKeysDocument(bytes: Bytes, verify: Verify): KeysDocument | null {
  if (bytes.length > 1024) return null
  const pair = bytesToValue(bytes)
  if (!Array.isArray(pair) || pair.length !== 2) return null
  const [plain, signature] = pair as unknown[]
  if (!(plain instanceof Uint8Array) || !(signature instanceof Uint8Array)) return null
  const value = bytesToValue(plain)
  if (!Array.isArray(value) || value.length !== 5 || value[0] !== DOMAIN) return null
  const [, node, number, exchangeKey, recipient] = value as unknown[]
  if (!isKey(node) || !isKey(exchangeKey) || !Number.isSafeInteger(number) || (number as number) < 0) return null
  if (typeof recipient !== 'string' || !/^age1[a-z0-9]{58}$/.test(recipient)) return null
  return verify(node, plain, signature) ? { node, number: number as number, exchangeKey, recipient } : null
}

const DOMAIN = 'trait-dunion keys'
const isKey = (value: unknown): value is Bytes => value instanceof Uint8Array && value.length === 32

function toKey({ number, privateKey }: { readonly number: number; readonly privateKey: string }): ExchangeKey {
  const secret = hexToBytes(privateKey) as Bytes
  // RFC 8410: an X25519 PKCS #8 key is this and the 32 bytes.
  const key = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), secret]),
    format: 'der',
    type: 'pkcs8',
  })
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32))
  return { number, privateKey: secret, publicKey }
}
