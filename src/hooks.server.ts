import { error, type RequestEvent } from '@sveltejs/kit'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { cookieLine, readCookie, type CookieName } from '#server/http/cookies.ts'
import { TOKEN_FIELD, TOKEN_HEADER } from '#server/http/form-token.ts'
import { formToKept, isTyped, keptFormAnswer, type KeptReason } from '#server/http/kept-form.ts'
import { createLocals, type Locale } from '#server/http/locals.ts'
import { SESSION_QUERY, type Actor } from '#server/http/node-port.ts'
import { isSafe } from '#server/http/origin-check.ts'
import type { HouseRequest } from '#server/http/request-context.ts'

/** Routes in this group are public: the same for all, kept by the house, made without any visitor at hand. */
const PUBLIC_GROUP = '/(site)'

export const handle: Handle = async ({ event, resolve }) => {
  const house = event.platform?.req.actorContext
  if (!house) throw new Error('pages are served by the house: start with npm start')
  house.route = event.route.id ?? 'none'
  const isPublic = isPublicRoute(event)
  if (house.page) {
    if (!isPublic) return new Response(null, { status: 204 })
    house.page.isPublic = true
  }

  const cookies = createCookieJar(event, house)
  const session = cookies.read('seance')
  if (session && !house.page) house.actor = await findActor(house, session, house.isSecure || isOwnScreen(event))
  const locale = pathToLocale(event.url.pathname)
  const locals = createLocals({
    house,
    locale,
    urlOrigin: event.url.origin,
    formToken() {
      if (!house.forms) throw new Error('a public page is shared, so it holds no form token')
      return house.forms.make(cookies.binding())
    },
    startSession: (token, maxAge) => cookies.set('seance', token, maxAge),
    endSession: () => cookies.set('seance', '', 0),
  })
  Object.defineProperties(event.locals, Object.getOwnPropertyDescriptors(locals))

  const isChange = !isSafe(event.request.method)
  const form = isChange ? await readForm(event.request) : null
  const token = event.request.headers.get(TOKEN_HEADER) ?? form?.get(TOKEN_FIELD)
  const keep = (reason: KeptReason): Response => {
    const kept = keptFormAnswer(formToKept(form ?? new FormData()), reason, {
      target: event.url.pathname + event.url.search,
      token: locals.formToken,
    })
    for (const line of cookies.lines()) kept.headers.append('set-cookie', line)
    return kept
  }
  if (isChange && !cookies.known().some((binding) => house.forms?.isValid(token, binding))) {
    if (form && isByHand(event.request)) return keep('token')
    error(403, { message: 'Cette page est restée ouverte trop longtemps.' })
  }

  const response = await resolve(event, {
    transformPageChunk: ({ html }) => withoutMarks(html).replace('%lang%', locale),
  })
  // Sent on to sign in with a text in hand: the text stays in the page.
  if (form && !house.actor && response.status === 303 && isByHand(event.request) && isTyped(formToKept(form))) {
    if (/^\/connexion\b/.test(response.headers.get('location') ?? '')) return keep('session')
  }
  for (const line of cookies.lines()) response.headers.append('set-cookie', line)
  response.headers.delete('x-sveltekit-page')
  const type = response.headers.get('content-type')
  // ASVS 5.0, 4.1.1. Kit leaves it to the page's own line.
  if (type && /^text\/[\w.+-]+$/.test(type)) response.headers.set('content-type', `${type}; charset=utf-8`)
  return response
}

/** What Kit found wrong gets our words; a bug is written down, and the page gives the number to quote. */
export const handleError: HandleServerError = ({ kind, error: cause, event }) => {
  const house = event.platform?.req.actorContext
  const id = house?.id ?? ''
  if (kind === 'app') return { id }
  if (kind === 'unknown') house?.report(cause)
  return { message: kind === 'framework' && cause.status === 404 ? 'Page introuvable' : 'Une erreur chez nous', id }
}

function isPublicRoute(event: RequestEvent): boolean {
  const route: string | null = event.route.id
  return !event.isDataRequest && (route === PUBLIC_GROUP || (route?.startsWith(`${PUBLIC_GROUP}/`) ?? false))
}

/** Where Kit's own script doesn't run, what it and Svelte leave for it in the page (marks, switched-off style sheets) is only weight. */
const withoutMarks = (html: string): string =>
  html.includes('__sveltekit')
    ? html
    : html
        .replace(/<!--(\[-?\d*!?|\]|[\da-z]{5,7}|)-->/g, '')
        .replace(/\s*<link href="[^"]*" rel="stylesheet" disabled[^>]*>/g, '')

/** English pages stand below /en; everything else is French. */
const pathToLocale = (path: string): Locale => (path === '/en' || path.startsWith('/en/') ? 'en' : 'fr')

const isFailure = (value: unknown): boolean => typeof value === 'object' && value !== null && 'tag' in value

/** The machine's own screen: nothing of it crosses a wire, so it counts as secure (RULES.md, R6). */
const isOwnScreen = (event: RequestEvent): boolean =>
  /^(localhost|127\.0\.0\.1|\[::1\])$/.test(event.url.hostname) &&
  /^(::ffff:)?127\.|^::1$/.test(event.getClientAddress())

async function findActor(house: HouseRequest, token: string, isSecure: boolean): Promise<Actor | null> {
  const { value } = await house.node.query(SESSION_QUERY, { token, isSecure }, null)
  return value === null || isFailure(value) ? null : (value as Actor)
}

/** The fields of a form, from a copy of the body: the action reads it again. Null for anything else. */
async function readForm(request: Request): Promise<FormData | null> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return null
  try {
    return await request.clone().formData()
  } catch {
    return null
  }
}

/** A page will be shown for the answer: no script of ours waits for it. */
const isByHand = ({ headers }: Request): boolean =>
  (headers.get('accept')?.includes('text/html') ?? false) && !headers.has('x-sveltekit-action')

/** Our two cookies as this request has them, and what is to be set with the answer. */
function createCookieJar(event: RequestEvent, house: HouseRequest) {
  const header = event.request.headers.get('cookie')
  const { isSecure } = house
  const waiting = new Map<CookieName, string>()
  const read = (name: CookieName) => readCookie(header, name, isSecure)
  const set = (name: CookieName, value: string, maxAge?: number) =>
    waiting.set(name, cookieLine(name, value, { isSecure, ...(maxAge === undefined ? {} : { maxAge }) }))
  let fresh: string | undefined
  return {
    read,
    set,
    lines: () => waiting.values(),
    /** What a form of this browser may be tied to. */
    known: (): string[] => [read('visite')].filter((value) => value !== undefined),
    /** What a new form is tied to: a cookie of its own, so that signing in or out doesn't spoil a form left open. */
    binding(): string {
      const value = read('visite') ?? fresh
      if (value !== undefined) return value
      fresh = crypto.getRandomValues(new Uint8Array(16)).toBase64({ alphabet: 'base64url', omitPadding: true })
      set('visite', fresh)
      return fresh
    },
  }
}
