import { pagesToSitemap } from '#features/portal/sitemap.ts'
import { ask } from '../ask.server.ts'
import { answerText } from '../feed-answer.server.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) =>
  answerText(pagesToSitemap(await ask(event, 'portal.sitemapPages', null), event.locals.originAsked), 'application/xml')
