import {
  association,
  charter,
  contactToText,
  federation,
  fee,
  mandate,
  milestone,
  period,
  person,
  vote,
} from '#features/membership/index.ts'
import { article, gathering, page, picture } from '#features/portal/index.ts'
import type { CommandContext } from '#features/feature.server.ts'
import { articleDate, articles } from '../../demo/articles.ts'
import { associations } from '../../demo/associations.ts'
import type { VoiceSlug } from '../../demo/association-data.ts'
import { charters } from '../../demo/charter.ts'
import { dates } from '../../demo/dates.ts'
import type { DemoDate } from '../../demo/dates.ts'
import { federation as portrait } from '../../demo/federation.ts'
import { pages } from '../../demo/pages.ts'
import { timeline } from '../../demo/timeline.ts'
import { votes } from '../../demo/votes.ts'
import type { OpenNode } from '../node/open-node.ts'
import type { Picture } from '../blobs/pictures.ts'

/** The demonstration federation, written into an empty node as people would have: one act of many operations. */

export type DemoAccount = { readonly name: string; readonly role: string; readonly person: string }

type Ids = { readonly associations: ReadonlyMap<string, string>; readonly pictures: ReadonlyMap<string, string> }

/**
 * @param made pictures by key, their sizes already stored
 * @param today `YYYY-MM-DD`
 * @returns the persons who get a way in
 */
export async function fillDemonstration(
  node: OpenNode,
  made: ReadonlyMap<string, Picture>,
  today: string,
): Promise<readonly DemoAccount[]> {
  let accounts: readonly DemoAccount[] = []
  await node.perform(null, async (context) => {
    context.bulk()
    await context.addSpace('public')
    await context.addSpace('federation')
    const { name, subtitle, tagline, intro, join, help, contact } = portrait
    await sure(
      context.create(federation, 'public', {
        name,
        tagline,
        subtitle,
        welcome: intro,
        howToJoin: join,
        howToHelp: help,
        contact: [contact.place, contactToText(contact)].join('\n'),
        isDemonstration: true,
      }),
    )
    const pictures = await addPictures(context, made)
    const ids: Ids = { associations: await addAssociations(context, pictures), pictures }
    accounts = await addPeople(context, ids)
    await addMembership(context, ids)
    await addTexts(context, ids, today)
  })
  return accounts
}

async function addPictures(
  context: CommandContext,
  made: ReadonlyMap<string, Picture>,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  for (const [key, { colour, preview, sizes, card }] of made) {
    const ladder = [...sizes, card].map(({ width, height, type, hash, bytes }) => ({
      width,
      height,
      type,
      hash,
      weight: bytes,
    }))
    const credit = 'Dessin du projet, CC0'
    const row = await sure(
      context.create(picture, 'public', { preview: new Uint8Array(preview), colour, sizes: ladder, credit }),
    )
    ids.set(key, row.id)
  }
  return ids
}

async function addAssociations(
  context: CommandContext,
  pictures: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  for (const one of associations) {
    const { place, partner } = one
    const row = await sure(
      context.create(association, 'public', {
        name: one.name,
        shortName: one.shortName,
        slug: one.slug,
        purpose: one.purpose,
        presentation: one.presentation,
        accent: one.accent,
        logo: pictures.get(one.picture.key) ?? null,
        town: place.town,
        country: place.country,
        latitude: Math.round(place.lat * 100_000),
        longitude: Math.round(place.lon * 100_000),
        ...(partner && {
          partnerTown: partner.town,
          partnerCountry: partner.country,
          partnerLatitude: Math.round(partner.lat * 100_000),
          partnerLongitude: Math.round(partner.lon * 100_000),
        }),
        contact: `${place.town} (adresse inventée)`,
        space: await context.addSpace('association'),
      }),
    )
    ids.set(one.slug, row.id)
    for (const { joined, left, note, invented } of one.periods) {
      await sure(
        context.create(period, 'public', {
          association: row.id,
          joined,
          left: left ?? '',
          reason: note,
          isInvented: invented,
        }),
      )
    }
    for (const { year, cents, paid } of one.fees) {
      const due = await sure(context.create(fee, 'federation', { association: row.id, year, due: cents }))
      if (paid) await sure(context.change(fee, due.id, 'pay', { payments: { amount: cents, day: paid, note: '' } }))
    }
  }
  return ids
}

