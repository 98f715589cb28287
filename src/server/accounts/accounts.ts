import * as v from 'valibot'
import { command } from '#features/feature.server.ts'
import type { CommandContext, Feature } from '#features/feature.server.ts'
import { cardCommands } from './cards.ts'
import { deviceCommands, deviceQueries, tidyDevices } from './devices.ts'
import { foundingCommands, foundingQueries } from './founding.ts'
import { invitationCommands, invitationQueries } from './invitations.ts'
import { readMachine } from './machine.ts'
import { mandateCommands, mandateQueries } from './mandates.ts'
import type { Machine } from './moments.ts'
import { myAccountQueries } from './my-account.ts'
import { noticeCommands, noticeQueries } from './notices.ts'
import { createParts, nowOf, PersonId, Source } from './parts.ts'
import { passkeyCommands } from './passkeys.ts'
import { peopleTables, personById, projectPeople } from './people.ts'
import { printedCodeCommands } from './printed-codes.ts'
import { recoveryCommands, recoveryQueries, tidyRecoveries } from './recovery.ts'
import { SecretInput, setPassword, signInCommands } from './sign-in.ts'
import { sessionCommands, sessionQueries, tidySessions } from './sessions.ts'
import { forgetOld, tryOrWait } from './throttle.ts'

export type Accounts = ReturnType<typeof createAccounts>

/** How people enter this node and what they may do there: features `session` (who holds a cookie) and `accounts` (all the rest). */
export function createAccounts(machine: Machine = readMachine()) {
  const parts = createParts(machine)
  let tidied: number | null = null

  const session = {
    name: 'session',
    tables: { version: 1, names: [], create: '' },
    async project() {},
    queries: sessionQueries(parts),
    commands: sessionCommands(parts),
  } satisfies Feature

  const accounts = {
    name: 'accounts',
    tables: peopleTables,
    project: projectPeople,
    async tick(context: CommandContext) {
      const { sure, aged } = await nowOf(parts, context)
      if (tidied !== null && sure - tidied < EVERY) return
      tidied = sure
      await parts.moments.keep(context.sql, context.now)
      await tidySessions(context, parts)
      await tidyDevices(context, aged)
      await tidyRecoveries(context, parts)
      await forgetOld(context.sql, sure)
    },
    queries: {
      /** Under the name by which the house asks. */
      ...sessionQueries(parts),
      ...foundingQueries(),
      ...deviceQueries(parts),
      ...invitationQueries(parts),
      ...mandateQueries(parts),
      ...myAccountQueries(parts),
      ...noticeQueries(),
      ...recoveryQueries(parts),
    },
    commands: {
      ...foundingCommands(parts),
      ...signInCommands(parts),
      ...cardCommands(parts),
      ...deviceCommands(parts),
      ...invitationCommands(parts),
      ...mandateCommands(parts),
      ...noticeCommands(),
      ...passkeyCommands(parts),
      ...printedCodeCommands(parts),
      ...recoveryCommands(parts),
      /** Counts a form that everybody may send (an application) against the place that it comes from, or says how long to wait. */
      countForm: command(v.object({ source: Source }), async (context, { source }) => {
        const { sure } = await nowOf(parts, context)
        const wait = await tryOrWait(context.sql, [{ rule: 'form', key: source }], sure)
        return wait ?? { isCounted: true }
      }),
      /** At the edge only (demonstration, tests): gives a person without a way in a password. */
      enrol: command(
        v.object({ person: PersonId, secret: SecretInput, isShown: v.optional(v.boolean(), false) }),
        async (context, { person, secret, isShown }) => {
          if (!(await personById(context.sql, person))) return { tag: 'not-found' as const }
          await setPassword(context, person, secret, isShown)
          return { isEnrolled: true }
        },
      ),
    },
  } satisfies Feature

  return { session, accounts }
}

/** How often what lives in memory is written down and what is over is dropped. `sure` milliseconds. */
const EVERY = 60_000
