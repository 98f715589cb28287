import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { areBytesEqual, bytesToHex } from '#core/log/bytes.ts'
import { LogAltered, tailOperations } from '#core/log/writer.ts'
import type { LogRow } from '#core/ports.ts'
import { createDiskHasher } from '../blobs/disk.ts'
import { HERE, noteFound, noteOwn, readBlobNames } from '../node/blob-names.ts'
import type { OpenNode } from '../node/open-node.ts'
import type { Finding } from './finding.ts'
import { checkNames, checkShape } from './verify-shape.ts'
import { clearUnreadable, setAside } from './set-aside.ts'
import { removeStrays, verifyEntities } from './verify-entities.ts'
import { isBelieved, verifyAnchor, verifyLog, verifySpaces } from './verify-logs.ts'

/** How many entities are compared in one transaction: people's writes wait no longer than that. */
const SLICE = 100

/**
 * Reads everything that the node holds and compares it with what was signed: spaces, logs, anchor, folded state, derived tables,
 * search index, blobs. What readers see is put right from signed operations as it goes.
 */
export async function verifyNode(node: OpenNode): Promise<readonly Finding[]> {
  try {
    return await readAll(node)
  } catch {
    const count = await clearUnreadable(node)
    await node.refill()
    const sentence = `La base ne se relisait plus entièrement (${count} état(s) illisibles) : ses tables ont été refaites.`
    return [{ ...finding('database-damaged', sentence), isMended: true }, ...(await readAll(node))]
  }
}

async function readAll(node: OpenNode): Promise<readonly Finding[]> {
  const { store } = node
  // Nothing is believed because it is in memory: pages of the file are read again.
  await store.read(async () => store.db().exec('PRAGMA shrink_memory'))
  const findings: Finding[] = [
    ...checkIncarnation(node),
    ...(await checkDatabase(node)),
    ...(await checkShape(node)),
    ...(await checkNames(node)),
  ]
  const distrusted = new Set<number>()
  findings.push(...(await store.read((reader) => verifySpaces(reader, node.isTrustedRoot))))
  findings.push(...(await store.read((reader) => verifyAnchor(reader, node.anchor.read()))))
  for (const log of await store.read((reader) => reader.logs())) {
    const check = await store.read(async (reader) => {
      const space = (await reader.spaces()).find((row) => areBytesEqual(row.id, log.name.space))
      const isOurs = space !== undefined && isBelieved(space, node.isTrustedRoot)
      const standing = isOurs ? (await node.standings(reader)).get(bytesToHex(log.name.space)) : undefined
      return verifyLog(reader, log, node.identity.keys.publicKey, standing)
    })
    findings.push(...check.findings, ...(await checkTail(node, log, distrusted)))
    for (const key of check.distrusted) distrusted.add(key)
    await nextTurn()
  }
  findings.push(...(await setAside(node, distrusted)))
  findings.push(...(await checkEntities(node)))
  // Words taken out by another text than they came from leave the index of words unsound: it is made anew.
  if (findings.some((one) => one.tag === 'index-altered')) await node.refill()
  findings.push(...(await checkBlobs(node)))
  return findings
}

function checkIncarnation(node: OpenNode): readonly Finding[] {
  if (!node.identity.keepIncarnation()) return []
  const sentence = 'Le fichier « incarnation » du dossier des données a été changé ou ôté\u00a0: il a été remis.'
  return [finding('incarnation-altered', sentence)]
}

async function checkDatabase(node: OpenNode): Promise<readonly Finding[]> {
  const rows = await node.store.read(
    async () => node.store.db().prepare('PRAGMA quick_check(5)').all() as { quick_check: string }[],
  )
  const faults = rows.map((row) => row.quick_check).filter((text) => text !== 'ok')
  return faults.map((text) =>
    // The index of words says so itself, and is made anew.
    /fts5|search_words/i.test(text)
      ? finding('index-altered', `L’index des mots de la recherche était abîmé\u00a0: ${text}`)
      : {
          tag: 'database-damaged',
          sentence: `Le fichier de la base est abîmé\u00a0: ${text}`,
          entities: [],
          isMended: false,
        },
  )
}

