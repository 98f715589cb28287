/** What an import says of itself at its end. Lists are cut at `LISTED`; `more` counts what they don't show. */
export type ImportReport = {
  readonly site: { readonly title: string; readonly address: string }
  /** New here since this import began; `published` are among the articles and pages. */
  readonly imported: {
    readonly articles: number
    readonly pages: number
    readonly pictures: number
    readonly published: number
  }
  /** Brought by an import before: written again because the file differs, as they were, or left alone because somebody has written in them. */
  readonly known: { readonly updated: number; readonly same: number; readonly edited: number }
  readonly skipped: readonly { readonly what: string; readonly title: string; readonly sentence: string }[]
  readonly setAside: readonly {
    /** The passage's, where it is decided. */
    readonly id: string | null
    readonly title: string
    readonly excerpt: string
    readonly reasons: readonly string[]
    readonly sentence: string
  }[]
  readonly more: { readonly skipped: number; readonly setAside: number }
  /** Pictures that the texts show and that no given file is. */
  readonly missingPictures: number
  /** Left out on purpose. */
  readonly leftOut: { readonly accounts: number; readonly comments: number }
  /** What was wrong with the file and mended on the way, in French. */
  readonly warnings: readonly string[]
}

export type ImportRefusal = { readonly tag: 'refused'; readonly reason: string; readonly sentence: string }

const LISTED = 500

export type ReportInMaking = ReturnType<typeof createReport>

export function createReport(site: ImportReport['site']) {
  const imported = { articles: 0, pages: 0, pictures: 0, published: 0 }
  const known = { updated: 0, same: 0, edited: 0 }
  const more = { skipped: 0, setAside: 0 }
  const skipped: ImportReport['skipped'][number][] = []
  const setAside: ImportReport['setAside'][number][] = []
  const cut = (text: string) => text.slice(0, 200)
  return {
    imported,
    known,
    skip(what: string, title: string, sentence: string) {
      if (skipped.length < LISTED) skipped.push({ what: cut(what), title: cut(title), sentence })
      else more.skipped++
    },
    setAside(title: string, one: Omit<ImportReport['setAside'][number], 'title'>) {
      if (setAside.length < LISTED) setAside.push({ ...one, title: cut(title) })
      else more.setAside++
    },
    finish: (rest: Pick<ImportReport, 'missingPictures' | 'leftOut' | 'warnings'>): ImportReport => ({
      site,
      imported,
      known,
      skipped,
      setAside,
      more,
      ...rest,
    }),
  }
}
