import { error } from '@sveltejs/kit'
import { formatDay } from '#core/text/format.ts'
import { portalMessages } from '#features/portal/messages/index.ts'
import { whenToText } from '#features/portal/when.ts'
import { ask } from '../../ask.server.ts'
import type { RequestHandler } from './$types'

/** `0123abcd.pdf`: the poster of an article or of a date. */
export const GET: RequestHandler = async (event) => {
  const { locals, params } = event
  const short = /^([0-9a-f]{8})\.pdf$/.exec(params.file)?.[1] ?? error(404, { message: 'Page introuvable' })
  const {
    hash = null,
    text = '',
    ...poster
  } = await ask(event, 'portal.poster', { short }).then(({ picture, ...rest }) => ({ ...rest, ...picture }))
  const when = poster.when && whenToText(poster.when, 'fr', portalMessages.fr.dates)
  const bytes = hash === null ? null : await locals.readBlob(hash)
  const pdf = await locals.print({
    print: 'poster',
    locale: 'fr',
    // Its own last change, not the hour: the same poster is the same file.
    now: poster.touched,
    content: {
      ...poster,
      when: when
        ? [when.days, when.hours].filter((part) => part !== null).join(', ')
        : poster.day && formatDay(poster.day, 'fr', 'full'),
      picture: bytes instanceof Uint8Array ? { bytes, text } : null,
      address: locals.originAsked + poster.path,
    },
  })
  if (!(pdf instanceof Uint8Array)) error(503, { message: 'L’imprimerie est occupée : réessayez dans une minute.' })
  return new Response(new Uint8Array(pdf), {
    headers: { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="affiche-${short}.pdf"` },
  })
}
