/** Languages of the interface. Content has its own language, marked where it differs. */
export const locales = ['fr', 'en'] as const
export type Locale = (typeof locales)[number]
