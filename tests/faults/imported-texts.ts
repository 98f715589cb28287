import { garden, type Item } from '../server/import-world.ts'

export const importedTitle = (number: number): string => `Ancien texte ${number}`

/** Texts of an old site, numbered from `first`. */
export const importedTexts = (first: number, count: number): readonly Item[] =>
  Array.from({ length: count }, (_, index) => ({
    id: first + index + 1,
    title: importedTitle(first + index),
    html: garden.map((paragraph) => `<p>${paragraph}</p>`).join(''),
  }))
