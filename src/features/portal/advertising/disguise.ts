/** Letters of other scripts and signs that pass for Latin letters. One unit in, one out. */
const lookalikes: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['аɑαạ', 'a'],
    ['вβ', 'b'],
    ['сϲ', 'c'],
    ['ԁ', 'd'],
    ['еєεҽ', 'e'],
    ['ɡց', 'g'],
    ['һн', 'h'],
    ['іιıí', 'i'],
    ['ј', 'j'],
    ['кκ', 'k'],
    ['ӏⅼ', 'l'],
    ['м', 'm'],
    ['ոη', 'n'],
    ['оοօσ', 'o'],
    ['рρ', 'p'],
    ['ԛ', 'q'],
    ['г', 'r'],
    ['ѕ', 's'],
    ['тτ', 't'],
    ['υս', 'u'],
    ['ѵν', 'v'],
    ['ԝω', 'w'],
    ['хχ', 'x'],
    ['уγ', 'y'],
    ['ᴢ', 'z'],
  ].flatMap(([from, to]) => Array.from(from!, (unit) => [unit, to!])),
)
const digits: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '€': 'e',
  '£': 'l',
  '+': 't',
  '*': '',
  '©': 'c',
  '®': '',
}

/**
 * Words as somebody wrote them to slip through a filter (v1agra, ci.al.is, v i a g r a, Сialis with a Cyrillic С), undisguised. Takes a folded
 * text; gives only the words that its own words don't show, one for each way of reading a disguise.
 */
export const undisguised = (folded: string): string[] => {
  const found: string[] = []
  // zero-width characters and signs of emphasis inside a word
  const joined = folded.replace(/(?:[\0\u200b-\u200f\u2060\ufeff\u00ad\u180e]|\u034f)+/g, (signs, at: number) =>
    isLetter(folded[at - 1]) && isLetter(folded[at + signs.length]) ? '' : ' ',
  )
  if (joined !== folded) found.push(...changedWords(joined, folded))
  for (const rawToken of joined.split(/[\s«»"“”(),;:?]+/)) {
    if (rawToken.length < 4 || rawToken.length > 40) continue
    const token = rawToken.replace(/^[-.'/[\]*_…]+|[-.'/[\]*_!…]+$/g, '')
    const bare = Array.from(token.normalize('NFKC'), (unit) => lookalikes[unit] ?? unit).join('')
    const spelled = Array.from(bare, (unit) => digits[unit] ?? unit).join('')
    for (const read of [bare, spelled, spelled.replace(/^i/, 'l')]) {
      const letters = read.replace(/[^a-z]/g, '')
      if (letters.length < 4 || /^[a-z]+(?:['/][a-z]+)*$/.test(token) || token.includes('/')) continue
      found.push(letters)
    }
  }
  for (const match of joined.matchAll(/(?<![a-z0-9])(?:[a-z0-9@$!][ .\-_*/]{1,2}){3,20}[a-z0-9@$!](?![a-z0-9])/g)) {
    found.push(Array.from(match[0].replace(/[^a-z0-9@$!]/g, ''), (unit) => digits[unit] ?? unit).join(''))
  }
  return [...new Set(found.flatMap((word) => [word, word.replace(/(.)\1+/g, '$1')]))]
}

const isLetter = (unit: string | undefined) => unit !== undefined && /\p{L}/u.test(unit)

const changedWords = (joined: string, folded: string): string[] => {
  const before = new Set(folded.match(/[\p{L}\p{N}]+/gu))
  return (joined.match(/[a-z]{4,}/g) ?? []).filter((word) => !before.has(word))
}
