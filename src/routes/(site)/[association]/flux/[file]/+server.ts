import { answerFeed } from '../../../feed-answer.server.ts'
import type { RequestHandler } from './$types'

/** `atom.xml`, `rss.xml`, `flux.json`, `agenda.ics` of one association. */
export const GET: RequestHandler = (event) => answerFeed(event, event.params.association, event.params.file)
