import { encode } from 'uqr'

/**
 * A QR code of a text as vectors, black on white, quiet zone of four modules inside the square. Level M: a fold or a drop of rain
 * leaves it readable.
 */
export function drawQr(pdf: PDFKit.PDFDocument, text: string, x: number, y: number, side: number): void {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const module = side / size
  pdf.rect(x, y, side, side).fill('#ffffff')
  data.forEach((row, line) => {
    let start = -1
    for (let column = 0; column <= size; column++) {
      const isDark = row[column] === true
      if (isDark && start < 0) start = column
      if (isDark || start < 0) continue
      // A hair of overlap, or some printers leave white lines between rows.
      pdf.rect(x + start * module, y + line * module, (column - start) * module, module * 1.03)
      start = -1
    }
  })
  pdf.fill('#000000')
}
