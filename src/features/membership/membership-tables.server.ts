import type { Kysely } from 'kysely'
import { isAlive, readEntity } from '#core/kind.ts'
import { foldForSearch } from '#core/search.ts'
import type { EntityChange, ProjectContext } from '#features/feature.server.ts'
import { markdownToText } from '#features/portal/index.ts'
import { application, fee, vote } from './application.ts'
import { association } from './association.ts'
import { charter } from './charter.ts'
import { federation } from './federation.ts'
import { milestone } from './milestone.ts'
import { period } from './period.ts'
import { mandate, person } from './person.ts'

export type MembershipTables = {
  membership_federation: {
    id: string
    name: string
    tagline: string
    subtitle: string
    welcome: string
    how_to_join: string
    how_to_help: string
    contact: string
    is_demo: number
  }
  membership_associations: {
    id: string
    slug: string
    name: string
    short_name: string
    sort: string
    purpose: string
    presentation: string
    accent: string
    logo: string | null
    town: string
    country: string
    latitude: number | null
    longitude: number | null
    partner_town: string
    partner_country: string
    partner_latitude: number | null
    partner_longitude: number | null
    contact: string
    register_number: string
    space: string | null
    wants_second_reader: number
    is_alive: number
  }
  membership_periods: {
    id: string
    association: string
    joined: string
    left_on: string
    reason: string
    is_invented: number
  }
  membership_milestones: {
    id: string
    date: string
    title: string
    text: string
    category: string
    place: string
    associations: string
    ends: string
    is_invented: number
  }
  membership_charters: { id: string; version: number; adopted: string; text: string; signatures: string }
  membership_persons: { id: string; name: string; sort: string; public_name: string; email: string; is_alive: number }
  membership_mandates: {
    id: string
    person: string
    association: string | null
    role: string
    office: string
    from_day: string
    until_day: string
    is_public: number
  }
  membership_applications: {
    id: string
    name: string
    town: string
    asked: string
    decision: string
    association: string | null
  }
  membership_fees: { id: string; association: string; year: number; due: number; paid: number }
  membership_votes: {
    id: string
    question: string
    opens: string
    closes: string
    is_public: number
    is_closed: number
  }
}

export const membershipTables = {
  version: 3,
  names: [
    'membership_federation',
    'membership_associations',
    'membership_periods',
    'membership_milestones',
    'membership_charters',
    'membership_persons',
    'membership_mandates',
    'membership_applications',
    'membership_fees',
    'membership_votes',
  ],
  create: `
    CREATE TABLE membership_federation (id TEXT PRIMARY KEY, name TEXT NOT NULL, tagline TEXT NOT NULL, subtitle TEXT NOT NULL, welcome TEXT NOT NULL,
      how_to_join TEXT NOT NULL, how_to_help TEXT NOT NULL, contact TEXT NOT NULL, is_demo INTEGER NOT NULL) STRICT;
    CREATE TABLE membership_associations (id TEXT PRIMARY KEY, slug TEXT NOT NULL, name TEXT NOT NULL, short_name TEXT NOT NULL,
      sort TEXT NOT NULL, purpose TEXT NOT NULL, presentation TEXT NOT NULL, accent TEXT NOT NULL, logo TEXT, town TEXT NOT NULL,
      country TEXT NOT NULL, latitude INTEGER, longitude INTEGER, partner_town TEXT NOT NULL,
      partner_country TEXT NOT NULL, partner_latitude INTEGER, partner_longitude INTEGER, contact TEXT NOT NULL, register_number TEXT NOT NULL, space TEXT,
      wants_second_reader INTEGER NOT NULL, is_alive INTEGER NOT NULL) STRICT;
    CREATE INDEX membership_associations_by_slug ON membership_associations (slug);
    CREATE TABLE membership_periods (id TEXT PRIMARY KEY, association TEXT NOT NULL, joined TEXT NOT NULL, left_on TEXT NOT NULL,
      reason TEXT NOT NULL, is_invented INTEGER NOT NULL) STRICT;
    CREATE TABLE membership_milestones (id TEXT PRIMARY KEY, date TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
      category TEXT NOT NULL, place TEXT NOT NULL, associations TEXT NOT NULL, ends TEXT NOT NULL, is_invented INTEGER NOT NULL) STRICT;
    CREATE TABLE membership_charters (id TEXT PRIMARY KEY, version INTEGER NOT NULL, adopted TEXT NOT NULL, text TEXT NOT NULL,
      signatures TEXT NOT NULL) STRICT;
    CREATE TABLE membership_persons (id TEXT PRIMARY KEY, name TEXT NOT NULL, sort TEXT NOT NULL, public_name TEXT NOT NULL,
      email TEXT NOT NULL, is_alive INTEGER NOT NULL) STRICT;
    CREATE INDEX membership_persons_by_sort ON membership_persons (sort);
    CREATE TABLE membership_mandates (id TEXT PRIMARY KEY, person TEXT NOT NULL, association TEXT, role TEXT NOT NULL,
      office TEXT NOT NULL, from_day TEXT NOT NULL, until_day TEXT NOT NULL, is_public INTEGER NOT NULL) STRICT;
    CREATE INDEX membership_mandates_by_person ON membership_mandates (person);
    CREATE INDEX membership_mandates_by_association ON membership_mandates (association);
    CREATE TABLE membership_applications (id TEXT PRIMARY KEY, name TEXT NOT NULL, town TEXT NOT NULL, asked TEXT NOT NULL,
      decision TEXT NOT NULL, association TEXT) STRICT;
    CREATE TABLE membership_fees (id TEXT PRIMARY KEY, association TEXT NOT NULL, year INTEGER NOT NULL, due INTEGER NOT NULL,
      paid INTEGER NOT NULL) STRICT;
    CREATE TABLE membership_votes (id TEXT PRIMARY KEY, question TEXT NOT NULL, opens TEXT NOT NULL, closes TEXT NOT NULL,
      is_public INTEGER NOT NULL, is_closed INTEGER NOT NULL) STRICT;`,
}

