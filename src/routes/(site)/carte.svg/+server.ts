import { ask } from '../ask.server.ts'
import { answerText } from '../feed-answer.server.ts'
import type { RequestHandler } from './$types'

/** The drawing of where the members act, for the pages that show it. */
export const GET: RequestHandler = async (event) => {
  const { svg } = await ask(event, 'membership.membersMap', null)
  const response = answerText(svg, 'image/svg+xml')
  // Its colours are a style sheet inside the drawing, and nothing else is allowed to it.
  response.headers.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
  return response
}
