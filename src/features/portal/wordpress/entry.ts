/** Where an article stands on the site it comes from. Whatever isn't 'published' was never seen by the public, or no longer. */
export type WordpressStatus = 'published' | 'scheduled' | 'private' | 'unpublished'

export type WordpressTerm = { readonly slug: string; readonly name: string }

/** An article or a page as the export holds it; `html` isn't converted yet (body/html-to-markdown.ts). */
export type WordpressText = {
  readonly tag: 'article' | 'page'
  readonly id: string
  readonly title: string
  readonly slug: string
  readonly address: string
  readonly html: string
  readonly excerptHtml: string
  readonly status: WordpressStatus
  /** Milliseconds since 1970, or undefined when the export holds no readable date. */
  readonly publishedAt: number | undefined
  readonly author: string
  readonly sticky: boolean
  /** Needed a password to be read. */
  readonly protected: boolean
  readonly parentId: string | undefined
  readonly pictureId: string | undefined
  readonly categories: readonly WordpressTerm[]
  readonly keywords: readonly WordpressTerm[]
  /** How many comments stood under it; they aren't imported. */
  readonly comments: number
}

export type WordpressAttachment = {
  readonly tag: 'attachment'
  readonly id: string
  readonly title: string
  readonly address: string
  readonly fileName: string
  readonly alt: string
  readonly caption: string
  readonly parentId: string | undefined
}

export type WordpressEntry =
  | {
      readonly tag: 'site'
      readonly title: string
      readonly address: string
      readonly language: string
      readonly version: string
    }
  | { readonly tag: 'author'; readonly name: string }
  | ({ readonly tag: 'category' | 'keyword' } & WordpressTerm)
  | WordpressText
  | WordpressAttachment
  | { readonly tag: 'skipped'; readonly what: string; readonly title: string; readonly sentence: string }

export type WordpressCounts = {
  readonly articles: number
  readonly pages: number
  readonly attachments: number
  readonly categories: number
  readonly keywords: number
  readonly authors: number
  readonly comments: number
  readonly skipped: number
}

/** The last thing a reading gives. `sentence`, in French, says why nothing is imported; `warnings` what was mended on the way. */
export type WordpressEnd =
  | { readonly tag: 'end'; readonly counts: WordpressCounts; readonly warnings: readonly string[] }
  | {
      readonly tag: 'refused'
      readonly reason: 'not-an-export' | 'doctype' | 'cut' | 'too-big' | 'too-deep' | 'encoding'
      readonly sentence: string
    }
