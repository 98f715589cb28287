import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser } from 'playwright-core'

/** A real Chromium: where it stands and what it needs around it. */
export interface BrowserPlace {
  readonly executable: string
  readonly environment: Readonly<Record<string, string>>
  readonly arguments: readonly string[]
}

/** Quiet, and without the sandbox that root can't have. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
]
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The browser that `CHROMIUM_PATH` names, else one of this machine, else the one that npm brought (Linux on x64 only). */
export async function findBrowser(): Promise<BrowserPlace> {
  const named = process.env['CHROMIUM_PATH']
  if (named !== undefined && named !== 'npm') return { executable: named, environment: {}, arguments: QUIET }
  const installed = named === 'npm' ? undefined : INSTALLED.find((path) => existsSync(path))
  if (installed !== undefined) return { executable: installed, environment: {}, arguments: QUIET }
  return unpackBrowser()
}

export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const place = await findBrowser()
  return chromium.launch({
    executablePath: place.executable,
    args: [...place.arguments, ...more],
    env: { ...(process.env as Record<string, string>), ...place.environment },
  })
}

const PARTS = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']

/**
 * Unpacks @sparticuz/chromium beside the libraries (200 MB, once). The package itself would unpack into the shared temporary
 * folder, where a second run takes a half-written file for a whole one, and without the system libraries, which it brings
 * for another system but which Debian 12 takes too. Its own arguments switch web security off: they aren't used.
 */
async function unpackBrowser(): Promise<BrowserPlace> {
  const packageFile = fileURLToPath(import.meta.resolve('@sparticuz/chromium'))
  const archive = join(dirname(dirname(packageFile)), 'bin')
  const cache = join(dirname(dirname(archive)), '..', '.cache')
  const folder = join(cache, 'chromium')
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true })
    const part = `${folder}.${process.pid}`
    rmSync(part, { recursive: true, force: true })
    mkdirSync(part)
    const { inflate } = await import('@sparticuz/chromium')
    const before = process.env['TMPDIR']
    process.env['TMPDIR'] = part
    try {
      await Promise.all(PARTS.map((name) => inflate(join(archive, name))))
    } finally {
      if (before === undefined) delete process.env['TMPDIR']
      else process.env['TMPDIR'] = before
    }
    if (existsSync(folder)) rmSync(part, { recursive: true })
    else renameSync(part, folder)
  }
  return {
    executable: join(folder, 'chromium'),
    environment: {
      LD_LIBRARY_PATH: `${join(folder, 'al2023', 'lib')}:${folder}`,
      FONTCONFIG_PATH: join(folder, 'fonts'),
    },
    // This build is the old headless shell, without the zygote's helpers.
    arguments: [...QUIET, '--headless=shell', '--no-zygote'],
  }
}
