import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openBlockLog, type BlockLog } from './block-log.ts'

/**
 * Never the synchronous ones below: the disk's server runs in this process, and the kernel waits for it.
 */
export const run = promisify(execFile)

/** An empty ext4 of this many bytes. */
export async function createImage(folder: string, size: number): Promise<Buffer> {
  const path = join(folder, 'empty.img')
  await writeFile(path, '')
  await truncate(path, size)
  await run('mkfs.ext4', ['-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', path])
  const image = await readFile(path)
  await rm(path)
  return image
}

export interface LoggedDisk extends AsyncDisposable {
  readonly log: BlockLog
  /** Where its file system is mounted. */
  readonly mounted: string
}

/**
 * An ext4 whose every block write and flush is noted: a loop device over a file that nbdfuse shows of our own NBD server. As root; Linux with loop, FUSE and
 * ext4.
 */
export async function mountLogged(folder: string, image: Buffer): Promise<LoggedDisk> {
  const opened = new AsyncDisposableStack()
  try {
    const [socket, shown, mounted] = ['nbd.sock', 'shown', 'disk'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    const log = opened.use(await openBlockLog(socket, image))
    await mkdir(shown)
    await mkdir(mounted)
    const pid = join(folder, 'nbdfuse.pid')
    const fuse = spawn('nbdfuse', ['-P', pid, join(shown, 'disk'), '--unix', socket], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const over = once(fuse, 'close')
    opened.defer(async () => {
      await run('umount', [shown])
      await over
    })
    while (!existsSync(pid)) {
      if (fuse.exitCode !== null) throw new Error(`nbdfuse ended (${fuse.exitCode})`)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await run('mount', ['-o', 'loop', join(shown, 'disk'), mounted])
    opened.defer(() => run('umount', [mounted]).then(() => {}))
    return { log, mounted, [Symbol.asyncDispose]: () => opened.disposeAsync() }
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

/** A found disk, mounted; its journal is replayed as at any start. */
export async function mountImage(
  folder: string,
  image: Buffer,
): Promise<AsyncDisposable & { readonly mounted: string }> {
  const path = join(folder, 'found.img')
  const mounted = join(folder, 'found')
  await writeFile(path, image)
  await mkdir(mounted, { recursive: true })
  await run('mount', ['-o', 'loop', path, mounted])
  return {
    mounted,
    [Symbol.asyncDispose]: async () => {
      await run('umount', [mounted])
      await rm(path)
    },
  }
}
