import type { BlobStored, DiskFailure, TooBig } from '#core/blobs.ts'
import type { DiskBlobs } from './disk.ts'
import type { Picture, PictureFailure, Pictures } from './pictures.ts'
import type { TakenUpload, Upload, UploadMissing, Uploads, UploadTaken, UploadUnfinished } from './upload.ts'

type NotTaken = UploadMissing | UploadUnfinished | UploadTaken

/** What an upload became. Say `done` once the operation that names it is on disk, or `release` if there is none. */
export type Used<Result> = Result & { upload: Upload; done: TakenUpload['done']; release: TakenUpload['release'] }

/** Makes a finished upload a blob, once, without copying it. After a failure it is there to be taken again. */
export const uploadToBlob = async (
  { uploads, blobs }: { uploads: Uploads; blobs: DiskBlobs },
  id: string,
  person: string,
): Promise<Used<BlobStored> | NotTaken | TooBig | DiskFailure> => {
  const taken = await uploads.take(id, person)
  if (taken.tag !== 'taken') return taken
  return used(taken, await blobs.adopt(taken.path, uploads.limits.bytes), 'stored')
}

/** Makes a finished upload a picture, once. */
export const uploadToPicture = async (
  { uploads, pictures }: { uploads: Uploads; pictures: Pictures },
  id: string,
  person: string,
): Promise<Used<Picture> | NotTaken | PictureFailure> => {
  const taken = await uploads.take(id, person)
  if (taken.tag !== 'taken') return taken
  return used(taken, await pictures.takeFile(taken.path), 'picture')
}

const used = <Result extends { tag: string }, Tag extends Result['tag']>(
  { upload, done, release }: TakenUpload,
  result: Result,
  tag: Tag,
): Used<Extract<Result, { tag: Tag }>> | Exclude<Result, { tag: Tag }> => {
  if (result.tag === tag) return { ...(result as Extract<Result, { tag: Tag }>), upload, done, release }
  release()
  return result as Exclude<Result, { tag: Tag }>
}
