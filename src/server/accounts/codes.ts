import { createHash, timingSafeEqual } from 'node:crypto'
import type { Bytes } from '#core/log/bytes.ts'

/** Crockford's base32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUP = 4

/** Text that a person copies by hand: `length` characters of five bits, in groups of four. `bytes`: one random byte for each. */
export function bytesToCode(bytes: Bytes): string {
  let code = ''
  for (const [index, byte] of bytes.entries())
    code += (index > 0 && index % GROUP === 0 ? '-' : '') + ALPHABET[byte & 31]
  return code
}

/** What somebody typed, look-alikes folded, without groups; null when it has another length than `length`. */
export function readCode(text: string, length: number): string | null {
  const plain = text
    .toUpperCase()
    .replace(/[\s\-–—.·]/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
    .replace(/U/g, 'V')
  return plain.length === length && [...plain].every((one) => ALPHABET.includes(one)) ? plain : null
}

/** The only form in which a secret of ours (60 bits at least) is stored; `purpose` keeps one kind from serving as another. */
export const hashOf = (purpose: string, secret: string): Bytes =>
  new Uint8Array(createHash('sha256').update(`trait-dunion ${purpose}\0${secret}`).digest())

export const areSame = (a: Bytes, b: Bytes): boolean => a.length === b.length && timingSafeEqual(a, b)

/** 256 bits as cookies carry them. */
export const bytesToToken = (bytes: Bytes): string => Buffer.from(bytes).toString('base64url')

export const CODE_LENGTHS = {
  /** 80 bits: typed once, from the terminal. */
  founding: 16,
  /** 120 bits. */
  invitation: 24,
  claim: 24,
  card: 24,
  /** 60 bits each; two of them (120 bits) make a recovery. */
  printed: 12,
} as const
