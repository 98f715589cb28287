import { randomBytes } from 'node:crypto'
import { renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { openSqliteStore } from '../store/sqlite-store.ts'
import type { Feature } from '#features/feature.server.ts'
import { features as allFeatures } from '../features.ts'
import { createSearchIndex } from '../search/fts.ts'
import { openAlarms } from './alarms.ts'
import { registry } from '../../kinds.ts'
import { openAnchor } from './anchor.ts'
import type { Finding } from '../verify/finding.ts'
import { foldersOf, openIdentity } from './identity.ts'
import { syncDurably } from './durable-file.ts'
import { createNode } from './node.ts'
import { createMending } from '../verify/watch.ts'
import { createLinkDesk } from '../sync/link-desk.ts'
import type { LinkDesk } from '../sync/link-desk.ts'
import { dropBlob } from '../sync/partials.ts'
import { openLinks } from '../sync/links.ts'
import { areBytesEqual } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'

/** Opens the node of a data folder in this thread; makes the folder, the key and the database where there are none. */
export async function openNode(
  data: string,
  {
    clock = Date.now,
    features = allFeatures,
    ownHosts = [],
  }: { clock?: () => number; features?: readonly Feature[]; ownHosts?: readonly string[] } = {},
) {
  const folders = foldersOf(data)
  const identity = openIdentity(folders)
  const anchor = openAnchor(folders.keys, identity.keys)
  const alarms = openAlarms(folders.keys)
  const store = openSqliteStore(join(data, 'node.sqlite'), {
    beforeMigration: (db, from) => copyBefore(db, join(data, `before-step-${from}.sqlite`)),
  })
  if (identity.wasIncarnationAltered) alarms.raise([incarnationAltered], clock(), alarms.lastSound())
  const random = (length: number) => new Uint8Array(randomBytes(length))
  const links = openLinks(folders.keys, identity.keys, clock, random)
  /** A root in which a space may be believed: this node's own key, or one that a person trusted by pairing. */
  const isTrustedRoot = (root: Bytes) => areBytesEqual(root, identity.keys.publicKey) || links.peers.isTrusted(root)
  const link: LinkDesk = createLinkDesk(() => opened)
  const mend = createMending(() => opened, () => performance.now()) // prettier-ignore
  const node = await createNode({
    store,
    onDamage: mend,
    registry,
    features,
    search: createSearchIndex(),
    sealedUpTo: anchor.sealedUpTo,
    onLogAltered: (log) => alarms.raise([logAltered(log)], clock(), null),
    identity,
    alarms,
    link,
    clock,
    ownHosts,
    random,
    onSealed: anchor.advance,
    dropBlob: (hash) => dropBlob(folders.blobs, hash),
  })
  const opened = {
    ...node,
    folders,
    anchor,
    alarms,
    clock,
    random,
    links,
    link,
    isTrustedRoot,
    close: () => store.close(),
  }
  return opened
}

/** The copy to go back to has its name once it is whole on the disk; one that a cut left half made is begun anew. */
function copyBefore(db: DatabaseSync, path: string): void {
  const making = `${path}.new`
  rmSync(making, { force: true })
  db.exec(`VACUUM INTO '${making.replaceAll("'", "''")}'`)
  syncDurably(making)
  renameSync(making, path)
  syncDurably(dirname(path))
}

const incarnationAltered: Finding = {
  tag: 'incarnation-altered',
  sentence:
    'Le fichier « incarnation » du dossier des données a été changé ou ôté pendant l’arrêt\u00a0: le nœud écrit dans de nouveaux journaux.',
  entities: [],
  isMended: true,
}

const logAltered = (log: string): Finding => ({
  tag: 'segment-altered',
  sentence: `Le journal ${log.slice(0, 8)} n’est plus celui que ce nœud a écrit ; les écritures suivantes vont dans un nouveau journal.`,
  entities: [],
  isMended: false,
})

export type OpenNode = Awaited<ReturnType<typeof openNode>>
