import type { CutShort, DiskFailure, TooBig } from '#core/blobs.ts'

/** A file on its way, or arrived and not yet put to use. It belongs to one person; for others it doesn't exist. */
export type Upload = {
  readonly id: string
  readonly person: string
  readonly name: string
  readonly type: string
  /** Bytes in all. */
  readonly length: number
  /** Bytes that are on disk for good. */
  readonly offset: number
}

export type UploadLimits = {
  /** Most bytes of one file. */
  bytes: number
  /** Most bytes that one person may have on the way, by their announced lengths. */
  held: number
  /** Most files that one person may have on the way. */
  count: number
  /** Milliseconds that this node must have run since a file last grew for it to be dropped. */
  life: number
  /** Bytes of the disk that uploads never fill. */
  spare: number
}

export const UPLOAD_LIMITS: UploadLimits = {
  bytes: 2_000_000_000,
  held: 4_000_000_000,
  count: 50,
  life: 48 * 3_600_000,
  spare: 200_000_000,
}

export type UploadMissing = { tag: 'upload-missing' }
/** `held` bytes and `count` files are on the way already. */
export type UploadsFull = { tag: 'uploads-full'; held: number; count: number }
/** The sender is elsewhere than we are. */
export type WrongOffset = { tag: 'upload-offset'; offset: number }
export type UploadUnfinished = { tag: 'upload-unfinished'; offset: number; length: number }
export type UploadTaken = { tag: 'upload-taken' }

export type UploadFailure = UploadMissing | UploadsFull | WrongOffset | UploadUnfinished | UploadTaken

/** A finished file, in the hands of one caller. It must say `done` (the file is dropped) or `release` (it may be taken again). */
export type TakenUpload = {
  tag: 'taken'
  upload: Upload
  path: string
  /** To be said after what the file became is on disk for good. */
  done(): Promise<void>
  release(): void
}

export type Uploads = {
  readonly limits: UploadLimits
  create(input: {
    person: string
    name: string
    type: string
    length: number
  }): Promise<{ tag: 'created'; upload: Upload } | TooBig | UploadsFull | DiskFailure>
  find(id: string, person: string): Promise<Upload | null>
  /** Adds bytes at `offset`, which must be where the file is. What came before a cut is kept. A newer call ends an older one. */
  append(
    id: string,
    person: string,
    offset: number,
    source: AsyncIterable<Uint8Array>,
    stop: () => void,
  ): Promise<{ tag: 'appended'; upload: Upload } | UploadMissing | WrongOffset | TooBig | CutShort | DiskFailure>
  /** Ends a transfer that goes on for this file (its sender has come back on another line) and waits until it is on disk. */
  interrupt(id: string, person: string): Promise<void>
  /** Receives a file whose length isn't known beforehand; once kept, it is a finished upload. `isWhole` is asked at its end. */
  receive(
    source: AsyncIterable<Uint8Array>,
    input: { person: string; name: string; type: string; limit: number; isWhole?: () => boolean },
  ): Promise<{ tag: 'kept'; upload: Upload } | TooBig | UploadsFull | CutShort | DiskFailure>
  take(id: string, person: string): Promise<TakenUpload | UploadMissing | UploadUnfinished | UploadTaken>
  remove(id: string, person: string): Promise<{ tag: 'removed' } | UploadMissing | UploadTaken>
  /** What a person has on the way or has left unused. */
  list(person: string): Upload[]
  /** To be called about every hour: drops what hasn't grown for too long, and says how many. */
  sweep(): Promise<number>
  /** Milliseconds that the file has left, if the node runs without a pause. */
  lifeLeft(upload: Upload): number
}
