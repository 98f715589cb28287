import { open, type FileHandle } from 'node:fs/promises'
import type { Medium } from '#server/blobs/medium.ts'

export type Act = 'open' | 'write' | 'sync' | 'read'

/** The real disk, told of each act on a file before it happens; what `before` throws is the act's failure. */
export const createFailingMedium = (before: (act: Act, path: string, flags: string) => void): Medium => ({
  async open(path, flags) {
    before('open', path, flags)
    const file = await open(path, flags)
    return new Proxy(file, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          if (name === 'write' || name === 'read') before(name, path, flags)
          if (name === 'sync' || name === 'datasync') before('sync', path, flags)
          return value.apply(target, args) as unknown
        }
      },
    }) as FileHandle
  },
})

export const systemError = (code: string, syscall: string, path: string): Error =>
  Object.assign(new Error(`${code}: ${syscall} ${path}`), { code, syscall, path })
