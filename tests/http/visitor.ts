import type { DefaultTreeAdapterTypes as Tree } from 'parse5'
import { textOf, type Parsed } from './active-parts.ts'

export type Form = {
  /** Page's path and action without ids: what makes two forms the same. */
  readonly key: string
  readonly action: string
  /** What it holds before anybody types. */
  readonly fields: ReadonlyMap<string, string>
  /** Names of fields where a person types. */
  readonly texts: readonly string[]
  readonly isMultipart: boolean
  readonly isSecret: boolean
}
export type Seen = {
  readonly status: number
  readonly html: string
  readonly policy: string
  readonly headers: Headers
}

/** A browser without script: keeps its cookies, reads forms, sends them. */
export function createVisitor(origin: string, session?: string) {
  const cookies = new Map<string, string>(session ? [session.split('=') as [string, string]] : [])
  async function ask(path: string, init: RequestInit = {}): Promise<Seen> {
    const headers = { accept: 'text/html', cookie: [...cookies].map((pair) => pair.join('=')).join('; '), origin }
    const answer = await fetch(new URL(path, origin), { redirect: 'manual', ...init, headers: { ...headers, ...(init.headers as object) } }) // prettier-ignore
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const policy = answer.headers.get('content-security-policy') ?? ''
    return { status: answer.status, html: await answer.text(), policy, headers: answer.headers }
  }
  return {
    get: (path: string) => ask(path),
    formsOf(page: Parsed, path: string): Form[] {
      return page.elements
        .filter(({ tagName, attrs }) => tagName === 'form' && valueOf(attrs, 'method')?.toLowerCase() === 'post')
        .map((form) => toForm(form, page.elements, path))
    },
    send(form: Form, typed: ReadonlyMap<string, string>) {
      const body = form.isMultipart ? new FormData() : new URLSearchParams()
      for (const [name, value] of form.fields) if (!typed.has(name)) body.append(name, value)
      for (const [name, value] of typed) body.append(name, value)
      return ask(form.action, { method: 'POST', body })
    },
    post: (path: string, body: BodyInit, headers: Record<string, string> = {}) => ask(path, { method: 'POST', body, headers }), // prettier-ignore
  }
}

const valueOf = (attrs: Tree.Element['attrs'], name: string) => attrs.find((one) => one.name === name)?.value

function toForm(form: Tree.Element, all: readonly Tree.Element[], path: string): Form {
  const id = valueOf(form.attrs, 'id')
  const inside = new Set(elementsIn(form))
  const fields = new Map<string, string>()
  const texts: string[] = []
  for (const element of all) {
    const get = (name: string) => valueOf(element.attrs, name)
    if (!inside.has(element) && (id === undefined || get('form') !== id)) continue
    const name = get('name')
    if (name === undefined) continue
    const type = (get('type') ?? 'text').toLowerCase()
    const { tagName } = element
    if (tagName === 'textarea') texts.push(name)
    else if (tagName === 'select') {
      const options = elementsIn(element).filter((one) => one.tagName === 'option')
      const chosen = options.find((one) => valueOf(one.attrs, 'selected') !== undefined) ?? options[0]
      if (chosen) fields.set(name, valueOf(chosen.attrs, 'value') ?? textOf(chosen))
    } else if (tagName === 'button') {
      if (!fields.has(name)) fields.set(name, get('value') ?? '')
    } else if (tagName !== 'input' || type === 'file' || type === 'submit') continue
    else if (type === 'checkbox' || type === 'radio') {
      if (!fields.has(name) || get('checked') !== undefined) fields.set(name, get('value') ?? 'on')
    } else if (type === 'hidden' || /date|time|number|password/.test(type)) fields.set(name, get('value') ?? '')
    else texts.push(name)
  }
  const action = new URL(valueOf(form.attrs, 'action') ?? '', new URL(path, 'http://x'))
  const target = action.pathname + action.search
  return {
    key: `${target.replaceAll(/[\da-f]{24}/g, 'ID')} ${texts.join(',')}`,
    action: target,
    fields,
    texts: [...new Set(texts)],
    isMultipart: valueOf(form.attrs, 'enctype') === 'multipart/form-data',
    isSecret: [...inside].some(({ attrs }) => valueOf(attrs, 'type') === 'password'),
  }
}

function elementsIn(node: Tree.Node): Tree.Element[] {
  const children = 'childNodes' in node ? node.childNodes : []
  return children.flatMap((child) => ('tagName' in child ? [child, ...elementsIn(child)] : elementsIn(child)))
}
