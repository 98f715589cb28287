import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto'
import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'
import { concatBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { valueToBytes } from '#core/log/cbor.ts'

/**
 * The seal around an exchange (S of SPEC.md): HPKE (RFC 9180) with the receiver's exchange key and the pairwise secret for the request;
 * for the answer a key exported from the request's context, as RFC 9458 does.
 */

export type SealParties = {
  /** Both nodes' Ed25519 keys, 32 bytes: who asks, who is asked. */
  readonly asking: Bytes
  readonly asked: Bytes
  /** The asked node's exchange key, X25519 public, 32 bytes. */
  readonly exchangeKey: Bytes
  /** From pairing, 32 bytes; null while pairing itself, when nobody is known yet. */
  readonly secret: Bytes | null
}

export const ENC_BYTES = 32
const VERSION = 1
const TAG_BYTES = 16
const NONCE_BYTES = 12
export const ANSWER_NONCE_BYTES = 16

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() })

/** Names a pair of nodes on the wire without telling anybody which: 8 bytes. */
export const secretToLinkId = (secret: Bytes): Bytes =>
  new Uint8Array(createHmac('sha256', secret).update('trait-dunion link').digest().subarray(0, 8))

/** Opens and closes records of one direction, in their order. */
export type Sealer = {
  readonly enc: Bytes
  seal(plain: Bytes, isLast: boolean): Promise<Bytes>
  exportKey(): Promise<Bytes>
}
export type Opener = {
  /** Null where a record isn't the one that was sealed at this place. */
  open(sealed: Bytes, isLast: boolean): Promise<Bytes | null>
  exportKey(): Promise<Bytes>
}

/** S1, S2: the asking node's side of a request to this path. */
export async function sealRequest(path: string, parties: SealParties): Promise<Sealer> {
  const context = await suite.createSenderContext({
    recipientPublicKey: await suite.kem.importKey('raw', toBuffer(parties.exchangeKey), true),
    info: toBuffer(infoOf(path, parties)),
    ...pskOf(parties),
  })
  return {
    enc: new Uint8Array(context.enc),
    seal: async (plain, isLast) => new Uint8Array(await context.seal(toBuffer(plain), toBuffer(markOf(isLast)))),
    exportKey: async () => new Uint8Array(await context.export(EXPORT, 32)),
  }
}

/** The asked node's side; `privateKey` is its exchange key's, 32 bytes. Null for an `enc` that is no point of the curve. */
export async function openRequest(
  path: string,
  parties: SealParties,
  privateKey: Bytes,
  enc: Bytes,
): Promise<Opener | null> {
  try {
    const context = await suite.createRecipientContext({
      recipientKey: await suite.kem.importKey('raw', toBuffer(privateKey), false),
      enc: toBuffer(enc),
      info: toBuffer(infoOf(path, parties)),
      ...pskOf(parties),
    })
    return {
      async open(sealed, isLast) {
        try {
          return new Uint8Array(await context.open(toBuffer(sealed), toBuffer(markOf(isLast))))
        } catch {
          return null
        }
      },
      exportKey: async () => new Uint8Array(await context.export(EXPORT, 32)),
    }
  } catch {
    return null
  }
}

/** S3: the answer's records, under the exported key and a fresh nonce of 16 bytes that goes before them. */
export function sealAnswer(key: Bytes, enc: Bytes, nonce: Bytes): (plain: Bytes, isLast: boolean) => Bytes {
  const keys = answerKeys(key, enc, nonce)
  let counter = 0
  return (plain, isLast) => {
    const cipher = createCipheriv('aes-128-gcm', keys.key, nonceAt(keys.nonce, counter++))
    cipher.setAAD(markOf(isLast))
    return concatBytes([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }
}

export function openAnswer(key: Bytes, enc: Bytes, nonce: Bytes): (sealed: Bytes, isLast: boolean) => Bytes | null {
  const keys = answerKeys(key, enc, nonce)
  let counter = 0
  return (sealed, isLast) => {
    if (sealed.length < TAG_BYTES) return null
    const decipher = createDecipheriv('aes-128-gcm', keys.key, nonceAt(keys.nonce, counter++))
    decipher.setAAD(markOf(isLast))
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
    try {
      return concatBytes([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()])
    } catch {
      return null
    }
  }
}

const EXPORT = toBuffer(new TextEncoder().encode('trait-dunion answer'))
const pskOf = ({ secret }: SealParties) =>
  secret ? { psk: { id: toBuffer(secretToLinkId(secret)), key: toBuffer(secret) } } : {}
const infoOf = (path: string, { asking, asked, exchangeKey }: SealParties): Bytes =>
  valueToBytes(['trait-dunion seal', VERSION, path, asking, asked, exchangeKey])
const markOf = (isLast: boolean): Bytes => new Uint8Array([isLast ? 1 : 0])

function answerKeys(key: Bytes, enc: Bytes, nonce: Bytes): { readonly key: Bytes; readonly nonce: Bytes } {
  const salt = concatBytes([enc, nonce])
  const derive = (info: string, length: number) => new Uint8Array(hkdfSync('sha256', key, salt, info, length))
  return { key: derive('key', 16), nonce: derive('nonce', NONCE_BYTES) }
}

/** The nonce with the record's number in its last bytes (RFC 9180, 5.2). */
function nonceAt(nonce: Bytes, counter: number): Bytes {
  const at = nonce.slice()
  for (let i = 0, rest = counter; i < 6; i++, rest = Math.floor(rest / 256)) {
    const place = NONCE_BYTES - 1 - i
    at[place] = (at[place] as number) ^ (rest % 256)
  }
  return at
}

/** The first 80 bits of what a code names a node by. */
export const nodeToFingerprint = (node: Bytes): Bytes =>
  new Uint8Array(createHash('sha256').update('trait-dunion node').update(node).digest().subarray(0, 10))

function toBuffer(bytes: Bytes): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
}
