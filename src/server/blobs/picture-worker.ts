import { writeFile } from 'node:fs/promises'
import { makeLadder } from './picture-ladder.ts'
import type { PictureAnswer } from './picture-answer.ts'
import type { PictureKind } from './picture-kinds.ts'

/**
 * The process that decodes pictures, so that a decoder's memory goes away with it and its crash stops nothing else.
 * Started by picture-workshop.ts; takes one job at a time and watches itself while the decoder runs in another thread.
 */
export type PictureJob = {
  file: string
  kind: PictureKind
  /** Most pixels declared. */
  pixels: number
  /** Most resident memory of this process, in bytes. */
  memory: number
  /** Most processor time for the job, in milliseconds: a busy machine takes nothing off it. */
  processor: number
}

const WATCH_EVERY = 20

const work = async (job: PictureJob): Promise<void> => {
  const before = process.cpuUsage()
  const watch = setInterval(() => {
    const { user, system } = process.cpuUsage(before)
    const isHeavy = process.memoryUsage.rss() > job.memory
    if (!isHeavy && (user + system) / 1000 <= job.processor) return
    clearInterval(watch)
    stop(isHeavy ? { tag: 'picture-too-heavy', limit: job.memory } : { tag: 'picture-too-slow', limit: job.processor })
  }, WATCH_EVERY)
  const answer = await makeLadder(job.file, job.kind, job.pixels)
  clearInterval(watch)
  process.send?.(answer)
}

/** Says why and dies, without the goodbyes of libraries whose threads are still at work. */
const stop = (answer: PictureAnswer): void => {
  process.send?.(answer, () => process.kill(process.pid, 'SIGKILL'))
}

// When memory is short, the system ends this process before the node (Linux; elsewhere there is no such file).
await writeFile('/proc/self/oom_score_adj', '1000').catch(() => {})
process.on('disconnect', () => process.exit(0))
process.on('message', (job: PictureJob) => void work(job))
