import { createInvitationCards } from './invitation-card.ts'
import { createPoster } from './poster.ts'
import type { PressAnswer, PressJob } from './press.ts'
import { createRegister } from './register.ts'

/** The press's own process, started by press.ts: one job at a time, as they come. */

const work = (job: PressJob): Promise<Uint8Array> => {
  const options = { locale: job.locale, now: job.now }
  if (job.print === 'poster') return createPoster(job.content, options)
  if (job.print === 'register') return createRegister(job.content, options)
  return createInvitationCards(job.content, options)
}

process.on('message', async (job: PressJob) => {
  let answer: PressAnswer
  try {
    answer = { bytes: await work(job) }
  } catch (error) {
    answer = { detail: error instanceof Error ? error.message : String(error) }
  }
  process.send?.(answer)
})
process.on('disconnect', () => process.exit())
