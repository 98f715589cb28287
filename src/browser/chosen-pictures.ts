/** A picture of an old site, by the path that it has in the folder that was chosen. */
export type ChosenPicture = { readonly file: File; readonly path: string; readonly kind: 'picture' }

const PICTURE = /\.(?:jpe?g|png|gif|webp|avif)$/i
/** WordPress keeps smaller copies beside each picture: `puits-300x200.jpg`. */
const SIZE = /-\d{1,5}x\d{1,5}(?=\.\w+$)/

/** Of the files chosen, those worth their weight on the line: pictures, and of a picture its largest copy only. */
export function chosenPictures(files: readonly File[]): readonly ChosenPicture[] {
  const all = files
    .map((file): ChosenPicture => ({ file, path: file.webkitRelativePath || file.name, kind: 'picture' }))
    .filter(({ path }) => PICTURE.test(path) || !path.includes('/'))
  const paths = new Set(all.map(({ path }) => path))
  return all.filter(({ path }) => !SIZE.test(path) || !paths.has(path.replace(SIZE, '')))
}
