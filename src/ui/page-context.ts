import { createContext } from 'svelte'

/** What every view below a layout may ask about the page that it stands in. */
export type PageContext = {
  readonly locale: 'fr' | 'en'
  readonly siteName: string
  /** Public address without a final slash, or null when unknown. */
  readonly origin: string | null
  /** Of this page, without language prefix. */
  readonly path: string
  readonly hasOtherLanguage: boolean
  /** No picture unless asked for. */
  readonly isLight: boolean
  /** Our path → the address in this page's language and display; other addresses come back unchanged. */
  to(path: string): string
}

/** `set` takes a function, so that a page that stays while its data change keeps an up-to-date context. */
export const [getPage, setPage] = createContext<() => PageContext>()
