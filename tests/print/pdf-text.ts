/**
 * Reads back the text of an uncompressed PDF that pdfkit wrote, in the order of its content: enough for these tests, and sharing nothing
 * with what writes it. Poppler reads the compressed ones, in tests/outside.
 */
export function pdfToText(bytes: Uint8Array): string[] {
  const source = Buffer.from(bytes).toString('latin1')
  const objects = new Map(
    [...source.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, body]) => [id, body as string]),
  )
  const follow = (from: string, name: string) =>
    objects.get(new RegExp(`/${name} (\\d+) 0 R`).exec(from)?.[1] as string) ?? ''
  const fonts = new Map<string, Map<string, string>>()
  for (const body of objects.values()) {
    for (const [, name, id] of body.matchAll(/\/(F\d+) (\d+) 0 R/g))
      fonts.set(name as string, readCharacters(follow(objects.get(id) ?? '', 'ToUnicode')))
  }
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\n/.test(body))
  return pages.map((page) => readContent(follow(page, 'Contents'), fonts))
}

const readCharacters = (map: string): Map<string, string> => {
  const characters = new Map<string, string>()
  for (const [, first, list] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[(.*?)\]/gis)) {
    const values = [...(list as string).matchAll(/<([0-9a-f ]*)>/gi)].map(([, hex]) =>
      Buffer.from((hex as string).replaceAll(' ', ''), 'hex'),
    )
    values.forEach((value, index) => {
      const glyph = (Number.parseInt(first as string, 16) + index).toString(16).padStart(4, '0')
      characters.set(glyph, new TextDecoder('utf-16be').decode(value))
    })
  }
  return characters
}

const readContent = (content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string => {
  let text = ''
  let font = ''
  let line = ''
  for (const [, name, moved, glyphs] of content.matchAll(
    /\/(F\d+) [\d.]+ Tf|1 0 0 1 [\d.-]+ ([\d.-]+) Tm|<([0-9a-f]+)>/g,
  )) {
    if (name) font = name
    else if (moved) {
      if (moved !== line) text += '\n'
      line = moved
    } else for (const [glyph] of (glyphs as string).matchAll(/.{4}/g)) text += fonts.get(font)?.get(glyph) ?? '\ufffd'
  }
  return text
}

/** Tags of the structure, each with how often it stands there. */
export function pdfToTags(bytes: Uint8Array): Record<string, number> {
  const tags: Record<string, number> = {}
  for (const [, tag] of Buffer.from(bytes)
    .toString('latin1')
    .matchAll(/\n\/S \/([A-Z]\w*)\n/g))
    tags[tag as string] = (tags[tag as string] ?? 0) + 1
  return tags
}

/** Spaces and line ends of any kind as one space. */
export const flatten = (text: string): string => text.replace(/\s+/g, ' ').trim()