type Row = Record<string, unknown> & { readonly id: string }
type TableName = keyof MembershipTables

/** Fills the derived tables from one entity. Tags: the entity's id, and its list (`membership.associations`, …). */
export async function projectMembership(context: ProjectContext, { kind, after }: EntityChange): Promise<void> {
  const { id, state } = after
  const alive = isAlive(state)
  const save = (table: TableName, row: Row, isKept = true) => put(context.sql, table, row, isKept)
  const { changed } = context

  switch (kind) {
    case federation: {
      const one = readEntity(federation, state)
      await save('membership_federation', {
        id,
        name: one.name,
        tagline: one.tagline,
        subtitle: one.subtitle,
        welcome: one.welcome,
        how_to_join: one.howToJoin,
        how_to_help: one.howToHelp,
        contact: one.contact,
        is_demo: Number(one.isDemonstration),
      })
      return changed('membership.federation')
    }
    case association: {
      const one = readEntity(association, state)
      await save('membership_associations', {
        id,
        slug: one.slug,
        name: one.name,
        short_name: one.shortName || one.name,
        sort: foldForSearch(one.name),
        purpose: one.purpose,
        presentation: one.presentation,
        accent: one.accent,
        logo: one.logo,
        town: one.town,
        country: one.country,
        latitude: one.latitude,
        longitude: one.longitude,
        partner_town: one.partnerTown,
        partner_country: one.partnerCountry,
        partner_latitude: one.partnerLatitude,
        partner_longitude: one.partnerLongitude,
        contact: one.contact,
        register_number: one.registerNumber,
        space: one.space,
        wants_second_reader: Number(one.wantsSecondReader),
        is_alive: Number(alive),
      })
      await context.index(
        id,
        alive
          ? {
              title: one.name,
              text: [one.purpose, markdownToText(one.presentation), one.town, one.partnerTown].join('\n'),
              audience: 'public',
              kind: 'association',
              date: 0,
              language: 'fr',
            }
          : null,
      )
      changed(id)
      return changed('membership.associations')
    }
    case period: {
      const one = readEntity(period, state)
      const row = {
        id,
        association: one.association ?? '',
        joined: one.joined,
        left_on: one.left,
        reason: one.reason,
        is_invented: Number(one.isInvented),
      }
      await save('membership_periods', row, alive)
      if (one.association) changed(one.association)
      return changed('membership.periods')
    }
    case milestone: {
      const one = readEntity(milestone, state)
      const row = {
        id,
        date: one.date,
        title: one.title,
        text: one.text,
        category: one.category,
        place: one.place,
        associations: JSON.stringify(one.associations),
        ends: one.end,
        is_invented: Number(one.isInvented),
      }
      await save('membership_milestones', row, alive)
      return changed('membership.milestones')
    }
    case charter: {
      const one = readEntity(charter, state)
      const row = {
        id,
        version: one.version ?? 0,
        adopted: one.adopted,
        text: one.text,
        signatures: JSON.stringify(one.signatures),
      }
      await save('membership_charters', row, alive)
      return changed('membership.charters')
    }
    case person: {
      const one = readEntity(person, state)
      const row = {
        id,
        name: one.name,
        sort: foldForSearch(one.name),
        public_name: one.publicName,
        email: one.email,
        is_alive: Number(alive),
      }
      await save('membership_persons', row)
      changed(id)
      return changed('membership.persons')
    }
    case mandate: {
      const one = readEntity(mandate, state)
      const row = {
        id,
        person: one.person ?? '',
        association: one.association,
        role: one.role,
        office: one.office,
        from_day: one.from,
        until_day: one.until,
        is_public: Number(one.isPublic),
      }
      await save('membership_mandates', row, alive)
      return changed('membership.mandates')
    }
    case application: {
      const one = readEntity(application, state)
      const row = {
        id,
        name: one.name,
        town: one.town,
        asked: one.asked,
        decision: one.decision,
        association: one.association,
      }
      await save('membership_applications', row, alive)
      return changed('membership.applications')
    }
    case fee: {
      const one = readEntity(fee, state)
      const paid = one.payments.reduce((sum, payment) => sum + (payment.amount ?? 0), 0)
      await save(
        'membership_fees',
        { id, association: one.association ?? '', year: one.year ?? 0, due: one.due ?? 0, paid },
        alive,
      )
      return changed('membership.fees')
    }
    case vote: {
      const one = readEntity(vote, state)
      const row = {
        id,
        question: one.question,
        opens: one.opens,
        closes: one.closes,
        is_public: Number(one.isPublic),
        is_closed: Number(one.outcome !== ''),
      }
      await save('membership_votes', row, alive)
      return changed('membership.votes')
    }
  }
}

async function put(sql: Kysely<any>, table: string, row: Row, isKept: boolean): Promise<void> {
  const { id, ...rest } = row
  if (!isKept) await sql.deleteFrom(table).where('id', '=', id).execute()
  else
    await sql
      .insertInto(table)
      .values(row)
      .onConflict((one) => one.column('id').doUpdateSet(rest))
      .execute()
}
