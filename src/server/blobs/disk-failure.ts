import type { DiskFailure } from '#core/blobs.ts'

/** A failed system call as a tagged object; anything else is a bug and is thrown again. */
export const diskFailure = (error: unknown): DiskFailure => {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  if (typeof code !== 'string' || (error as NodeJS.ErrnoException).syscall === undefined) throw error
  return FULL.has(code) ? { tag: 'disk-full' } : { tag: 'disk-error', code }
}

const FULL = new Set(['ENOSPC', 'EDQUOT'])
