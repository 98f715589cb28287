import type { Plugin } from 'vite'

/** The text of a module stays in memory as long as it runs, once in each thread. Names are kept, so that the trace of a failure can be read. */
export const minify = { compress: true, mangle: { keepNames: true }, codegen: true } as const

/**
 * V8 keeps a text in one byte a letter only while all of them are ASCII: one « ’ » doubles a whole module, for as long as it runs.
 * Written as escapes they mean the same in names, strings, templates and regular expressions; in raw templates they would not.
 */
export const oneByteText: Plugin = {
  name: 'one-byte-text',
  applyToEnvironment: ({ config }) => config.consumer === 'server',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        if (/\braw`[^`]*[\u0080-\uffff]/.test(chunk.code)) this.error(`${chunk.fileName}: a raw template isn’t ASCII`)
        chunk.code = chunk.code.replace(
          /[\u0080-\uffff]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        )
      }
    },
  },
}
