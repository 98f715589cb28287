import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { minify, oneByteText } from './built-text.ts'
import { pagePolicy } from './src/server/http/page-policy.ts'

/** In the browser's scripts, what the browser does itself stands for a package's own table. */
const lighter: Plugin = {
  name: 'lighter',
  enforce: 'pre',
  resolveId: (id) => {
    const file = { entities: 'named-characters.ts', 'linkify-it': 'no-linkify.ts' }[id]
    return file && fileURLToPath(new URL(`src/browser/editor/${file}`, import.meta.url))
  },
}

export default defineConfig({
  // The oldest browsers in which everything must read.
  build: { cssTarget: ['chrome80', 'firefox78', 'safari14'] },
  worker: { plugins: () => [lighter] },
  environments: { ssr: { build: { rolldownOptions: { output: { minify } } } } },
  plugins: [
    oneByteText,
    sveltekit({
      adapter: adapter({ precompress: true, envPrefix: 'TRAIT_KIT_' }),
      csp: { mode: 'hash', directives: pagePolicy() },
      // One request for a first paint on a slow link: public pages carry their style inside.
      inlineStyleThreshold: 65536,
      output: { bundleStrategy: 'split' },
    }),
  ],
})
