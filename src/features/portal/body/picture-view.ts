/** A picture as a page shows it. `src` and `srcset` are ready to be attributes' values (not yet escaped); sizes are pixels. */
export type PictureView = {
  readonly src: string
  readonly srcset: string
  readonly width: number
  readonly height: number
  readonly alt: string
}

/** The width a body's column takes: the whole window on a phone, 42 rem on a wide one. */
export const pictureSizes = '(min-width: 46rem) 42rem, 100vw'

const pictureAddress = /^picture:([0-9a-f]{24})$/

/** The id in `picture:ID` (24 hexadecimal characters), or undefined. */
export const addressToPictureId = (address: string): string | undefined => pictureAddress.exec(address)?.[1]
