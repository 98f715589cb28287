import { installLastResort } from '../../src/server/http/last-resort.ts'
import { createLog } from '../../src/server/http/log.ts'

/** A process in which two things go wrong where nobody looks; it ends with status 7 if it lives on. */
installLastResort(createLog({ clock: () => 0, write: (line) => void process.stdout.write(line) }))
void Promise.reject(new RangeError('another bug'))
setImmediate(() => {
  setImmediate(() => setImmediate(() => process.exit(7)))
  throw new TypeError('a bug')
})
