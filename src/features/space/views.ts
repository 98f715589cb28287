import type { Accent } from '#core/look/accents.ts'

/** What the workspace shows: readonly and serialisable; texts as typed. Every form that changes something carries `formToken`. */
export type Tab = 'today' | 'publish'

export type SpaceFrame = {
  readonly siteName: string
  readonly path: string
  /** null before signing in: no tabs then. */
  readonly person: { readonly name: string } | null
  readonly association: {
    readonly name: string
    readonly shortName: string
    readonly slug: string
    readonly accent: Accent
  } | null
  /** Only those in use, in this order. */
  readonly tabs: readonly Tab[]
  readonly current: Tab | null
  /** Behind the association's mark: members, Charter, history, backups, settings, help: what this person may open. */
  readonly menu: readonly Link[]
  readonly formToken: string
  readonly text: 'normal' | 'large' | 'larger'
  /** False on plain HTTP: the page says what waits for HTTPS. */
  readonly isSecure: boolean
}
export type Link = { readonly href: string; readonly text: string }

/** There are three states and no draft: here, waiting, there. */
export type State = 'kept' | 'waiting' | 'arrived'

export type TodayView = {
  readonly name: string
  /** Three for a role, most used first. */
  readonly actions: readonly {
    readonly href: string
    readonly text: string
    readonly hint: string
    readonly accent: Accent
  }[]
  readonly todo: readonly { readonly href: string; readonly text: string; readonly detail: string | null }[]
  readonly mine: readonly OwnText[]
  /** What seems foreign in the texts that this person answers for, and what isn't as it was signed. */
  readonly checks: readonly { readonly text: string; readonly href: string; readonly link: string }[]
  /** What waits for other places or has arrived there, place by place. */
  readonly link: readonly { readonly kind: 'waiting' | 'arrived'; readonly text: string }[]
  /** What just happened, told once. */
  readonly news: { readonly kind: State | 'problem'; readonly text: string; readonly href: string | null } | null
}
/** The page of an association's imports. */
export type ImportView = {
  readonly formToken: string
  /** Whose site it comes into; null: the federation's. */
  readonly name: string | null
  readonly back: Link
  /** Where this page stands. */
  readonly path: string
  /** A second reader is asked for: nothing goes online at once. */
  readonly wantsSecondReader: boolean
  /** What has arrived and waits, or was read. Bytes. */
  readonly file: { readonly name: string; readonly size: number } | null
  readonly pictures: number
  readonly running: {
    readonly by: string | null
    readonly since: number
    readonly done: number
    readonly all: number
    readonly pictures: number
  } | null
  /** Why the last one ended without a report. */
  readonly failure: string | null
  readonly report: ImportReportView | null
  /** Why what was just sent isn't here, one sentence each. */
  readonly problems: readonly string[]
}
export type ImportReportView = {
  readonly site: string
  readonly imported: {
    readonly articles: number
    readonly pages: number
    readonly pictures: number
    readonly published: number
  }
  readonly known: { readonly updated: number; readonly same: number; readonly edited: number }
  readonly warnings: readonly string[]
  readonly missingPictures: number
  readonly leftOut: { readonly accounts: number; readonly comments: number }
  /** By reason. */
  readonly skipped: readonly {
    readonly sentence: string
    readonly count: number
    readonly titles: readonly string[]
  }[]
  readonly setAside: readonly {
    readonly id: string | null
    readonly title: string
    readonly excerpt: string
    readonly sentence: string
  }[]
  readonly more: { readonly skipped: number; readonly setAside: number }
}
export type OwnText = {
  readonly href: string
  readonly title: string
  readonly kind: 'article' | 'date' | 'page'
  readonly state: State
  readonly isPublished: boolean
  readonly changedOn: string
  /** The state in words, where it says more: « Prévu le 7 décembre ». */
  readonly stateText?: string
  /** Brings it back from the bin. */
  readonly restore?: { readonly action: string; readonly formToken: string }
}
export type PublishView = {
  readonly actions: readonly { readonly href: string; readonly text: string }[]
  readonly texts: readonly OwnText[]
  readonly news: TodayView['news']
  readonly query: string
  readonly isBin: boolean
  readonly binHref: string
  readonly more: string | null
}

/** `field`: the name of a form field, which is its id too. */
export type FieldError = { readonly field: string; readonly message: string }

