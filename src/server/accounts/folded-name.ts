/** A name as people may type it: without accents, case, or what stands between the words. */
export const foldName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .replace(/[ɛ]/g, 'e')
    .replace(/[ɔ]/g, 'o')
    .replace(/[ŋɲ]/g, 'n')
    .replace(/[ɩ]/g, 'i')
    .replace(/[ʋ]/g, 'v')
    .replace(/[ɓ]/g, 'b')
    .replace(/[ɗ]/g, 'd')
    .replace(/[ƴ]/g, 'y')
    .replace(/[^\p{L}\p{N}@.]+/gu, ' ')
    .trim()
