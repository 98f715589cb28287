/** A photo made no larger than the node would keep it, upright, with nothing in it but its pixels. */
export type ShrunkPhoto =
  | { readonly tag: 'shrunk'; readonly file: File }
  /** It is sent as it is: already small, moving, or this device can't. */
  | { readonly tag: 'as-it-is'; readonly reason: 'small' | 'moving' | 'unable' }
  | { readonly tag: 'unreadable' }

/** The widest that the node keeps (src/server/blobs/picture-ladder.ts), and twice that in height. */
const WIDEST = 1600
const TALLEST = 2 * WIDEST
/** A file this small isn't worth a second loss. */
const SMALL = 300_000
/** More pixels than an old phone can hold at once. */
const MOST_PIXELS = 60_000_000

/**
 * Decodes a photo in this device and encodes it again, smaller. The browser turns it upright, or says that it can't; place and time of the shot aren't in what is drawn.
 */
export const shrinkPhoto = async (file: File | Blob, name = 'photo'): Promise<ShrunkPhoto> => {
  const kind = kindOf(new Uint8Array(await file.slice(0, 40).arrayBuffer()))
  if (kind === 'moving') return { tag: 'as-it-is', reason: 'moving' }
  const address = URL.createObjectURL(file)
  const image = new Image()
  try {
    image.src = address
    try {
      await image.decode()
    } catch {
      // A kind that only the node reads (an old browser and AVIF) is no fault of the file.
      return kind === 'recent' ? { tag: 'as-it-is', reason: 'unable' } : { tag: 'unreadable' }
    }
    const [width, height] = [image.naturalWidth, image.naturalHeight]
    const scale = Math.min(1, WIDEST / width, TALLEST / height)
    if (scale === 1 && file.size <= SMALL && kind !== 'photo') return { tag: 'as-it-is', reason: 'small' }
    if (width * height > MOST_PIXELS || !CSS.supports('image-orientation', 'from-image'))
      return { tag: 'as-it-is', reason: 'unable' }
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(width * scale))
    canvas.height = Math.max(1, Math.round(height * scale))
    const context = canvas.getContext('2d')
    if (!context) return { tag: 'as-it-is', reason: 'unable' }
    context.imageSmoothingQuality = 'high'
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
    const isFlat = file.type === 'image/png'
    const blob = await new Promise<Blob | null>((done) =>
      canvas.toBlob(done, isFlat ? 'image/png' : 'image/jpeg', 0.85),
    )
    canvas.width = 0
    // Some phones give an empty picture when their memory is full.
    if (!blob || blob.size < 100) return { tag: 'as-it-is', reason: 'unable' }
    if (isFlat && blob.size >= file.size) return { tag: 'as-it-is', reason: 'small' }
    const ending = isFlat ? 'png' : 'jpg'
    return { tag: 'shrunk', file: new File([blob], `${name.replace(/\.[^.]*$/, '')}.${ending}`, { type: blob.type }) }
  } finally {
    URL.revokeObjectURL(address)
  }
}

/** By the first bytes: a `photo` may hold a place and a time, and be on its side; `moving` would stand still; `recent` isn't read everywhere. */
const kindOf = (head: Uint8Array): 'photo' | 'moving' | 'recent' | 'other' => {
  const text = String.fromCharCode(...head)
  if (text.startsWith('\xff\xd8\xff')) return 'photo'
  if (text.startsWith('GIF8')) return 'moving'
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return ((head[20] ?? 0) & 2) === 0 ? 'recent' : 'moving'
  if (text.slice(4, 8) === 'ftyp') return /avif|avis/.test(text) ? 'recent' : 'photo'
  return 'other'
}
