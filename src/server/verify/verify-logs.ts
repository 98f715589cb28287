import { areBytesEqual, bytesToHex } from '#core/log/bytes.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { hashToId } from '#core/log/operation.ts'
import { branchId, BRANCHES, logId, NO_PREVIOUS, PREVIOUS_BYTES, verifySegment } from '#core/log/segment.ts'
import { readGenesis } from '#core/log/space.ts'
import type { Standing } from '#core/access/standing.ts'
import { bytesToOperation, segmentOf } from '#core/log/writer.ts'
import type { LogRow, OperationRow, Reader, SegmentRow } from '#core/ports.ts'
import { verifyEd25519 } from '../keys/ed25519.ts'
import type { Heads } from '../node/anchor.ts'
import type { Finding } from './finding.ts'

/** What a check of the logs gives: findings, and the segments whose operations can't be believed. */
export type LogCheck = { readonly findings: readonly Finding[]; readonly distrusted: ReadonlySet<number> }

/** Every space against its root's signature: this node's key, or one that was trusted when this node was paired. */
export async function verifySpaces(reader: Reader, isTrusted: (root: Bytes) => boolean): Promise<readonly Finding[]> {
  const spaces = await reader.spaces()
  return spaces.flatMap((space) =>
    isBelieved(space, isTrusted)
      ? []
      : [
          finding(
            'space-altered',
            `La fiche d’origine de l’espace ${bytesToHex(space.id)} n’est plus celle qui a été signée.`,
          ),
        ],
  )
}

/** Whether a space is rooted in a key that this node trusts. What a stranger's says of whom to believe is the stranger's word. */
export function isBelieved(
  { id, genesis }: { readonly id: Bytes; readonly genesis: Bytes },
  isTrusted: (root: Bytes) => boolean,
): boolean {
  const root = readGenesis(id, genesis, verifyEd25519)?.root
  return root !== undefined && isTrusted(root)
}

/** The anchor's word on the node's own logs: none may be shorter than it was, or end otherwise. */
export async function verifyAnchor(
  reader: Reader,
  heads: Heads | { readonly tag: 'anchor-damaged' },
): Promise<readonly Finding[]> {
  if (isDamaged(heads)) {
    return [
      finding(
        'anchor-damaged',
        'L’ancre (le témoin gardé à côté de la clé du nœud) est abîmée : rien ne prouve plus qu’aucun texte récent ne manque.',
      ),
    ]
  }
  const findings: Finding[] = []
  for (const [id, { next, head }] of Object.entries(heads)) {
    const log = await reader.findLog(id)
    const end = log && (await reader.segments(log.key, next - 1)).find((row) => row.first + row.count === next)
    if (end?.hash && bytesToHex(end.hash) === head) continue
    const missing = log ? await countFrom(reader, log, next) : next
    findings.push(
      finding(
        'log-cut',
        `Le journal ${id.slice(0, 8)} ne contient plus tout ce qui a été scellé : ${missing} écriture(s) manquent ou diffèrent à partir de la position ${log ? Math.min(log.next, next) : 0}.`,
      ),
    )
  }
  return findings
}

const isDamaged = (heads: Heads | { readonly tag: 'anchor-damaged' }): heads is { readonly tag: 'anchor-damaged' } =>
  typeof heads.tag === 'string'

async function countFrom(reader: Reader, log: LogRow, next: number): Promise<number> {
  const held = (await reader.segments(log.key)).reduce((count, row) => count + (row.signature ? row.count : 0), 0)
  return Math.max(1, next - held)
}

/**
 * One log from its first segment to its tail: positions without holes, hashes in a chain, signatures, ids of operations. Of another
 * node's log nothing is believed unless a certificate admits it; it may have holes, since the newest comes first.
 */
