import { putFrenchSpaces } from '#core/text/french-spacing.ts'
import type { Locale } from '#core/text/locale.ts'

/** `lang` for a passage that isn't in the page's language; undefined where it is. */
export const passageLang = (lang: string, locale: Locale): string | undefined => (lang === locale ? undefined : lang)

/** A stored text as it is shown: with the spaces of its language. */
export const showText = (text: string, lang: string): string => (/^fr\b/.test(lang) ? putFrenchSpaces(text) : text)
