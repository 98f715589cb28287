import sharp, { type WebpOptions } from 'sharp'
import type { Ladder, LadderFailure, Rung } from './picture-answer.ts'
import { PREVIEW_BYTES, type PictureKind } from './picture-kinds.ts'

const WIDTHS = [320, 640, 1024, 1600]
const WIDEST = 1600
/** Very tall pictures are held to twice the width: WebP can't be taller than 16,383, nor memory without end. */
const TALLEST = 2 * WIDEST
const CARD = { width: 1200, height: 630 }

sharp.cache(false)
sharp.concurrency(1)

/**
 * Decodes a file once, at no more than 1600 × 3200, and encodes every size from those pixels. Quality and formats are
 * measured in docs/decisions/pictures.md.
 * @param pixels most pixels that the file may declare; read from its header before anything is decoded
 */
export const makeLadder = async (file: string, kind: PictureKind, pixels: number): Promise<Ladder | LadderFailure> => {
  allowOnly(kind)
  try {
    const declared = await sharp(file, { limitInputPixels: false }).metadata()
    const { width, height } = declared.autoOrient
    if (width * height > pixels) return { tag: 'picture-too-large', width, height, limit: pixels }
    const base = await decode(file, pixels)
    const sizes = await encodeAll(base, kind === 'png' || kind === 'gif')
    const ground = await groundOf(base)
    return {
      tag: 'ladder',
      width,
      height,
      colour: await dominantColour(base, ground),
      preview: await makePreview(base),
      sizes,
      card: await makeCard(base, ground),
    }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { tag: 'picture-damaged', kind, detail: detail.replaceAll(file, '').slice(0, 200) }
  }
}

type Pixels = { data: Uint8Array; width: number; height: number; channels: 3 | 4 }

const LOADERS: Record<PictureKind, string> = {
  jpeg: 'VipsForeignLoadJpegFile',
  png: 'VipsForeignLoadPngFile',
  webp: 'VipsForeignLoadWebpFile',
  gif: 'VipsForeignLoadNsgifFile',
  avif: 'VipsForeignLoadHeifFile',
}

/** The library would open a file with whatever decoder recognises it. */
const allowOnly = (kind: PictureKind): void => {
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: [LOADERS[kind]] })
}

/** Upright, in sRGB, eight bits, first frame, no metadata. */
const decode = async (file: string, pixels: number): Promise<Pixels> => {
  const { data, info } = await sharp(file, { limitInputPixels: pixels, failOn: 'truncated', sequentialRead: true })
    .autoOrient()
    .resize({ width: WIDEST, height: TALLEST, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: info.channels === 4 ? 4 : 3 }
}

const open = ({ data, width, height, channels }: Pixels) => sharp(data, { raw: { width, height, channels } })

/** The ladder's widths below the picture's own, and its own; a rung within a tenth of the last is not worth its bytes. */
const rungsOf = (width: number): number[] => [...WIDTHS.filter((rung) => rung < width * 0.9), width]

/**
 * Logos and diagrams come out sharper without loss, and often smaller: tried on the narrowest rung, where it's cheap,
 * then for as long as it is smaller. Fine texture (foliage, gravel) hides its losses, and gets fewer bits.
 */
const encodeAll = async (base: Pixels, mayBeFlat: boolean): Promise<Rung[]> => {
  const sizes: Rung[] = []
  let isFlat = mayBeFlat
  for (const width of rungsOf(base.width)) {
    const small = await open(base).resize({ width }).raw().toBuffer({ resolveWithObject: true })
    const { height } = small.info
    const pixels: Pixels = { ...base, data: small.data, width, height }
    const webp = (options: WebpOptions) =>
      open(pixels)
        .webp({ effort: 4, ...options })
        .toBuffer()
    let bytes = await webp({ quality: 72, alphaQuality: 80 })
    if (bytes.length > width * height * 0.2) bytes = await webp({ quality: 56, alphaQuality: 80 })
    const flat = isFlat ? await webp({ lossless: true }) : null
    isFlat = flat !== null && flat.length <= bytes.length
    sizes.push({ width, height, type: 'image/webp', bytes: flat !== null && isFlat ? flat : bytes })
  }
  return sizes
}

/** Cut to the card's shape around what draws the eye, never enlarged. */
const makeCard = async (base: Pixels, ground: string): Promise<Rung> => {
  const scale = Math.min(1, base.width / CARD.width, base.height / CARD.height)
  const { data, info } = await open(base)
    .flatten({ background: ground })
    .resize({
      width: Math.max(1, Math.round(CARD.width * scale)),
      height: Math.max(1, Math.round(CARD.height * scale)),
      fit: 'cover',
      position: 'attention',
    })
    .jpeg({ quality: 74, mozjpeg: true })
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, type: 'image/jpeg', bytes: data }
}

/** Tries until it fits; the last try fits whatever the picture (sixteen pixels by sixteen at most). */
const makePreview = async (base: Pixels): Promise<Uint8Array> => {
  for (const [side, quality] of PREVIEW_TRIES) {
    const bytes = await open(base)
      .resize({ width: side, height: 2 * side, fit: 'inside', withoutEnlargement: true })
      .webp({ quality, alphaQuality: quality, effort: 6 })
      .toBuffer()
    if (bytes.length <= PREVIEW_BYTES) return bytes
  }
  return open(base).resize({ width: 16, height: 16, fit: 'inside' }).removeAlpha().webp({ quality: 1 }).toBuffer()
}

const PREVIEW_TRIES = [
  [96, 50],
  [96, 30],
  [96, 15],
  [64, 20],
  [48, 10],
] as const

/** What a transparent picture is laid on where it must be opaque: white, or dark for one drawn in light colours. */
const groundOf = async (base: Pixels): Promise<string> => {
  if (base.channels === 3) return '#ffffff'
  const data = await open(base).resize({ width: 64, height: 64, fit: 'inside' }).raw().toBuffer()
  let light = 0
  let weight = 0
  for (let i = 0; i + 3 < data.length; i += 4) {
    const [red, green, blue, alpha] = data.subarray(i, i + 4) as unknown as [number, number, number, number]
    light += alpha * (0.2126 * red + 0.7152 * green + 0.0722 * blue)
    weight += alpha
  }
  return weight > 0 && light / weight > 200 ? '#2b2b2b' : '#ffffff'
}

const dominantColour = async (base: Pixels, ground: string): Promise<string> => {
  const { data, info } = await open(base)
    .flatten({ background: ground })
    .resize({ width: 96, height: 192, fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { dominant } = await open({ data, width: info.width, height: info.height, channels: 3 }).stats()
  return `#${[dominant.r, dominant.g, dominant.b].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
