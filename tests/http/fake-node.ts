import { SESSION_QUERY, type NodePort } from '../../src/server/http/node-port.ts'

export interface FakeNode extends NodePort {
  readonly articles: Map<string, string>
  readonly queries: string[]
  /** Sessions by token. */
  readonly sessions: Map<string, string>
}

/** A domain of one kind, with texts by name: enough to test the house, which knows no domain. */
export function createFakeNode(): FakeNode {
  const articles = new Map([
    ['un', 'Premier article'],
    ['deux', 'Deuxième article'],
  ])
  const sessions = new Map([['jeton-awa', 'awa']])
  const queries: string[] = []
  const listeners = new Set<(changed: readonly string[]) => void>()
  return {
    articles,
    queries,
    sessions,
    async query(name, input) {
      queries.push(name)
      await new Promise(setImmediate)
      const { token, slug } = input as { token?: string; slug?: string }
      if (name === SESSION_QUERY) {
        const person = sessions.get(token ?? '')
        return { value: person ? { person, session: token } : null, tags: [] }
      }
      if (name === 'article') return { value: articles.get(slug ?? '') ?? null, tags: [`article:${slug}`] }
      if (name === 'articles') return { value: [...articles], tags: ['articles'] }
      throw new Error(`no query "${name}"`)
    },
    async command(name, input) {
      const { slug, text } = input as { slug: string; text: string }
      if (name !== 'publish') throw new Error(`no command "${name}"`)
      const changed = [`article:${slug}`, ...(articles.has(slug) ? [] : ['articles'])]
      articles.set(slug, text)
      for (const listener of listeners) listener(changed)
      return { value: null, changed }
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
