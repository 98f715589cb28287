/** Scripts that start by themselves: the command, a thread, child processes. Where each is in the sources, from this file. */
export const SCRIPTS = {
  main: './cli/main.ts',
  'node-worker': './node/node-worker.ts',
  'picture-worker': './blobs/picture-worker.ts',
  'press-worker': './print/press-worker.ts',
  'fill-process': './demo/fill-process.ts',
} as const

/** Whether this runs from what `program.config.ts` built, where every script lies beside the others in `build/program`. */
const isBuilt = import.meta.url.endsWith('.js')

/** The only place that knows where a script is. */
export const scriptUrl = (name: keyof typeof SCRIPTS): URL =>
  new URL(isBuilt ? `./${name}.js` : SCRIPTS[name], import.meta.url)

/** The folder of the built pages. */
export const PAGES = new URL(isBuilt ? '../' : '../../build/', import.meta.url)
