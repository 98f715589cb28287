import type { Standing } from '../access/standing.ts'
import type { Bytes } from '../log/bytes.ts'
import type { Reader, SpaceRow } from '../ports.ts'
import { heldToVector, holdsChains, isHeldExactly, joinVectors, readHeld, splitHeld, vectorDigest } from './chains.ts'
import type { Held, HeldLog, Vector } from './chains.ts'
import { readLink } from './link.ts'
import type { LinkState } from './link.ts'
import type { Ask, Reply } from './messages.ts'
import type { Cargo } from './sending.ts'

/** What the asking side means to say and send of one space, and what became of it. */
export type Plan = {
  readonly space: SpaceRow
  readonly base: Vector | null
  readonly known: Vector
  readonly cargo: Cargo
  readonly ask: Ask
  readonly isPlain: boolean
  /** What is held is exactly the base: nothing was read. */
  readonly isSettled: boolean
  reply: Reply | null
  sent: Map<string, Held[]>
}

/** Made from what is held and what is remembered of the peer. */
export async function planSpace(
  peer: Bytes,
  reader: Reader,
  space: SpaceRow & { readonly standing: Standing },
  index: number,
): Promise<Plan> {
  const link = await readLink(reader, peer, space.id)
  const last = link.agreed[0]
  if (last && (await isHeldExactly(reader, space.id, last))) return settledPlan(space, last, link, index)
  const held = await readHeld(reader, space.id)
  const base = link.agreed[0] && holdsAll(held, link.agreed[0]) ? link.agreed[0] : null
  const known = joinVectors(base ?? new Map(), link.theirs)
  const { missing, common } = splitHeld(held, known)
  const beyond = splitHeld(held, base ?? new Map()).missing
  const isAsking = link.isUnsure && beyond.size > 0
  const uploads = isAsking ? new Map<string, HeldLog>() : missing
  const have = heldToVector(withoutSegments(beyond, uploads))
  const cargo = { index, missing: uploads, common, mayUseOld: !link.isPlain, admitted: space.standing.admitted }
  const ask = { space: space.id, base: base && vectorDigest(space.id, base), have, isAsking }
  return { space, base, known, cargo, ask, isPlain: link.isPlain, isSettled: false, reply: null, sent: new Map() }
}

/** Nothing here that the other hasn't: what is held isn't read. */
function settledPlan(
  space: SpaceRow & { readonly standing: Standing },
  base: Vector,
  link: LinkState,
  index: number,
): Plan {
  const none = new Map<string, HeldLog>()
  const cargo = { index, missing: none, common: none, mayUseOld: !link.isPlain, admitted: space.standing.admitted }
  const ask = { space: space.id, base: vectorDigest(space.id, base), have: new Map(), isAsking: false }
  const known = joinVectors(base, link.theirs)
  return { space, base, known, cargo, ask, isPlain: link.isPlain, isSettled: true, reply: null, sent: new Map() }
}

export const holdsAll = (held: ReadonlyMap<string, HeldLog>, vector: Vector): boolean =>
  [...vector].every(([log, chains]) => holdsChains(held.get(log)?.segments ?? [], chains))

function withoutSegments(
  from: ReadonlyMap<string, HeldLog>,
  taken: ReadonlyMap<string, HeldLog>,
): ReadonlyMap<string, HeldLog> {
  const left = new Map<string, HeldLog>()
  for (const [id, log] of from) {
    const gone = new Set(taken.get(id)?.segments.map((one) => one.row.key))
    const segments = log.segments.filter((one) => !gone.has(one.row.key))
    if (segments.length > 0) left.set(id, { ...log, segments })
  }
  return left
}
