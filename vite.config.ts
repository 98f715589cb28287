import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'
import { pagePolicy } from './src/server/http/page-policy.ts'

export default defineConfig({
  // The oldest browsers in which everything must read.
  build: { cssTarget: ['chrome80', 'firefox78', 'safari14'] },
  plugins: [
    sveltekit({
      adapter: adapter({ precompress: true, envPrefix: 'TRAIT_KIT_' }),
      csp: { mode: 'hash', directives: pagePolicy() },
      // One request for a first paint on a slow link: public pages carry their style inside.
      inlineStyleThreshold: 65536,
      output: { bundleStrategy: 'split' },
    }),
  ],
})
