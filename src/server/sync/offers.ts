import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { uptime } from 'node:os'
import * as v from 'valibot'
import { bytesToHex, concatBytes } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import type { Random } from '#core/ports.ts'
import { areSame, hashOf, readCode } from '../accounts/codes.ts'
import { writeDurably } from '../node/durable-file.ts'
import { nodeToFingerprint } from './seal.ts'

/** Seconds that an offer stands, by the time since the machine was switched on, and how many wrong codes end it. */
const STANDS = 600
const TRIES = 5
const SECRET_BYTES = 5
const FINGERPRINT_BYTES = 10

const Asking = v.object({ node: v.string(), name: v.string(), document: v.string(), secret: v.string() })
const OfferFile = v.object({
  /** Hash of the one-time secret. */
  hash: v.string(),
  made: v.number(),
  tries: v.number(),
  spaces: v.array(v.string()),
  role: v.picklist(['reader', 'contributor', 'editor', 'officer']),
  /** Whether a person at this node already said yes to whoever brings the code. */
  isAgreed: v.boolean(),
  asking: v.nullable(Asking),
  decision: v.nullable(v.picklist(['yes', 'no'])),
})
export type Offer = v.InferOutput<typeof OfferFile>

/** Offers to be paired, in the key folder: they outlive a restart of the program, not of the machine. */
export type Offers = {
  /** Makes one in the place of all others; gives its code. */
  make(offer: Pick<Offer, 'role' | 'isAgreed'> & { readonly spaces: readonly string[] }, node: Bytes): string
  /** The one that stands; null when there is none, it has ended, or too many codes were wrong. */
  standing(): Offer | null
  /** How long the standing one still stands; 0 when there is none. */
  secondsLeft(): number
  /** The standing one for which this is the secret; a wrong one counts as a try. */
  find(secret: Bytes): Offer | null
  save(offer: Offer): void
  end(): void
}

export function openOffers(folder: string, random: Random, monotonic: () => number = uptime): Offers {
  const path = join(folder, 'offer.json')
  const save = (offer: Offer | null) => writeDurably(path, JSON.stringify(offer), 0o600)
  const standing = (): Offer | null => {
    if (!existsSync(path)) return null
    const offer = v.parse(v.nullable(OfferFile), JSON.parse(readFileSync(path, 'utf8')))
    const age = offer ? monotonic() - offer.made : 0
    return offer && age >= 0 && age < STANDS && offer.tries < TRIES ? offer : null
  }
  return {
    make(offer, node) {
      const secret = random(SECRET_BYTES)
      const hash = bytesToHex(hashOf('pairing', bytesToHex(secret)))
      save({ ...offer, spaces: [...offer.spaces], hash, made: monotonic(), tries: 0, asking: null, decision: null })
      return bytesToPairingCode(concatBytes([nodeToFingerprint(node), secret]))
    },
    standing,
    secondsLeft() {
      const offer = standing()
      return offer ? Math.max(0, STANDS - (monotonic() - offer.made)) : 0
    },
    find(secret) {
      const offer = standing()
      if (!offer) return null
      if (areSame(hashOf('pairing', bytesToHex(secret)), new Uint8Array(Buffer.from(offer.hash, 'hex')))) return offer
      save({ ...offer, tries: offer.tries + 1 })
      return null
    },
    save,
    end: () => save(null),
  }
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LENGTH = 24

/** 15 bytes as 24 characters of five bits, in groups of four. */
function bytesToPairingCode(bytes: Bytes): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const letters = bits.match(/.{5}/g)?.map((five) => ALPHABET[Number.parseInt(five, 2)]) ?? []
  return (letters.join('').match(/.{4}/g) ?? []).join('-')
}

/** The fingerprint of the offering node's key and the one-time secret that a code says; null when it isn't one. */
export function readPairingCode(text: string): { readonly fingerprint: Bytes; readonly secret: Bytes } | null {
  const plain = readCode(text, CODE_LENGTH)
  if (plain === null) return null
  const bits = Array.from(plain, (letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2))
  return { fingerprint: bytes.slice(0, FINGERPRINT_BYTES), secret: bytes.slice(FINGERPRINT_BYTES) }
}
