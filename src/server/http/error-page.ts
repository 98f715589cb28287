import type { IncomingMessage, ServerResponse } from 'node:http'
import { houseHeaders } from './headers.ts'
import { PLAIN_POLICY, plainPage } from './plain-page.ts'

/** What the house itself refuses, before any page: what happened, what is safe, what to do. */
const WORDS: Readonly<Record<number, readonly [title: string, text: string]>> = {
  400: ['Demande illisible', 'Ce que votre navigateur a envoyé n’a pas pu être lu. Revenez en arrière et recommencez.'],
  403: [
    'Refusé par prudence',
    'Cette demande semble venir d’un autre site. Rien n’a été changé. Ouvrez la page du portail et recommencez de là.',
  ],
  404: ['Page introuvable', 'Cette page n’existe pas, ou plus. Repartez de l’accueil.'],
  405: ['Impossible ici', 'Cette adresse ne fait pas cela. Rien n’a été changé.'],
  413: [
    'Trop volumineux',
    'Ce qui a été envoyé dépasse la taille permise. Rien n’a été gardé. Envoyez moins à la fois.',
  ],
  414: ['Adresse trop longue', 'Cette adresse est trop longue. Repartez de l’accueil.'],
  500: [
    'Une erreur chez nous',
    'La page n’a pas pu être faite. Ce qui était déjà gardé l’est toujours. Réessayez\u202f; si cela revient, donnez le numéro ci-dessous à la personne qui tient le portail.',
  ],
  503: [
    'Trop de monde à la fois',
    'Le portail répond à beaucoup de demandes. Réessayez dans une minute\u202f; rien n’est perdu.',
  ],
}

/** Answers by itself, without Kit; does nothing more than hang up when an answer has begun. */
export function sendError(request: IncomingMessage, response: ServerResponse, status: number, facts: ErrorFacts): void {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  const isHtml = request.headers.accept?.includes('text/html') ?? false
  const [title, text] = WORDS[status] ?? WORDS[500]!
  const body = isHtml ? errorHtml(title, text, facts.id) : JSON.stringify({ error: title, id: facts.id })
  for (const [name, value] of houseHeaders(facts.isSecure)) response.setHeader(name, value)
  if (isHtml) response.setHeader('content-security-policy', PLAIN_POLICY)
  response.setHeader('content-type', isHtml ? 'text/html; charset=utf-8' : 'application/json')
  response.setHeader('content-length', Buffer.byteLength(body))
  response.setHeader('cache-control', 'no-store')
  if (status === 503) response.setHeader('retry-after', '60')
  // A browser shows our answer only once it has sent everything: what is left is read and dropped, within reason.
  if (!request.complete && !(Number(request.headers['content-length']) <= DRAINED))
    response.setHeader('connection', 'close')
  response.writeHead(status)
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Bytes. */
const DRAINED = 16 * 1024 * 1024

export interface ErrorFacts {
  readonly id: string
  readonly isSecure: boolean
}

/** A page of one sentence, which needs nothing of Kit. The texts are ours. */
export const errorHtml = (title: string, text: string, id: string): string =>
  plainPage(
    title,
    `<p>${text}</p><p><a class="tap" href="/">Revenir à l’accueil</a></p><p><small>Numéro\u00a0: ${id}</small></p>`,
  )
