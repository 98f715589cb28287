import type { Log } from './log.ts'

/**
 * What no wrapper caught is written down and the process goes on: one exception must not be a remote off switch
 * (ASVS 5.0, 16.5.4). What was acknowledged is on disk; the request concerned has already been answered or hangs up.
 */
export function installLastResort(log: Log): () => void {
  const onException = (error: unknown) => log.failure('uncaught-exception', error)
  const onRejection = (error: unknown) => log.failure('unhandled-rejection', error)
  process.on('uncaughtException', onException)
  process.on('unhandledRejection', onRejection)
  return () => {
    process.off('uncaughtException', onException)
    process.off('unhandledRejection', onRejection)
  }
}
