/**
 * The import law of docs/architecture.md: who may import whom. Tests beside the code may import test tools and more of
 * the repository; what is shipped may not.
 */
const TESTS = '\\.test\\.ts$'
const LIBRARY = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown']
/** Pure packages: no Node, no DOM, no clock, no randomness of their own. A new one is added here with its reason in docs/dependencies.md. */
const PURE = '^node_modules/(@noble/(hashes|curves)|cborg|valibot|yjs|lib0|diff)/'
const rule = (name, from, to) => ({ name, severity: 'error', from: { pathNot: TESTS, ...from }, to })

module.exports = {
  forbidden: [
    rule(
      'core imports only core',
      { path: '^src/core/' },
      { path: '^(src|bin|tests|bench|sim)/', pathNot: '^src/core/' },
    ),
    rule('core imports only pure packages', { path: '^src/core/' }, { dependencyTypes: LIBRARY, pathNot: PURE }),
    rule('core knows no Node', { path: '^src/core/' }, { dependencyTypes: ['core'] }),

    rule(
      'a feature imports core, itself, and others by their door',
      { path: '^src/features/([^/]+)/.+\\.ts$' },
      {
        path: '^(src|bin|tests|bench|sim)/',
        pathNot: '^src/core/|^src/features/$1/|^src/features/[^/]+/index(\\.server)?\\.ts$|^src/features/[^/]+\\.ts$',
      },
    ),
    rule(
      'a feature’s own code imports no server file',
      { path: '^src/features/', pathNot: `${TESTS}|\\.server\\.ts$` },
      { path: '\\.server\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'a feature’s own code knows no Node',
      { path: '^src/features/', pathNot: `${TESTS}|\\.server\\.ts$` },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'a feature’s own code imports no SQL',
      { path: '^src/features/', pathNot: `${TESTS}|\\.server\\.ts$` },
      { path: '^node_modules/(kysely|pg)/', dependencyTypesNot: ['type-only'] },
    ),
    rule('a feature’s .ts imports no view', { path: '^src/features/.+\\.ts$' }, { path: '\\.svelte$' }),
    rule(
      'a view imports core, its feature and ui',
      { path: '^src/features/([^/]+)/.+\\.svelte$' },
      { path: '^src/', pathNot: '^src/(core|ui)/|^src/features/$1/|^src/features/[^/]+/index\\.ts$' },
    ),

    rule('ui imports only ui', { path: '^src/ui/' }, { path: '^(src|bin|tests|bench|sim)/', pathNot: '^src/ui/' }),
    rule(
      'the server imports core and features',
      { path: '^src/server/' },
      { path: '^(src|bin|tests|bench|sim)/', pathNot: '^src/(server|core|features|demo)/|^src/kinds\\.ts$' },
    ),
    rule(
      'the server imports no view and no Kit',
      { path: '^src/server/' },
      { path: '\\.svelte$|^node_modules/(svelte|@sveltejs)/|^\\$app' },
    ),
    rule(
      'the browser imports core, features and ui',
      { path: '^src/browser/' },
      { path: '^(src|bin|tests|bench|sim)/', pathNot: '^src/(browser|core|features|ui)/' },
    ),
    rule(
      'the browser imports nothing of the server',
      { path: '^src/browser/' },
      { path: '\\.server\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    rule('the browser knows no Node', { path: '^src/browser/' }, { dependencyTypes: ['core'] }),

    rule(
      'pages import the server only from server files',
      { path: '^src/(routes|hooks|service-worker)', pathNot: `${TESTS}|server\\.ts$` },
      { path: '^src/server/|\\.server\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    rule('pages know no SQL', { path: '^src/(routes|hooks)' }, { path: '^node_modules/(kysely|pg)/|^(node:)?sqlite$' }),

    rule(
      'the demonstration is content',
      { path: '^src/demo/' },
      { path: '^(src|bin|tests|bench|sim)/', pathNot: '^src/(demo|core|features)/|^src/kinds\\.ts$' },
    ),
    rule('tools import no page', { path: '^(bin|sim|bench)/' }, { path: '^src/routes/|\\.svelte$' }),
    rule('what is shipped imports no test', { path: '^(src|bin)/' }, { path: '^(tests|bench|sim)/' }),
    rule(
      'what is shipped needs no development package',
      { path: '^(src|bin)/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),

    {
      name: 'what is imported exists',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^\\$app/|^\\./\\$types' },
    },
    {
      name: 'no circle of imports',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|\\.svelte-kit|tests/fixtures)/' },
    tsPreCompilationDeps: 'specify',
    detectProcessBuiltinModuleCalls: true,
    parser: 'acorn',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'types', 'svelte', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.svelte', '.d.ts'],
    },
  },
}
