import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { compile } from 'svelte/compiler'

/** Lets plain Node import `.svelte` files as server components, so that a test renders a view with no build. Style sheets are empty. */
registerHooks({
  load(url, context, next) {
    if (url.endsWith('.css')) return { format: 'module', source: '', shortCircuit: true }
    if (!url.endsWith('.svelte')) return next(url, context)
    const filename = fileURLToPath(url)
    const { js } = compile(readFileSync(filename, 'utf8'), { generate: 'server', filename, css: 'external' })
    return { format: 'module', source: js.code, shortCircuit: true }
  },
})