/** A form's fields as typed, by the form's own names. */
export type TextFields = {
  readonly titre: string
  readonly texte: string
  readonly lieu: string
  /** `YYYY-MM-DD`, `HH:MM`; empty when not given. */
  readonly jour: string
  readonly debut: string
  readonly jour_fin: string
  readonly fin: string
  readonly photo_texte: string
  readonly signature: string
  /** With commas between them. */
  readonly mots: string
  readonly langue: string
  readonly adresse: string
  readonly rang: string
  /** When to publish. */
  readonly paraitre_le: string
  readonly paraitre_a: string
  /** Id of whose text it is; `federation` for the federation's own. */
  readonly association: string
}

export type EditorView = {
  readonly kind: 'article' | 'date' | 'page'
  readonly isNew: boolean
  readonly action: string
  readonly formToken: string
  /** Identifies the form, so that sending it twice counts once (field `envoi`). */
  readonly submission: string
  /** The version that was opened, so that a second editor's work is seen (field `version`); empty for a new text. */
  readonly version: string
  /** Picture that came with a form that was refused: nothing is sent twice. */
  readonly pictureId: string
  readonly lang: string
  readonly values: TextFields
  readonly picture: {
    readonly src: string
    readonly width: number
    readonly height: number
    readonly bytes: number
  } | null
  readonly pictureLimit: number
  /** Where the text may go; the choice is shown when there are several. */
  readonly places: readonly { readonly value: string; readonly text: string }[]
  /** What the buttons offer to this person now. */
  readonly may: {
    readonly keep: boolean
    readonly publish: boolean
    readonly askReader: boolean
    readonly review: boolean
  }
  readonly saved: {
    readonly kind: State | 'problem' | 'info'
    readonly text: string
    readonly links: readonly Link[]
  } | null
  /** What the second reader wrote to the author. */
  readonly note: string | null
  readonly errors: readonly FieldError[]
  /** Written by others from the same text, field by field. */
  readonly others: readonly {
    readonly field: string
    readonly label: string
    readonly author: string
    readonly mine: string
    readonly theirs: string
  }[]
  readonly links: readonly Link[]
  readonly isOnline: boolean
  readonly isDiscarded: boolean
  readonly mayDiscard: boolean
  /** The session has ended: the same form lets in and goes on. */
  readonly signIn: { readonly name: string; readonly problem: string | null; readonly next: string } | null
}

export type HistoryView = {
  readonly title: string
  readonly lang: string
  readonly back: string
  readonly action: string
  readonly formToken: string
  /** Latest first. */
  readonly revisions: readonly {
    readonly id: string
    readonly when: string
    readonly author: string | null
    readonly verb: string
    readonly compareHref: string | null
  }[]
  readonly compared: {
    readonly sentence: string
    readonly fields: readonly {
      readonly name: 'title' | 'body' | 'place'
      readonly parts: readonly { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }[]
    }[]
    /** The revision that may be brought back; null when this person may not, or it is what is there. */
    readonly restore: string | null
  } | null
}

/** Instants are milliseconds. */
export type WatchView = {
  readonly formToken: string
  readonly alarms: readonly {
    readonly sentence: string
    readonly at: number
    readonly since: number | null
    readonly isMended: boolean
    readonly texts: readonly { readonly title: string }[]
    readonly toDo: 'mended' | 'blob' | 'log' | 'database'
  }[]
  /** Null where there is nothing, or this person may not. */
  readonly acknowledge: { readonly upTo: number } | null
  readonly waiting: readonly {
    readonly id: string
    readonly title: string
    readonly association: string
    readonly excerpt: string
    readonly sentence: string
    readonly isAside: boolean
  }[]
  readonly hasMore: boolean
  readonly decided: readonly {
    readonly id: string
    readonly title: string
    readonly excerpt: string
    readonly decision: 'belongs' | 'foreign'
    readonly by: string | null
    readonly when: number
  }[]
}

export type PassageView = {
  readonly formToken: string
  readonly title: string
  readonly lang: string
  /** The text's id, where there is one to open. */
  readonly draft: string | null
  readonly bodyHtml: string
  readonly isThere: boolean
  readonly isSure: boolean
  readonly isOnline: boolean
  readonly sentence: string
  readonly decision: 'waiting' | 'belongs' | 'foreign'
  readonly decided: number | null
  readonly decidedBy: string | null
  readonly mayDecide: boolean
  readonly done: 'belongs' | 'foreign' | null
  readonly problem: string | null
}
