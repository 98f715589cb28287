import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  // The oldest browsers in which everything must read.
  build: { cssTarget: ['chrome80', 'firefox78', 'safari14'] },
  plugins: [
    sveltekit({
      adapter: adapter({ precompress: true, envPrefix: 'TRAIT_KIT_' }),
      // Pages are cached and shared, so scripts and styles are allowed by hash, never by nonce.
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['none'],
          'script-src': ['self'],
          'style-src': ['self'],
          'img-src': ['self', 'data:', 'blob:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'form-action': ['self'],
          'manifest-src': ['self'],
          'base-uri': ['none'],
          'object-src': ['none'],
          'frame-ancestors': ['none'],
          'require-trusted-types-for': ['script'],
          'trusted-types': ['svelte-trusted-html', 'sveltekit-trusted-url', 'ProseMirrorClipboard'],
        },
      },
      // One request for a first paint on a slow link: public pages carry their style inside.
      inlineStyleThreshold: 65536,
      output: { bundleStrategy: 'split' },
    }),
  ],
})
