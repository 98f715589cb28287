import type { Reroute } from '@sveltejs/kit/hooks'

/** English pages are the same pages below `/en`; files have one address. */
export const reroute: Reroute = ({ url: { pathname } }) => {
  if (pathname === '/en' || pathname === '/en/') return '/'
  if (pathname.startsWith('/en/') && !/\.\w+$/.test(pathname)) return pathname.slice('/en'.length)
  return undefined
}
