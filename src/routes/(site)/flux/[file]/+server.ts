import { answerFeed } from '../../feed-answer.server.ts'
import type { RequestHandler } from './$types'

/** `atom.xml`, `rss.xml`, `flux.json`, `agenda.ics` of everybody. */
export const GET: RequestHandler = (event) => answerFeed(event, null, event.params.file)
