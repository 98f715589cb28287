import * as v from 'valibot'
import { instantToDay } from '#core/text/format.ts'
import { foldForSearch } from '#core/search.ts'
import { query } from '#features/feature.server.ts'
import { excerpt } from './body/markdown-to-text.ts'
import { markdownToHtml } from './body/markdown-to-html.ts'
import { associationById, findDraft, Id, notFound, refusalFor } from './drafts.server.ts'
import { ownPicture, readablePictures } from './draft-pictures.server.ts'
import { FEDERATION_ZONE, toAssociationRef, toWhen } from './item-views.server.ts'
import type { DateFacts } from './item-views.server.ts'
import type { ArticleView, DateView, PageView } from './views.ts'

/** A draft as the public would see it, for those who may read it. */
export const draftPreview = query(v.object({ id: Id }), async (context, { id }) => {
  const found = await findDraft(context, id, true)
  if (!found) return notFound
  const text = found.value
  const refusal = await refusalFor(context, 'portal.read-draft', { association: text.association })
  if (refusal) return refusal
  context.use(id)
  const own = text.association === null ? null : await associationById(context, text.association)
  const inBody = [...text.body.matchAll(/\(picture:([0-9a-f]{24})\)/g)].map((match) => match[1] as string)
  const rows = await readablePictures(
    context,
    text.picture === null ? inBody : [text.picture, ...inBody],
    text.association,
  )
  const pictures = new Map([...rows].map(([key, row]) => [key, ownPicture(row, '')]))
  const bodyHtml = markdownToHtml(text.body, {
    headingShift: 1,
    pictures: (key) => {
      const picture = pictures.get(key)
      const last = picture?.sources.at(-1)
      return picture && last
        ? { src: last.src, srcset: '', width: picture.width, height: picture.height, alt: '' }
        : undefined
    },
  })
  const association = own && toAssociationRef(own)
  const common = {
    title: text.title,
    lang: text.language || 'fr',
    bodyHtml,
    association,
    changedOn: null,
    revisionsPath: null,
  }
  const lead = text.picture === null ? undefined : rows.get(text.picture)
  const picture = lead ? ownPicture(lead, text.pictureText) : null
  const summary = excerpt(text.body, 220)
  if (text.target === 'page') return { kind: 'page' as const, view: { ...common, summary, picture } satisfies PageView }
  if (text.target === 'gathering') {
    const row: DateFacts = {
      date: text.date ?? Math.floor(context.now / 1000),
      ends: text.ends,
      place_sort: foldForSearch(text.place),
      is_whole_day: Number(text.isWholeDay),
      association: text.association,
    }
    const around = { associations: new Map(own ? [[own.id, own]] : []) }
    const view: DateView = {
      ...common,
      summary,
      when: toWhen(row, around),
      place: text.place || null,
      address: null,
      isCancelled: false,
      isPast: (row.ends ?? row.date) * 1000 < context.now,
      icsPath: `/publier/${id}/apercu`,
      posterPath: null,
    }
    return { kind: 'date' as const, view }
  }
  const view: ArticleView = {
    ...common,
    summary,
    publishedOn: instantToDay(text.date === null ? context.now : text.date * 1000, FEDERATION_ZONE),
    author: text.byline || null,
    place: text.place || null,
    picture,
    tags: text.tags.map((tag) => ({ href: `/nouvelles?theme=${encodeURIComponent(tag)}`, text: tag })),
    posterPath: null,
    others: [],
    remark: null,
  }
  return { kind: 'article' as const, view }
})