/** The open tail of an own log under the node's secret; other logs have none. */
async function checkTail(node: OpenNode, log: LogRow, distrusted: Set<number>): Promise<readonly Finding[]> {
  return node.store.read(async (reader) => {
    const tail = await reader.tail(log.key)
    if (!tail || tail.count === 0) return []
    try {
      if (!areBytesEqual(log.name.node, node.identity.keys.publicKey)) throw new LogAltered(log.id)
      await tailOperations(reader, node.identity.keys, log, tail)
      return []
    } catch (error) {
      if (!(error instanceof LogAltered)) throw error
      distrusted.add(tail.key)
      const sentence = `Des écritures pas encore scellées ne sont pas celles de ce nœud : journal ${log.id.slice(0, 8)}, à partir de la position ${tail.first}.`
      return [{ tag: 'segment-altered', sentence, entities: [], isMended: false }]
    }
  })
}

async function checkEntities(node: OpenNode): Promise<readonly Finding[]> {
  const { store, registry, features } = node
  const findings: Finding[] = []
  for (let after: number | null = 0; after !== null;) {
    const from: number = after
    const slice = await store.write(async (writer) => {
      const standings = await node.standings(writer)
      return verifyEntities(
        writer,
        {
          registry,
          isExcluded: (placed, name) => standings.get(bytesToHex(name.space))?.isExcluded(placed, name) ?? false,
          features,
          db: store.db,
          project: (row) => node.project(writer, row, () => {}),
          indexed: (entity) => node.search.stored(store.db(), entity),
        },
        from,
        SLICE,
      )
    })
    // What a full disk kept from being put right is met again next time.
    if ('tag' in slice && slice.tag === 'disk-full') return findings
    if ('tag' in slice) return [...findings, finding('database-damaged', 'La base ne peut pas être relue entièrement.')]
    findings.push(...slice.findings)
    after = slice.last
    if (slice.findings.length > 0) node.tell(['*'])
    await nextTurn()
  }
  const strays = await store.write(async () =>
    removeStrays({ features, db: store.db }, (id) => node.search.index(store.db(), id, null)),
  )
  if (Array.isArray(strays) && strays.length > 0) {
    findings.push(...strays)
    node.tell(['*'])
  }
  return findings
}

/** Every blob that is here, read whole. One that is lost is shown no more, and asked for at the next exchange. */
async function checkBlobs(node: OpenNode): Promise<readonly Finding[]> {
  const rows = await node.store.read(async () => readBlobNames(node.sql))
  const findings: Finding[] = []
  for (const [hash, naming] of Map.groupBy(rows, (row) => row.hash)) {
    const found = await hashOfFile(join(node.folders.blobs, hash.slice(0, 2), hash.slice(2)))
    const awaited = naming.filter((row) => row.is_here === HERE.notYet)
    if (found === hash && awaited.length > 0) {
      const isOwn = (key: Uint8Array) => areBytesEqual(key, node.identity.keys.publicKey)
      const own = await node.store.write((writer) => noteOwn(node.sql, writer, node.registry, awaited, isOwn))
      if (Array.isArray(own) && own.length > 0) node.tell(own)
    }
    // What is still to come from elsewhere isn't missing.
    if (awaited.length === naming.length) continue
    const state = found === hash ? HERE.yes : HERE.lost
    if (naming.some((row) => row.is_here !== HERE.notYet && row.is_here !== state)) {
      const spaces = new Set(naming.map((row) => row.space))
      const changed = await node.store.write(async () => {
        const entities: string[] = []
        for (const space of spaces) entities.push(...(await noteFound(node.sql, hash, space, state)))
        return entities
      })
      if (Array.isArray(changed)) node.tell(changed)
    }
    if (found === hash) continue
    findings.push({
      tag: found === null ? 'blob-missing' : 'blob-altered',
      sentence:
        found === null
          ? `Le fichier d’une image manque ou ne se lit plus (${hash.slice(0, 12)}).`
          : `Le fichier d’une image a été modifié (${hash.slice(0, 12)}) : il n’est plus servi.`,
      entities: naming.slice(0, 1).map((row) => row.entity),
      isMended: false,
    })
  }
  return findings
}

async function hashOfFile(path: string): Promise<string | null> {
  const hasher = createDiskHasher()
  try {
    for await (const bytes of createReadStream(path)) hasher.update(bytes as Uint8Array)
  } catch {
    return null
  }
  return hasher.digest().hash
}

const finding = (tag: Finding['tag'], sentence: string): Finding => ({ tag, sentence, entities: [], isMended: true })
