import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Bytes } from '#core/log/bytes.ts'
import { openDiskBlobs } from './blobs/disk.ts'
import { readSoundBlob } from './blobs/sound-blob.ts'
import { openPictures } from './blobs/pictures.ts'
import { openUploads } from './blobs/uploads.ts'
import { createUploadsMount } from './http/uploads.ts'
import { createFileForms } from './http/file-forms.ts'
import { createChildTurns } from './child-turns.ts'
import { openControl } from './control.ts'
import { loadKit } from './http/kit.ts'
import { installLastResort } from './http/last-resort.ts'
import { createLog, type Log } from './http/log.ts'
import { openImportDesk } from './imports/import-desk.ts'
import { openBundleDesk } from './sync/bundle-desk.ts'
import { createPicturesMount } from './http/pictures.ts'
import { createSyncMounts } from './http/sync.ts'
import { createHouse, type House } from './http/server.ts'
import type { PageCache } from './http/page-cache.ts'
import { writeDurably } from './node/durable-file.ts'
import { foldersOf } from './node/identity.ts'
import { startNodeThread, type NodeThread } from './node/node-thread.ts'
import { createPress } from './print/press.ts'
import { PAGES } from './scripts.ts'
import { throwAwayGarbage } from './spare-memory.ts'
import type { Settings } from './settings.ts'

/** The whole node of one data folder: the only place where its parts meet. */
export interface Program extends AsyncDisposable {
  readonly node: NodeThread
  readonly house: House
  readonly log: Log
  /** Where it answers, for a person at this machine. */
  readonly address: string
  /** Resolves when the node's thread died: this program answers nothing any more and must be started anew. */
  readonly ended: Promise<Error>
}
export type ProgramFailure =
  { readonly tag: 'already-running'; readonly path: string } | { readonly tag: 'port-taken'; readonly port: number }

/** What a shell command asks of the whole node: acts.ts. */
const Act = v.object({ name: v.string(), input: v.unknown() })
/** What makes another public page: lists, their filters, and the reader's display. */
const PAGE_PARAMETERS = ['page', 'q', 'membre', 'lieu', 'theme', 'texte', 'leger']

/** How often the pages kept in memory are looked at, in milliseconds, and how many of them are made again each time. */
const PAGE_WATCH = 240_000
const MADE_AGAIN = 40

