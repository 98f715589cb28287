/**
 * What a page of ours may load and do, for Kit, which adds the hashes of its own styles and scripts. Pages are kept and
 * shared, so scripts and styles are allowed by hash, never by nonce.
 * Source: Content Security Policy Level 3, Trusted Types (W3C); ASVS 5.0, 3.4.3.
 */
export const pagePolicy = () => ({
  'default-src': ['none' as const],
  'script-src': ['self' as const],
  'style-src': ['self' as const],
  'img-src': ['self' as const, 'data:' as const, 'blob:' as const],
  'font-src': ['self' as const],
  'connect-src': ['self' as const],
  'form-action': ['self' as const],
  'manifest-src': ['self' as const],
  'base-uri': ['none' as const],
  'object-src': ['none' as const],
  'frame-ancestors': ['none' as const],
  'require-trusted-types-for': ['script' as const],
  'trusted-types': ['svelte-trusted-html', 'sveltekit-trusted-url', 'texte-colle'],
})
