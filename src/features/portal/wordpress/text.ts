import { findForeignPassages } from '../advertising/find-foreign-passages.ts'
import { hostOf } from '../advertising/links.ts'
import { toStoredReason, type Passage, type Reason } from '../advertising/passage.ts'
import { placesOf, type PassagePlace } from '../advertising/place.ts'
import { withoutPassages } from '../advertising/set-aside.ts'
import { textToSlug } from '../addresses.ts'
import { htmlToMarkdown, type ConvertedBody } from '../body/html-to-markdown.ts'
import { placePictures } from '../body/place-pictures.ts'
import { cutToBytes } from '../body/limits.ts'
import { excerpt, markdownToText } from '../body/markdown-to-text.ts'
import type { WordpressStatus, WordpressText } from './entry.ts'

/** The old site, as far as its texts need it. */
export type OldSite = { readonly address: string; readonly language: string }

/** A text of an export, read but not yet complete: its pictures have no ids. */
export type ConvertedText = {
  readonly entry: WordpressText
  readonly body: ConvertedBody
  /** Addresses of its pictures, in the order of the body. */
  readonly wanted: readonly string[]
}

export type ImportedPassage = PassagePlace & {
  readonly text: string
  readonly reasons: readonly Reason[]
  readonly excerpt: string
  /** Why, for a person, in French. */
  readonly sentence: string
}

/** A text as it is kept: a draft's fields, and the passages that were left out of its body. */
export type ReadyText = {
  readonly source: string
  readonly target: 'article' | 'page'
  readonly title: string
  readonly body: string
  /** Seconds UTC; null where the export has no readable date. */
  readonly date: number | null
  readonly byline: string
  readonly tags: readonly string[]
  readonly language: string
  readonly slug: string
  readonly picture: string | null
  readonly pictureText: string
  readonly status: WordpressStatus
  /** It was public, and needed no password. */
  readonly wasPublic: boolean
  readonly passages: readonly ImportedPassage[]
}

/** Reads a text's HTML; or says in French why it can't be. */
export const convertText = (
  entry: WordpressText,
): ConvertedText | { readonly tag: 'skipped'; readonly sentence: string } => {
  // As it will be stored, so that the same text compares equal, and places in it stay right.
  const html = (entry.html.trim() === '' ? entry.excerptHtml : entry.html).normalize('NFC')
  const body = htmlToMarkdown(html, { wordpress: true })
  if (body.tag === 'too-big') return { tag: 'skipped', sentence: 'Il est trop long pour être repris.' }
  if (body.tag === 'unreadable') return { tag: 'skipped', sentence: 'Son code n’a pas pu être lu.' }
  return { entry, body, wanted: body.pictures.map((picture) => picture.src) }
}

/**
 * The text with its pictures' ids (`undefined`: no such picture) in place, and what looks foreign left out of it. `lead`: the picture that stood
 * above it.
 */
export const finishText = (
  { entry, body }: ConvertedText,
  site: OldSite,
  pictures: readonly (string | undefined)[],
  lead: { readonly id: string; readonly alt: string } | null,
): ReadyText | { readonly tag: 'skipped'; readonly sentence: string } => {
  const { markdown, hidden } = placePictures(body, pictures)
  if (cutToBytes(markdown).cut) return { tag: 'skipped', sentence: 'Il est trop long pour être repris.' }
  const title = titleOf(entry, markdown)
  const host = hostOf(site.address)
  const passages = findForeignPassages({ title, markdown, hidden }, { ownHosts: host === undefined ? [] : [host] })
  const places = placesOf(markdown, passages)
  return {
    source: sourceOf(site, entry),
    target: entry.tag,
    title,
    body: passages.length === 0 ? markdown : withoutPassages(markdown, passages),
    date: entry.publishedAt === undefined ? null : Math.floor(entry.publishedAt / 1000),
    byline: impersonal.test(entry.author) ? '' : entry.author.slice(0, 120),
    tags: tagsOf(entry),
    language: languageOf(site.language),
    slug: entry.tag === 'page' ? textToSlug(entry.slug || title) : '',
    picture: lead?.id ?? null,
    pictureText: lead ? plain(lead.alt).slice(0, 300) : '',
    status: entry.status,
    wasPublic: entry.status === 'published' && !entry.protected,
    passages: passages.map((passage, index) => toImported(passage, markdown, places[index]!)),
  }
}

const toImported = (passage: Passage, markdown: string, place: PassagePlace): ImportedPassage => ({
  ...place,
  text: markdown.slice(passage.start, passage.end),
  reasons: passage.reasons.map(toStoredReason),
  excerpt: passage.excerpt,
  sentence: passage.sentence,
})

/** Where a text comes from, always the same for the same text of the same site. WordPress gives each its number; old exports forget it. */
const sourceOf = ({ address }: OldSite, entry: WordpressText): string => {
  const site = address.replace(/\/+$/, '').slice(0, 200) || 'wordpress'
  if (entry.id !== '') return `${site}/?p=${entry.id.slice(0, 20)}`
  return `${site}/#${(entry.slug || textToSlug(entry.title)).slice(0, 60)}-${entry.publishedAt ?? 0}`
}

const titleOf = (entry: WordpressText, markdown: string): string => {
  const title = plain(entry.title) || excerpt(markdown, 60) || 'Sans titre'
  return title.length > 200 ? `${title.slice(0, 199).replace(/[\ud800-\udbff]$/, '')}…` : title
}

/** Titles and names hold entities and tags at times. */
const plain = (text: string): string => {
  const bare = text.normalize('NFC').replace(/\s+/gu, ' ').trim()
  if (!/[<&]/.test(bare)) return bare
  const read = htmlToMarkdown(bare)
  return read.tag === 'converted' ? markdownToText(read.markdown).replace(/\s+/gu, ' ').trim() : bare
}

const impersonal = /^\s*(?:admin(?:istrat(?:eu|o)r)?|webmaster|root|user|wordpress)?\s*$/i

/** Categories first; the one that WordPress gives to whatever has none says nothing. */
const tagsOf = ({ categories, keywords }: WordpressText): string[] => {
  const names = [...categories, ...keywords]
    .filter(({ slug, name }) => !/^(?:uncategorized|non-classe|sans-categorie)$/.test(slug || textToSlug(name)))
    .map(({ name }) => plain(name).slice(0, 60).trim())
    .filter((name) => name !== '')
  return [...new Set(names)].slice(0, 20)
}

const languageOf = (language: string): string => {
  const tag = language.trim().replaceAll('_', '-')
  return /^fr(?:-|$)/i.test(tag) || !/^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i.test(tag) ? '' : tag
}
