import { toRobotsText } from '#features/portal/sitemap.ts'
import { answerText } from '../feed-answer.server.ts'
import type { RequestHandler } from './$types'

/** What is behind a door, changes nothing for a reader, or would be asked without end. */
const CLOSED = ['/connexion', '/invitation/', '/recuperation', '/recherche?', '/en/recherche?']

export const GET: RequestHandler = ({ locals }) => {
  locals.use(['robots'])
  return answerText(toRobotsText(CLOSED, '/sitemap.xml', locals.originAsked), 'text/plain')
}
