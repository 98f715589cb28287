import { isSafeAddress } from '#features/portal/body/address.ts'

/** What a person types for an address, as a link's: `www.exemple.org` is a page, `a@exemple.org` is written to. Undefined when it leads nowhere safe. */
export const typedToAddress = (typed: string): string | undefined => {
  const text = typed.trim()
  if (/^[\w-]+(?:\.[\w-]+)+:\d+(?:[/?#]|$)/.test(text)) return `https://${text}`
  if (text === '' || /\s/.test(text) || !isSafeAddress(text)) return undefined
  if (/^(?:[a-z][a-z0-9+.-]*:|[/#?])/i.test(text)) return text
  if (/^[^@/\s]+@[^@/\s]+\.[^@/\s]+$/.test(text)) return `mailto:${text}`
  return /^[^/?#]+\.[^/?#.]{2,}(?:[/?#]|$)/.test(text) ? `https://${text}` : undefined
}