export async function verifyLog(
  reader: Reader,
  log: LogRow,
  node: Bytes,
  standing: Standing | undefined,
): Promise<LogCheck> {
  const rows = await reader.segments(log.key)
  const isOwn = areBytesEqual(log.name.node, node)
  const isAdmitted = isOwn || (standing?.isAdmitted(bytesToHex(log.name.node)) ?? false)
  const id = bytesToHex(logId(log.name))
  const isBranch = Array.from({ length: BRANCHES - 1 }, (_, index) => branchId(id, index + 1)).includes(log.id)
  if (!isAdmitted || (log.id !== id && !isBranch)) {
    const sentence = `Le journal ${log.id.slice(0, 8)} n’est pas de ce nœud\u00a0: rien de ce qu’il dit n’est montré.`
    return { findings: [finding('log-unknown', sentence)], distrusted: new Set(rows.map((row) => row.key)) }
  }
  const findings: Finding[] = []
  const distrusted = new Set<number>()
  const open = rows.filter((row) => !row.signature)
  if (open.length > 1 || (open[0] && open[0] !== rows.at(-1))) {
    for (const row of open) distrusted.add(row.key)
    const sentence = `Le journal ${log.id.slice(0, 8)} a des suites d’écritures sans signature ailleurs qu’à sa fin.`
    findings.push(finding('segment-altered', sentence))
  }
  const mayHaveHoles = !isOwn || isBranch
  const sealed = rows.findLast((row) => row.signature)
  if (!areBytesEqual(sealed?.hash ?? NO_PREVIOUS, log.head ?? NO_PREVIOUS))
    findings.push(finding('segment-altered', `Le journal ${log.id.slice(0, 8)} ne finit pas par ce qu’il annonce.`))
  let next = 0
  let previous = NO_PREVIOUS
  for (const row of rows) {
    const where = `journal ${log.id.slice(0, 8)}, positions ${row.first} à ${row.first + row.count - 1}`
    if (row.first !== next && mayHaveHoles) previous = row.previous
    else if (row.first !== next)
      findings.push(
        finding(
          'segment-missing',
          `Il manque une suite d’écritures signées : ${where.replace(/positions .*/, `positions ${next} à ${row.first - 1}`)}.`,
        ),
      )
    if (row.first === next && !areBytesEqual(row.previous, previous))
      findings.push(finding('segment-altered', `La chaîne des écritures signées est rompue : ${where}.`))
    if (row.signature) {
      const fault = await verifyRow(reader, log, row, standing)
      if (fault) {
        distrusted.add(row.key)
        findings.push({
          ...finding('segment-altered', `${fault} : ${where}.`),
          entities: await entitiesOf(reader, row),
        })
      }
      previous = (row.hash ?? NO_PREVIOUS).slice(0, PREVIOUS_BYTES)
    }
    next = row.first + row.count
  }
  if (next !== log.next)
    findings.push(
      finding('segment-missing', `Le journal ${log.id.slice(0, 8)} annonce ${log.next} écritures, ${next} sont là.`),
    )
  return { findings, distrusted }
}

/** Why a sealed segment isn't what its node signed; null when it is. */
async function verifyRow(
  reader: Reader,
  log: LogRow,
  row: SegmentRow,
  standing: Standing | undefined,
): Promise<string | null> {
  const operations = await reader.operationsOfSegment(row.key)
  const isOrdered = (one: OperationRow) => {
    const { entity, fields } = bytesToOperation(one.bytes)
    const erased = standing?.erased.get(entity ? bytesToHex(entity) : one.id)
    return [...fields].every(([field, entry]) => entry !== null || erased?.has(field))
  }
  if (operations.length !== row.count) return `Il manque ${row.count - operations.length} écriture(s) signée(s)`
  let segment
  try {
    if (!operations.every(isOrdered)) return 'Des valeurs signées ont été effacées, ce que personne n’a ordonné'
    segment = await segmentOf(reader, row)
  } catch {
    return 'Une écriture signée est illisible'
  }
  if (!segment) return 'Une signature manque'
  const verified = verifySegment(log.name, segment, verifyEd25519)
  if ('tag' in verified) return 'Des écritures signées ont été modifiées'
  if (!row.hash || !areBytesEqual(row.hash, verified.hash)) return 'L’empreinte d’écritures signées a été modifiée'
  const isAstray = (one: OperationRow, index: number) =>
    bytesToHex(hashToId(verified.hashes[index] as Uint8Array)) !== one.id
  return operations.some(isAstray) ? 'Des écritures signées portent un autre nom que le leur' : null
}

async function entitiesOf(reader: Reader, row: SegmentRow): Promise<string[]> {
  const ids = new Set<string>()
  for (const one of await reader.operationsOfSegment(row.key)) {
    const entity = await reader.entityByKey(one.entity)
    if (entity) ids.add(entity.id)
  }
  return [...ids]
}

const finding = (tag: Finding['tag'], sentence: string): Finding => ({ tag, sentence, entities: [], isMended: false })
