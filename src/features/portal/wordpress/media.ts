/**
 * Which file of a folder an address of an old site meant. The address is only compared, never opened: what is opened is what the folder was
 * found to hold.
 */
export type MediaIndex = { readonly find: (address: string) => string | undefined }

/** `paths`: files relative to the folder, with / between their parts. */
export const createMediaIndex = (paths: readonly string[]): MediaIndex => {
  const byPath = new Map<string, string>()
  const byName = new Map<string, string | null>()
  for (const path of paths) {
    const key = toKey(path)
    byPath.set(key, path)
    const name = key.split('/').at(-1)!
    byName.set(name, byName.has(name) ? null : path)
  }
  const ends = new Map<string, string | null>()
  for (const [key, path] of byPath) {
    const parts = key.split('/')
    for (let from = 1; from < parts.length - 1 && from < deepest; from++) {
      const end = parts.slice(from).join('/')
      ends.set(end, ends.has(end) ? null : path)
    }
  }
  /** Uploads lie by year and month: with their folders first, then by their name where it is the only one. */
  const byEnd = (key: string): string | undefined => {
    const parts = key.split('/').filter((part) => part !== '')
    for (let from = Math.max(0, parts.length - deepest); from < parts.length - 1; from++) {
      const end = parts.slice(from).join('/')
      const found = byPath.get(end) ?? ends.get(end)
      if (found) return found
    }
    return byName.get(parts.at(-1) ?? '') ?? undefined
  }
  return {
    find(address) {
      const key = toKey(addressToPath(address))
      for (const one of [withoutSize(key), key, withoutSize(key).replace(/(\.\w+)$/, '-scaled$1')]) {
        const found = byEnd(one)
        if (found) return found
      }
      return undefined
    },
  }
}

const deepest = 12

/** WordPress writes smaller copies beside each picture: `puits-300x200.jpg` is `puits.jpg`, better. */
const withoutSize = (key: string): string =>
  key.replace(/-\d{1,5}x\d{1,5}(?=\.\w+$)/, '').replace(/-scaled(?=\.\w+$)/, '')

const toKey = (path: string): string => path.normalize('NFC').toLowerCase()

const addressToPath = (address: string): string => {
  const bare = address
    .slice(0, 2000)
    .replace(/^[a-z]+:\/\/[^/]*|^\/\/[^/]*/i, '')
    .replace(/[?#].*$/s, '')
  try {
    return decodeURIComponent(bare)
  } catch {
    return bare
  }
}
