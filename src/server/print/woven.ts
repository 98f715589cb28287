import type { Accent } from '#core/look/accents.ts'
import { accents } from '#core/look/accents.ts'
import { nameToMotif } from '#core/look/motif.ts'
import { INK } from './print.ts'

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** An association's strips across a box, as on its pages; `scale`: points for a pixel of the motif. */
export function drawMotif(pdf: PDFKit.PDFDocument, name: string, accent: Accent, box: Box, scale: number): void {
  const { repeat, strips } = nameToMotif(name, accent)
  pdf.save().rect(box.x, box.y, box.width, box.height).clip()
  for (let start = 0; start < box.width; start += repeat * scale) {
    for (const strip of strips) {
      const x = box.x + start + strip.from * scale
      pdf.rect(x, box.y, strip.width * scale, box.height).fill(accents[strip.accent].light)
    }
  }
  pdf.restore()
}

/** The federation's mark, a short bar that joins two points; `height` points. Gives its width. */
export function drawMark(pdf: PDFKit.PDFDocument, x: number, y: number, height: number): number {
  const unit = height / 14
  const middle = y + height / 2
  pdf.rect(x + 11 * unit, middle - 2.5 * unit, 18 * unit, 5 * unit).fill(INK)
  pdf.circle(x + 7 * unit, middle, 7 * unit).fill(accents.indigo.light)
  pdf.circle(x + 33 * unit, middle, 7 * unit).fill(accents.terre.light)
  return 40 * unit
}
