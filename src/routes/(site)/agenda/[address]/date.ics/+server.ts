import { shortOf } from '../../../ask.server.ts'
import { answerCalendar } from '../../../feed-answer.server.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = (event) =>
  answerCalendar(event, { association: null, short: shortOf(event.params.address) })
