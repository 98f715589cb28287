import { error, redirect, type RequestEvent } from '@sveltejs/kit'
import type { InputOf, OutputOf } from '#features/feature.server.ts'
import type { membership } from '#features/membership/membership.server.ts'
import { addressToShort } from '#features/portal/addresses.ts'
import { pathToHref, readDisplay } from '#features/portal/links.ts'
import type { portal } from '#features/portal/portal.server.ts'

type Named<Feature extends string, Queries> = {
  [Name in keyof Queries & string as `${Feature}.${Name}`]: Queries[Name]
}
type Queries = Named<'portal', typeof portal.queries> & Named<'membership', typeof membership.queries>

/** What a query gives when it gives something. */
export type Shown<Name extends keyof Queries> = Exclude<
  OutputOf<Queries[Name]>,
  { readonly tag: string } | { readonly moved: string }
>

/** Asks the node for what a public page shows. What isn't there is a 404; what has another address sends the reader there. */
export async function ask<Name extends keyof Queries>(
  { locals, url }: Pick<RequestEvent, 'locals' | 'url'>,
  name: Name,
  input: InputOf<Queries[Name]>,
): Promise<Shown<Name>> {
  const value = await locals.query(name, input)
  if (typeof value === 'object' && value !== null) {
    if ('moved' in value && typeof value.moved === 'string')
      redirect(308, encodeURI(pathToHref(value.moved, locals.locale, readDisplay(url.searchParams))))
    if ('tag' in value) error(404, { message: 'Page introuvable' })
  }
  return value as Shown<Name>
}

/** The short id that ends an item's address, or a 404. */
export const shortOf = (address: string): string =>
  addressToShort(address) ?? error(404, { message: 'Page introuvable' })

/** Page number of a list: anything else than a number from 1 on is the first. */
export const pageOf = (url: URL): number => {
  const asked = url.searchParams.get('page') ?? ''
  return /^[1-9]\d{0,3}$/.test(asked) ? Math.min(Number(asked), 500) : 1
}

/** A word of the query, no longer than any that means something. */
export const wordOf = (url: URL, name: string): string => (url.searchParams.get(name) ?? '').slice(0, 200)
