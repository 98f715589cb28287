import type { Locale } from '#core/text/locale.ts'
import { fr } from './fr.ts'

export type { SpaceMessages } from './fr.ts'
/** The workspace is in French until its English is written: one table, so that the day it exists every page has it. */
export const spaceMessages: Record<Locale, typeof fr> = { fr, en: fr }
