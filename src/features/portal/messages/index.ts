import { en } from './en.ts'
import { fr } from './fr.ts'

export type { PortalMessages } from './fr.ts'
export const portalMessages = { fr, en }