/** The persons of the demonstration; the first three get a way in. */
async function addPeople(context: CommandContext, { associations: byslug }: Ids): Promise<readonly DemoAccount[]> {
  const enter = async (
    name: string,
    role: string,
    slug: string | null,
    rank: 'editor' | 'officer',
  ): Promise<DemoAccount> => {
    const row = await sure(context.create(person, 'federation', { name, publicName: name }))
    const place = slug === null ? null : (byslug.get(slug) ?? null)
    await sure(
      context.create(mandate, 'federation', { person: row.id, association: place, role: rank, from: '2024-01-01' }),
    )
    return { name, role, person: row.id }
  }
  const accounts = [
    await enter('Camille Démo', 'anime la fédération (toutes les clés)', null, 'officer'),
    await enter('Awa Démo', 'écrit pour le comité de Koupéla', 'jumelage-grigny-koupela', 'officer'),
    await enter('Jean Démo', 'écrit pour Les Potagers du Garon', 'potagers-du-garon', 'editor'),
  ]
  const known = new Map<string, string>()
  for (const one of associations) {
    for (const { role, person: name, from, to } of one.officers) {
      const id = known.get(name) ?? (await sure(context.create(person, 'federation', { name, publicName: name }))).id
      known.set(name, id)
      const place = byslug.get(one.slug) ?? null
      await sure(
        context.create(mandate, 'federation', {
          person: id,
          association: place,
          role: 'officer',
          office: role,
          from,
          until: to ?? '',
          isPublic: true,
        }),
      )
    }
  }
  return accounts
}

async function addMembership(context: CommandContext, { associations: byslug }: Ids): Promise<void> {
  const idOf = (slug: string): string => byslug.get(slug) as string
  for (const { version, adopted, preamble, sentences, signatures } of charters) {
    const text = [preamble, '', ...sentences.map((sentence, index) => `${index + 1}. ${sentence}`)].join('\n')
    const row = await sure(context.create(charter, 'public', { version, adopted, text }))
    for (const { association: slug, signed } of signatures) {
      await sure(
        context.change(charter, row.id, 'sign', { signatures: { association: idOf(slug), day: signed, person: null } }),
      )
    }
  }
  const choices = ['pour', 'contre', 'abstention'] as const
  for (const { question, title, opened, closed, ballots, result, note } of votes) {
    const row = await sure(
      context.create(vote, 'public', {
        question,
        details: title,
        options: choices,
        opens: opened,
        closes: closed,
        isPublic: true,
      }),
    )
    for (const { association: slug, choice } of ballots) {
      const ballot = { association: idOf(slug), option: choices.indexOf(choice), person: null, day: opened }
      await sure(context.change(vote, row.id, 'cast', { ballots: ballot }))
    }
    await sure(
      context.change(vote, row.id, 'close', {
        outcome: `${result.slice(0, 1).toUpperCase()}${result.slice(1)}. ${note}`.trim(),
      }),
    )
  }
  for (const { date, end, title, text, kind, place, associations: slugs, invented } of timeline) {
    await sure(
      context.create(milestone, 'public', {
        date,
        end: end ?? '',
        title,
        text,
        category: kind,
        place: place ?? '',
        associations: { add: slugs.map(idOf) },
        isInvented: invented,
      }),
    )
  }
}

async function addTexts(
  context: CommandContext,
  { associations: byslug, pictures }: Ids,
  today: string,
): Promise<void> {
  const voice = (slug: VoiceSlug): string | null => (slug === 'federation' ? null : (byslug.get(slug) ?? null))
  const inOrder = articles
    .map((one) => ({ ...one, date: articleDate(one, today) }))
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
  for (const one of inOrder) {
    const at = Date.parse(`${one.date}T09:00:00Z`)
    await sure(
      context.create(
        article,
        'public',
        {
          title: one.title,
          body: one.body,
          date: at / 1000,
          byline: one.author,
          association: voice(one.association),
          place: one.place,
          picture: pictures.get(one.picture.key) ?? null,
          pictureText: one.picture.alt,
          tags: { add: one.tags },
        },
        { time: at },
      ),
    )
  }
  for (const one of pages) {
    await sure(
      context.create(page, 'public', {
        title: one.title,
        body: one.body,
        slug: one.slug,
        order: one.order,
        association: voice(one.association),
      }),
    )
  }
  for (const one of dates) {
    await sure(
      context.create(gathering, 'public', {
        title: one.title,
        body: one.text,
        place: one.place,
        association: voice(one.association),
        ...toTimes(one, today),
      }),
    )
  }
}

/** A date's instants in seconds UTC. Past ones are whole days; those to come are counted from today, at the hour of their place. */
function toTimes(
  { when, zone }: DemoDate,
  today: string,
): { starts: number; ends: number | null; isWholeDay: boolean } {
  const instant = (day: string, time: string) =>
    Temporal.ZonedDateTime.from(`${day}T${time}[${zone}]`).epochMilliseconds / 1000
  if ('start' in when) {
    return {
      starts: instant(when.start, '12:00'),
      ends: when.end === when.start ? null : instant(when.end, '12:00'),
      isWholeDay: true,
    }
  }
  const first = Temporal.PlainDate.from(today).add({ days: when.inDays })
  const last = first.add({ days: when.days - 1 })
  return { starts: instant(first.toString(), when.from), ends: instant(last.toString(), when.to), isWholeDay: false }
}

/** The demonstration's data are ours: a refused value is a bug. */
async function sure<T>(result: Promise<T>): Promise<Exclude<T, { readonly tag: string }>> {
  const value = await result
  if (typeof value === 'object' && value !== null && 'tag' in value)
    throw new Error(`demonstration: ${JSON.stringify(value)}`)
  return value as Exclude<T, { readonly tag: string }>
}
