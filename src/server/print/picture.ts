/** A picture that pdfkit has read, in its pixels. */
export type OpenPicture = { readonly width: number; readonly height: number }

const MAX_PIXELS = 30_000_000
/** Across: 300 dots an inch on the width of an A4 page's text. */
const MAX_WIDTH = 2000

/**
 * Reads a JPEG as it is, and any other kind that the node makes (WebP, PNG) as a JPEG made of it: pdfkit draws no WebP, and is slow with
 * transparent PNG. Null when the bytes can't be read.
 */
export async function openPicture(pdf: PDFKit.PDFDocument, bytes: Uint8Array): Promise<OpenPicture | null> {
  try {
    const jpeg = isJpeg(bytes) ? bytes : await toJpeg(bytes)
    return (pdf as unknown as { openImage(bytes: Buffer): OpenPicture }).openImage(Buffer.from(jpeg))
  } catch {
    return null
  }
}

const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8

const toJpeg = async (bytes: Uint8Array): Promise<Uint8Array> => {
  const { default: sharp } = await import('sharp')
  return sharp(bytes, { limitInputPixels: MAX_PIXELS })
    .resize({ width: MAX_WIDTH, withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 84 })
    .toBuffer()
}
