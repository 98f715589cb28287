// Plain JavaScript for Node 18 and later: it runs before anything is installed.
// Installs what the lock file names when it changed, and builds the pages when a source is newer than the build.
import { createHash } from 'node:crypto'
import { execSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BUILT, newest, SOURCES } from './newest.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
process.chdir(root)
/** @param {string} command */
const run = (command) => execSync(command, { stdio: ['ignore', 'inherit', 'inherit'] })

const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
const mark = join('node_modules', '.ready')
if (!existsSync(mark) || readFileSync(mark, 'utf8') !== lock) {
  console.log('Installation des bibliothèques (une fois, une minute environ, 270 Mo)…')
  run('npm ci --no-audit --no-fund --loglevel=error --ignore-scripts')
  testNode()
  writeFileSync(mark, lock)
}

if (process.argv.includes('--build') && newest(SOURCES) > newest([BUILT])) {
  console.log('Construction des pages…')
  // What the builder says when all is well would be noise.
  for (const config of ['vite.config.ts', 'program.config.ts'])
    execSync(`npx vite build --config ${config} --logLevel error`, { stdio: ['ignore', 'ignore', 'inherit'] })
}

/** The Node that npm brought needs one library that a Debian without compiler hasn't: said in words, and not tried again with it. */
function testNode() {
  if (process.platform !== 'linux') return
  try {
    execSync('node_modules/.bin/node --version', { stdio: 'pipe' })
  } catch (error) {
    rmSync('node_modules/.bin/node', { force: true })
    const said = String(/** @type {{ stderr?: unknown }} */ (error).stderr ?? error)
    const isAtomic = said.includes('libatomic')
    console.error(
      isAtomic
        ? 'Il manque à ce système une petite bibliothèque, libatomic. Sur Debian ou Ubuntu : sudo apt install libatomic1\nSur Fedora : sudo dnf install libatomic. Puis recommencez.'
        : `Le Node que npm vient d’installer ne marche pas sur ce système :\n${said}`,
    )
    process.exit(1)
  }
}
