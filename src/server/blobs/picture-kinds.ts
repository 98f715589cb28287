/** Kinds that are decoded. */
export type PictureKind = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif'

/** Kinds that are recognised so that the refusal can say what to do. */
export type RefusedKind = 'svg' | 'heic' | 'tiff' | 'pdf' | 'bmp' | 'jxl' | 'jp2' | 'video'

/** Most bytes of a preview. */
export const PREVIEW_BYTES = 3_000

/** How much of a file `pictureKind` wants to see. */
export const HEAD_BYTES = 1024

/**
 * What a file's first bytes say it is, whatever its name or declared type; null for anything unknown. A file that lies
 * here fails in the one decoder that its bytes chose: no other is allowed to open it.
 */
export const pictureKind = (head: Uint8Array): PictureKind | RefusedKind | null => {
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte)
  const text = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to))
  if (starts(0xff, 0xd8, 0xff)) return 'jpeg'
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return 'gif'
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp'
  if (text(4, 8) === 'ftyp') return isoKind(text(8, Math.min(head.length, 72)))
  if (starts(0x49, 0x49, 0x2a, 0) || starts(0x49, 0x49, 0x2b, 0)) return 'tiff'
  if (starts(0x4d, 0x4d, 0, 0x2a) || starts(0x4d, 0x4d, 0, 0x2b)) return 'tiff'
  if (text(0, 5) === '%PDF-') return 'pdf'
  if (text(0, 2) === 'BM' && head.length > 14) return 'bmp'
  if (starts(0xff, 0x0a) || text(4, 8) === 'JXL ') return 'jxl'
  if (text(4, 8) === 'jP  ') return 'jp2'
  return /<svg[\s>]/i.test(text(0, HEAD_BYTES).replaceAll('\0', '')) ? 'svg' : null
}

/** ISO base media files name their brands: the major one, a version, then the compatible ones (ISO 14496-12 § 4.3). */
const isoKind = (brands: string): RefusedKind | 'avif' => {
  if (/avif|avis/.test(brands)) return 'avif'
  return /hei[cxmsv]|hev[cx]|mif1|msf1/.test(brands) ? 'heic' : 'video'
}

export const isAcceptedKind = (kind: PictureKind | RefusedKind): kind is PictureKind =>
  kind === 'jpeg' || kind === 'png' || kind === 'webp' || kind === 'gif' || kind === 'avif'
