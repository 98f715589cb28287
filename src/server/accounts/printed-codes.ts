import * as v from 'valibot'
import { command } from '#features/feature.server.ts'
import type { CommandContext, QueryContext } from '#features/feature.server.ts'
import type { Bytes } from '#core/log/bytes.ts'
import { areSame, bytesToCode, CODE_LENGTHS, hashOf, readCode } from './codes.ts'
import { newId, tell } from './parts.ts'
import type { Parts } from './parts.ts'
import { confirmedSession } from './sessions.ts'

/** Codes on a sheet of paper, 60 bits and one use each: the second factor that needs no date and no link; two of them recover an account. */
export const SHEET = 10

const hashFor = (person: string, code: string): Bytes => hashOf(`printed ${person}`, code)

/** A new sheet; the old one is worth nothing any more. */
export async function makeSheet(context: CommandContext, person: string): Promise<readonly string[]> {
  await context.sql
    .deleteFrom('credentials')
    .where('person', '=', person)
    .where('type', '=', 'code')
    .where('suspended', 'is', null)
    .execute()
  const codes: string[] = []
  for (let index = 0; index < SHEET; index++) {
    const code = bytesToCode(context.random(CODE_LENGTHS.printed))
    await context.sql
      .insertInto('credentials')
      .values({
        id: newId(context),
        person,
        type: 'code',
        lookup: null,
        secret: hashFor(person, code.replaceAll('-', '')),
        facts: '{}',
        label: '',
        wall: context.now,
        suspended: null,
      })
      .execute()
    codes.push(code)
  }
  return codes
}

/** The ids of the person's unused codes that these texts are, each once; every code is compared, in constant time. */
export async function findPrintedCodes(
  context: QueryContext,
  person: string,
  typed: readonly string[],
  { isSuspended = false }: { readonly isSuspended?: boolean } = {},
): Promise<readonly string[]> {
  const rows = (await context.sql
    .selectFrom('credentials')
    .select(['id', 'secret'])
    .where('person', '=', person)
    .where('type', '=', 'code')
    .where('suspended', isSuspended ? 'is not' : 'is', null)
    .execute()) as { id: string; secret: Bytes }[]
  const found = new Set<string>()
  for (const text of typed) {
    const hash = hashFor(person, readCode(text, CODE_LENGTHS.printed) ?? '')
    for (const row of rows) if (areSame(row.secret, hash)) found.add(row.id)
  }
  return [...found]
}

export async function usePrintedCode(context: CommandContext, person: string, typed: string): Promise<boolean> {
  const [id] = await findPrintedCodes(context, person, [typed])
  if (!id) return false
  await context.sql.deleteFrom('credentials').where('id', '=', id).execute()
  return true
}

export const printedCodeCommands = (parts: Parts) => ({
  /** A new sheet of codes, shown once. */
  makeCodes: command(v.object({}), async (context) => {
    const own = await confirmedSession(context, parts)
    if ('tag' in own) return own
    const codes = await makeSheet(context, own.person)
    await tell(context, own.person, 'codes-made')
    return { codes }
  }),
})
