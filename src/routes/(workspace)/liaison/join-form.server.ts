import { textOf } from '../entry.server.ts'

/**
 * Code, address and name of a form that brings a code. What a QR code held (address and code in one line) may stand in the code's field
 * as it is.
 */
export function readJoinForm(form: FormData): Readonly<Record<string, unknown>> {
  const typed = textOf(form, 'appariement', 400).trim()
  const [, scanned, code] = /^(https?:\/\/\S+)\s+(.+)$/.exec(typed) ?? []
  const address = textOf(form, 'adresse', 300).trim() || (scanned ?? '')
  const wrong = [
    ...(/^[\dA-Za-z]{24}$/.test((code ?? typed).replaceAll(/[\s-]/g, '')) ? [] : [{ field: 'code' }]),
    ...(URL.canParse(address) && /^https?:/.test(address) ? [] : [{ field: 'address' }]),
    ...(textOf(form, 'lieu', 120).trim() === '' ? [{ field: 'place' }] : []),
  ]
  if (wrong.length > 0) return { tag: 'invalid', fields: wrong }
  return { code: code ?? typed, address, name: textOf(form, 'lieu', 120) }
}
