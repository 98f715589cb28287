import { createHmac, timingSafeEqual } from 'node:crypto'

/** The field of every form that changes something. */
export const TOKEN_FIELD = 'jeton'
/** The same for a request by script. */
export const TOKEN_HEADER = 'x-jeton'

/**
 * Ties a form to the cookie of the browser that it was shown in (double submission, signed). On a local network over plain
 * HTTP there is no Sec-Fetch-Site, and some browsers there send no Origin either: this is what remains.
 */
export interface FormTokens {
  make(binding: string): string
  isValid(token: unknown, binding: string | undefined): boolean
}

/** `secret`: 32 bytes that survive a restart, or a form left open would be refused after it. */
export function createFormTokens(secret: Uint8Array): FormTokens {
  const make = (binding: string) =>
    createHmac('sha256', secret).update(`form ${binding}`).digest('base64url').slice(0, LENGTH)
  return {
    make,
    isValid(token, binding) {
      if (typeof token !== 'string' || token.length !== LENGTH || !binding) return false
      const expected = Buffer.from(make(binding))
      const given = Buffer.from(token)
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}

/** 132 bits in base64url. */
const LENGTH = 22
