import { WORDS } from './phrase-words.ts'

/** CNIL, deliberation 2022-100: seven words. */
export const PHRASE_WORDS = 7

/** A phrase to propose: `draw(n)` gives a whole number below n, each as likely. */
export const createPassPhrase = (draw: (below: number) => number): string =>
  Array.from({ length: PHRASE_WORDS }, () => WORDS[draw(WORDS.length)] as string).join(' ')
