import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Bytes } from '#core/log/bytes.ts'
import type { Keys } from '#core/ports.ts'
import type { Sign, Verify } from '#core/log/segment.ts'

/** A new Ed25519 private key in PKCS #8 PEM. */
export const createKeyPem = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string

export function pemToKeys(pem: string): Keys {
  const key = createPrivateKey(pem)
  const secret = Buffer.from(
    hkdfSync('sha256', key.export({ format: 'der', type: 'pkcs8' }), '', 'trait-dunion tail', 32),
  )
  return {
    publicKey: rawPublicKey(createPublicKey(key)),
    sign: signWith(key),
    verify: verifyEd25519,
    mac: (message) => new Uint8Array(createHmac('sha256', secret).update(message).digest()),
  }
}

export const verifyEd25519: Verify = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' })
  return verify(null, message, key, signature)
}

const signWith =
  (key: KeyObject): Sign =>
  (message) =>
    new Uint8Array(sign(null, message, key))
const rawPublicKey = (key: KeyObject): Bytes =>
  new Uint8Array(key.export({ format: 'der', type: 'spki' }).subarray(-32))
/** RFC 8410: an Ed25519 SubjectPublicKeyInfo is this and the 32 bytes of the key. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
