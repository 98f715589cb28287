import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { SCRIPTS } from './src/server/scripts.ts'

const scripts = Object.entries(SCRIPTS).map(([name, path]) => [
  name,
  fileURLToPath(new URL(path, new URL('src/server/', import.meta.url))),
])

/**
 * The program without its pages, in few and small files: the text of a module stays in memory for as long as it runs, once in each
 * thread (docs/decisions, 17). Names are kept, so that what is written down of a failure can be read.
 */
export default defineConfig({
  publicDir: false,
  // The native one, and the one that finds its files beside its own.
  ssr: { noExternal: true, external: ['sharp', 'pdfkit'] },
  build: {
    ssr: true,
    outDir: 'build/program',
    emptyOutDir: true,
    target: 'esnext',
    rolldownOptions: {
      input: Object.fromEntries(scripts),
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        minify: { compress: true, mangle: { keepNames: true }, codegen: true },
      },
    },
  },
})
