import { parseApart } from './dom-tree.ts'

/**
 * One named character reference (`&eacute;`), by the browser's own table: stands for the package `entities` in the editor's script, and spares
 * its 15 KB (vite.config.ts). What isn't one whole reference comes back as it was.
 */
export const decodeHTMLStrict = (reference: string): string => {
  const decoded = parseApart(reference).body.textContent ?? ''
  return decoded.endsWith(';') && reference !== '&semi;' ? reference : decoded
}
