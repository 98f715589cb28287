/** Things that wait for the next step of a form: bounded in number and time (`sure` milliseconds). Oldest go first. */
export function createPending<T>({ life, most }: { readonly life: number; readonly most: number }) {
  const entries = new Map<string, { readonly value: T; readonly made: number }>()
  const peek = (key: string, now: number): T | null => {
    const found = entries.get(key)
    return found && now - found.made <= life ? found.value : null
  }
  return {
    peek,
    put(key: string, value: T, now: number) {
      entries.delete(key)
      while (entries.size >= most) entries.delete(entries.keys().next().value as string)
      entries.set(key, { value, made: now })
    },
    take(key: string, now: number): T | null {
      const value = peek(key, now)
      entries.delete(key)
      return value
    },
    drop: (key: string) => void entries.delete(key),
  }
}
