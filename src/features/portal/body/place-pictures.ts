import type { ConvertedBody } from './html-to-markdown.ts'

/**
 * A converted body with its pictures' ids (24 hexadecimal characters) in place, and its hidden passages where they stand then: an id is longer
 * than a number. A picture without an id is left out, with its paragraph when it was alone there; within a link its text stays.
 */
export const placePictures = (
  { markdown, hidden }: Pick<ConvertedBody, 'markdown' | 'hidden'>,
  ids: readonly (string | undefined)[],
): Pick<ConvertedBody, 'markdown' | 'hidden'> => {
  const shifts: { readonly start: number; readonly end: number; readonly length: number }[] = []
  let placed = ''
  let at = 0
  for (const found of markdown.matchAll(pictureSign)) {
    const [whole, alt = '', index, caption = ''] = found
    const id = ids[Number(index)]
    const start = found.index
    let end = start + whole.length
    const isLinked = markdown[start - 1] === '[' && markdown[end] === ']'
    const instead = id !== undefined ? `![${alt}](picture:${id}${caption})` : isLinked ? alt || 'image' : ''
    const opensBlock = start === 0 || markdown.startsWith('\n\n', start - 2)
    if (instead === '' && opensBlock) end += /^(?:\n\n| )?/.exec(markdown.slice(end, end + 2))![0].length
    placed += markdown.slice(at, start) + instead
    shifts.push({ start, end, length: instead.length })
    at = end
  }
  placed += markdown.slice(at)
  const move = (offset: number): number => {
    let moved = offset
    for (const { start, end, length } of shifts) {
      if (end <= offset) moved += length - (end - start)
      else if (start < offset) return moved + Math.min(offset - start, length) - (offset - start)
    }
    return moved
  }
  const moved = hidden.map((one) => ({ ...one, start: move(one.start), end: move(one.end) }))
  return {
    markdown: placed,
    hidden: moved
      .map((one) => ({ ...one, text: placed.slice(one.start, one.end) }))
      .filter((one) => one.text.trim() !== ''),
  }
}

const pictureSign = /!\[((?:[^\]\\\n]|\\.)*)\]\(picture:(\d{1,5})(?=[ )])((?: "(?:[^"\\\n]|\\.)*")?)\)/g
