/** The portal's door for the server: what its watch reads again. */
export { portal } from './portal.server.ts'
export { findImportPlace, keepPicture, keepTexts, machineAuthor, pictureOfClient } from './import.server.ts'
export { ArticleLine, keepArticles } from './import-articles.server.ts'
export type { KeptArticle } from './import-articles.server.ts'
export type { ImportPlace, ImportRefused, KeptText } from './import.server.ts'
