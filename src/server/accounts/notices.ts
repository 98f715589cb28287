import * as v from 'valibot'
import { command, query } from '#features/feature.server.ts'
import { LocalId } from './parts.ts'
import type { NoticeEvent } from './parts.ts'

export type NoticeView = {
  readonly id: string
  readonly event: NoticeEvent
  readonly facts: Readonly<Record<string, string | number>>
  readonly wall: number
}

export const noticeQueries = () => ({
  /** What happened to my account, until I say that I read it. */
  notices: query(v.object({}), async ({ sql, actor }): Promise<readonly NoticeView[]> => {
    if (!actor) return []
    const rows = (await sql
      .selectFrom('notices')
      .select(['id', 'event', 'facts', 'wall'])
      .where('person', '=', actor.person)
      .orderBy('key', 'desc')
      .limit(20)
      .execute()) as { id: string; event: NoticeEvent; facts: string; wall: number }[]
    return rows.map((row) => ({ ...row, facts: JSON.parse(row.facts) as NoticeView['facts'] }))
  }),
})

export const noticeCommands = () => ({
  readNotice: command(v.object({ id: LocalId }), async ({ sql, actor }, { id }) => {
    if (!actor) return { tag: 'needs-sign-in' as const }
    await sql.deleteFrom('notices').where('id', '=', id).where('person', '=', actor.person).execute()
    return { isRead: true }
  }),
})
