/** The members' space is in French: there is no second language to keep up with it (docs/decisions, 12). */
export { fr as spaceWords } from './fr.ts'
