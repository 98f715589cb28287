/** Rules of SPEC.md broken on purpose, one at a time: the simulator must find each within 500 seeds, or it is blind. */
export type Mutant = { readonly rule: string; readonly file: string; readonly before: string; readonly after: string }

export const mutants: readonly Mutant[] = [
  {
    rule: 'L1: a database put back writes on in a new incarnation',
    file: 'src/core/log/writer.ts',
    before: `if (row.next < (pen.sealedUpTo?.(id) ?? 0)) throw new LogAltered(id)`,
    after: ``,
  },
  {
    rule: 'L2: tails of earlier incarnations are sealed too',
    file: 'sim/node.ts',
    before: `if (!areBytesEqual(log.name.node, node.key)) continue`,
    after: `if (!areBytesEqual(log.name.incarnation, node.incarnation)) continue`,
  },
  {
    rule: 'L3: both branches of a fork are kept',
    file: 'src/core/log/segment.ts',
    before: `export const BRANCHES = 8`,
    after: `export const BRANCHES = 1`,
  },
  {
    rule: 'L5: what a page gave to two nodes counts once',
    file: 'src/core/fold/refold.ts',
    before: `if (row.id >= one.id) continue`,
    after: `continue`,
  },
  {
    rule: 'V4: what contradicts the walk isn’t taken for theirs',
    file: 'src/core/sync/chains.ts',
    before: `walked.at(-1)?.first ?? chain.to`,
    after: `walked.at(-1)?.first ?? chain.to + 1`,
  },
  {
    rule: 'A2: a base counts only while all of it is held',
    file: 'src/core/sync/chains.ts',
    before: `return one?.first === from`,
    after: `return true`,
  },
  {
    rule: 'A3: agreed only on equal digests',
    file: 'src/core/sync/exchange.ts',
    before: `const digest = ended?.digest ?? vectorDigest(space.id, plan.base ?? new Map())`,
    after: `const digest = vectorDigest(space.id, both)`,
  },
  {
    rule: 'X1: a private space goes only to nodes on its list',
    file: 'src/core/sync/exchange.ts',
    before: `return isListed(end.peer) && isListed(end.desk.node) ?`,
    after: `return isListed(end.peer) || isListed(end.desk.node) ?`,
  },
  {
    rule: 'X5: what an order erased is taken out before it is stored',
    file: 'src/core/log/receiver.ts',
    before: `const kept = withoutValues(segment, isErased)`,
    after: `const kept = segment`,
  },
  {
    rule: 'O1: orders are put in force when they arrive',
    file: 'src/core/sync/intake.ts',
    before: `const after = await applyOrders(writer, desk, before)`,
    after: `const after = before`,
  },
  {
    rule: 'O3: what is set aside is left out of the fold',
    file: 'src/core/log/receiver.ts',
    before: `desk.isExcluded?.(placed, name) ?? false`,
    after: `false`,
  },
]
