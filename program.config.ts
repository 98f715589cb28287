import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { minify, oneByteText } from './built-text.ts'
import { SCRIPTS } from './src/server/scripts.ts'

const scripts = Object.entries(SCRIPTS).map(([name, path]) => [
  name,
  fileURLToPath(new URL(path, new URL('src/server/', import.meta.url))),
])

/**
 * The program without its pages, in few and small files (docs/decisions, 17).
 */
export default defineConfig({
  publicDir: false,
  plugins: [oneByteText],
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
        minify,
      },
    },
  },
})
