import { markdownToHtml } from '../body/markdown-to-html.ts'

const opens = '\ue000'
const closes = '\ue001'

/**
 * A body as HTML with one of its passages marked, for a person who decides on it. The passage's links lead nowhere: where they would have led is
 * written beside them. Pictures are left out.
 */
export const markedHtml = (body: string, { start, end }: { readonly start: number; readonly end: number }): string => {
  const clean = body.replaceAll(/[\ue000\ue001]/g, ' ')
  const passage = clean.slice(start, end)
  const lead = blockSigns.exec(passage)![0]
  const trail = /\s*$/.exec(passage.slice(lead.length))![0]
  const words = passage.slice(lead.length, passage.length - trail.length)
  const html = markdownToHtml(`${clean.slice(0, start)}${lead}${opens}${words}${closes}${trail}${clean.slice(end)}`, {
    headingShift: 2,
  })
  let out = ''
  let isInside = false
  let address = ''
  for (const [token] of html.matchAll(/<[^>]*>|[^<]+/g)) {
    if (!token.startsWith('<')) {
      for (const part of token.split(/([\ue000\ue001])/)) {
        if (part === opens) isInside = true
        else if (part === closes) isInside = false
        else out += isInside && part.trim() !== '' ? `<mark>${part}</mark>` : part
      }
    } else if (isInside && /^<a[\s>]/.test(token)) address = /href="([^"]*)"/.exec(token)?.[1] ?? ''
    else if (address !== '' && token === '</a>') {
      out += `<mark class="small"> (${address})</mark>`
      address = ''
    } else out += token.replaceAll(/[\ue000\ue001]/g, '')
  }
  return out
}

/** What makes a line a quotation, an item, a heading or a row stays before the mark. */
const blockSigns = /^(?:\s*(?:>|[-+*](?=\s)|\d{1,9}[.)](?=\s)|#{1,6}(?=\s)|\|)\s*)*\s*/