/** Opens the folder (made where there is none) and answers on the port; or says why it can't. */
export async function openProgram(settings: Settings): Promise<Program | ProgramFailure> {
  const { dataFolder, host, port, origin, trustedProxies } = settings
  const log = createLog({ clock: Date.now, write: (line) => void process.stderr.write(line) })
  mkdirSync(dataFolder, { recursive: true })
  const opened: AsyncDisposableStack = new AsyncDisposableStack()
  opened.defer(installLastResort(log))
  const began = Date.now()
  let status = (): unknown => ({ tag: 'starting' })
  let act = async (_input: unknown, _progress: (facts: unknown) => void): Promise<unknown> => ({ tag: 'starting' })
  // The door first: it's also what keeps a second node from the folder.
  const control = await openControl({
    dataFolder,
    log,
    handlers: { status: async () => status(), act: async (input, progress) => act(input, progress) },
  })
  if ('tag' in control) {
    await opened.disposeAsync()
    return control
  }
  opened.use(control)
  try {
    const node = await startNodeThread(dataFolder, { ownHosts: ownHostsOf(settings) })
    opened.defer(() => node.close())
    const kit = await loadKit(PAGES)
    const blobs = await openDiskBlobs(foldersOf(dataFolder).blobs)
    const readBlob = (hash: string) => readSoundBlob(blobs, hash)
    const turns = createChildTurns()
    const press = opened.use(createPress({ turns }))
    const uploads = await openUploads({
      folder: join(dataFolder, 'uploads'),
      random: (length) => new Uint8Array(randomBytes(length)),
      monotonic: () => performance.now(),
    })
    const pictures = await openPictures({ blobs, folder: join(dataFolder, 'pictures'), turns })
    // Both at once: the one’s last work may wait for the other’s.
    opened.defer(async () => void (await Promise.all([press.close(), pictures[Symbol.asyncDispose]()])))
    const imports = await openImportDesk({
      folder: join(dataFolder, 'imports'),
      uploads,
      act: node.act,
      now: Date.now,
      log,
    })
    opened.use(imports)
    const bundles = await openBundleDesk({
      folder: join(dataFolder, 'bundles'),
      uploads,
      act: node.act,
      now: Date.now,
      log,
    })
    opened.use(bundles)
    const sweep = () =>
      void Promise.all([uploads.sweep(), imports.sweep()]).catch((error: unknown) => log.failure('sweep-failed', error))
    sweep()
    const sweeping = setInterval(sweep, 3_600_000)
    opened.defer(() => clearInterval(sweeping))
    const secret = openSecret(foldersOf(dataFolder).keys)
    const house = createHouse({
      node,
      kit,
      host,
      port,
      secret,
      clock: Date.now,
      log,
      trustedProxies,
      pageParameters: PAGE_PARAMETERS,
      services: { readBlob, print: press.print, imports, bundles },
      mounts: [
        createPicturesMount({ readBlob, log }),
        createUploadsMount({ uploads, now: Date.now }),
        ...createSyncMounts({
          exchange: (port) => void node.exchange(port).catch((error: unknown) => log.failure('exchange-failed', error)),
          keys: async () => (await node.act('keysDocument', null)) as Bytes,
          pair: async (body) => (await node.act('answerPairing', body)) as { status: number; body: Bytes | null },
        }),
      ],
      fileForms: createFileForms({
        uploads,
        pictures,
        prefixes: ['/publier/', '/mon-association/', '/liaison/cle'],
        rawPaths: /^(?:\/mon-association\/(?:[0-9a-f]{24}|federation)\/reprise|\/liaison\/cle)$/,
      }),
      ...(origin ? { origin } : {}),
    })
    act = async (input, progress) => {
      const { name, input: own } = v.parse(Act, input)
      if (name === 'verify') await verifyPages(house.cache, node, log)
      return node.act(name, own, progress)
    }
    const watching = setInterval(() => {
      void verifyPages(house.cache, node, log).catch((error: unknown) => log.failure('pages-unverified', error))
    }, PAGE_WATCH)
    opened.defer(() => clearInterval(watching))
    const actualPort = await house.listen()
    opened.defer(() => house.close())
    imports.resume()
    bundles.resume()
    status = () => ({
      seconds: Math.round((Date.now() - began) / 1_000),
      ...house.counts(),
      pages: house.cache.stats(),
      address: origin ?? `http://localhost:${actualPort}`,
      host,
    })
    const address = origin ?? `http://localhost:${actualPort}`
    return { node, house, log, address, ended: node.ended, [Symbol.asyncDispose]: () => opened.disposeAsync() }
  } catch (error) {
    await opened.disposeAsync()
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return { tag: 'port-taken', port }
    throw error
  }
}

/** Who asks by another name of this machine is a neighbour: what is published is read by the public one. */
const ownHostsOf = ({ origin }: Settings): readonly string[] =>
  origin === undefined ? [] : [new URL(origin).hostname.replace(/^www\./, '')]

/** The kept pages against what was made: an alarm for other bytes; one that only became untrue is made again, and noted. */
async function verifyPages(cache: PageCache, node: NodeThread, log: Log): Promise<void> {
  const found = await cache.verifyEntries(MADE_AGAIN)
  for (const { key, tag } of found) log.write('warn', tag, { page: key })
  const altered = found.filter((one) => one.tag === 'bytes-altered').map((one) => one.key)
  if (altered.length > 0) await node.act('pagesAltered', altered)
  throwAwayGarbage()
}

/** What ties forms to their browser; it outlives a restart, so that a page left open still can be sent. */
function openSecret(keys: string): Uint8Array {
  const path = join(keys, 'forms.secret')
  if (!existsSync(path)) writeDurably(path, randomBytes(32), 0o600)
  return readFileSync(path)
}
