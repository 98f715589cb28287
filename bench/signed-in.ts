import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5'

/** A browser without script, as small as possible: cookies, forms, no redirects followed but by name. */
export interface SignedIn {
  get(path: string): Promise<string>
  /** Fills the form of a page that has this field; what it gives back sends it. */
  prepare(
    page: string,
    field: string,
    values: Readonly<Record<string, string | File>>,
  ): Promise<() => Promise<Response>>
  /** Fills the form of a page that has this field and sends it; resolves with the answer. */
  send(page: string, field: string, values: Readonly<Record<string, string | File>>): Promise<Response>
}

export async function signIn(address: string, name: string, phrase: string): Promise<SignedIn> {
  const cookies = new Map<string, string>()
  const ask = async (path: string, more: RequestInit = {}) => {
    const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ')
    const headers = { accept: 'text/html', origin: address, cookie, ...(more.headers as Record<string, string>) }
    const answer = await fetch(new URL(path, address), { redirect: 'manual', ...more, headers })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return answer
  }
  const visitor: SignedIn = {
    get: async (path) => (await ask(path)).text(),
    send: async (page, field, values) => (await visitor.prepare(page, field, values))(),
    async prepare(page, field, values) {
      const form = formsOf(parse(await visitor.get(page))).find(({ fields }) => fields.has(field))
      if (!form) throw new Error(`no form with ${field} on ${page}`)
      const body = new FormData()
      for (const [key, value] of [...form.fields].filter(([key]) => !(key in values))) body.set(key, value)
      for (const [key, value] of Object.entries(values)) body.set(key, value)
      const target = new URL(form.action, new URL(page, address))
      return () => ask(target.pathname + target.search, { method: 'POST', body })
    },
  }
  const entered = await visitor.send('/connexion', 'phrase', { nom: name, phrase })
  if (entered.status !== 303) throw new Error(`${name} was not let in (${entered.status})`)
  return visitor
}

type Form = { readonly action: string; readonly fields: ReadonlyMap<string, string> }

function formsOf(node: Tree.Node): Form[] {
  if (!('childNodes' in node)) return []
  if ('attrs' in node && node.tagName === 'form')
    return [{ action: attribute(node, 'action') ?? '', fields: new Map(fieldsOf(node)) }]
  return node.childNodes.flatMap(formsOf)
}

function fieldsOf(node: Tree.Node): [string, string][] {
  if (!('childNodes' in node)) return []
  const inside = node.childNodes.flatMap(fieldsOf)
  if (!('attrs' in node)) return inside
  const name = attribute(node, 'name')
  if (name === undefined) return inside
  const type = attribute(node, 'type') ?? ''
  if (node.tagName === 'input' && !['file', 'submit', 'checkbox', 'radio'].includes(type))
    return [[name, attribute(node, 'value') ?? '']]
  if (node.tagName === 'input' && type === 'radio' && attribute(node, 'checked') !== undefined)
    return [[name, attribute(node, 'value') ?? 'on']]
  if (node.tagName === 'textarea') return [[name, textOf(node)]]
  if (node.tagName === 'select') return [[name, firstOption(node)]]
  return inside
}

const attribute = (node: Tree.Element, name: string) => node.attrs.find((one) => one.name === name)?.value
const textOf = (node: Tree.Element): string =>
  node.childNodes.map((child) => ('value' in child ? child.value : '')).join('')
function firstOption(select: Tree.Element): string {
  const options = select.childNodes.filter(
    (child): child is Tree.Element => 'tagName' in child && child.tagName === 'option',
  )
  const chosen =
    options.find((option) => attribute(option, 'selected') !== undefined) ??
    options.find((option) => attribute(option, 'value'))
  return chosen ? (attribute(chosen, 'value') ?? textOf(chosen)) : ''
}
