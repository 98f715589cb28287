import type { Accent } from '#core/look/accents.ts'
import type { Locale } from '#core/text/locale.ts'

/** What the workspace shows: readonly and serialisable; texts as typed. Every form that changes something carries `formToken`. */
export type Tab = 'today' | 'publish' | 'talk' | 'do' | 'files'

export type SpaceFrame = {
  readonly locale: Locale
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
  /** « 3 choses attendent, 92 Ko »; null when all has arrived. */
  readonly exchange: { readonly waiting: number; readonly bytes: number } | null
  /** What just happened, told once. */
  readonly news: { readonly kind: State | 'problem'; readonly text: string; readonly href: string | null } | null
}
export type OwnText = {
  readonly href: string
  readonly title: string
  readonly kind: 'article' | 'date' | 'page'
  readonly state: State
  readonly isPublished: boolean
  readonly changedOn: string
}
export type PublishView = {
  readonly actions: readonly { readonly href: string; readonly text: string }[]
  readonly texts: readonly OwnText[]
  readonly news: TodayView['news']
}

/** `field`: the name of a form field, which is its id too. */
export type FieldError = { readonly field: string; readonly message: string }

export type EditorView = {
  readonly kind: 'article' | 'date' | 'page'
  readonly isNew: boolean
  readonly action: string
  readonly formToken: string
  /** Identifies the form, so that sending it twice counts once (field `envoi`). */
  readonly submission: string
  /** The version that was opened, so that a second editor's work is seen (field `version`); empty for a new text. */
  readonly version: string
  readonly lang: string
  readonly values: {
    readonly title: string
    readonly text: string
    readonly place: string
    /** `YYYY-MM-DD`, `HH:MM`; empty when not given. */
    readonly date: string
    readonly starts: string
    readonly ends: string
    readonly pictureAlt: string
    /** When to publish: `YYYY-MM-DD` and `HH:MM`. */
    readonly publishOn: string
    readonly publishAt: string
    readonly reader: string
  }
  readonly picture: {
    readonly src: string
    readonly width: number
    readonly height: number
    readonly bytes: number
  } | null
  readonly pictureLimit: number
  /** Present when the association asks for a second reader. */
  readonly readers: readonly { readonly value: string; readonly text: string }[] | null
  /** « Tout le monde » : said beside the title. */
  readonly audience: string
  readonly saved: { readonly kind: State; readonly text: string } | null
  readonly errors: readonly FieldError[]
  /** Somebody else changed it meanwhile: both are kept, this one is shown below the form. */
  readonly other: { readonly author: string; readonly text: string } | null
  readonly previewPath: string | null
}

export type SignInView = {
  readonly action: string
  readonly formToken: string
  readonly name: string
  readonly next: string
  readonly errors: readonly FieldError[]
  /** Passkeys need HTTPS or the box's own screen; the button is mounted by script. */
  readonly hasPasskeys: boolean
  readonly recoveryPath: string
}
export type RecoveryView = {
  readonly action: string
  readonly formToken: string
  readonly errors: readonly FieldError[]
  /** Set once asked: two officers are told; nothing says whether the name exists. */
  readonly isAsked: boolean
}
export type InvitationView = {
  readonly action: string
  readonly formToken: string
  readonly association: string
  readonly invitedBy: string
  readonly role: string
  readonly until: string
  readonly name: string
  /** Empty when the address held it; otherwise the field of the paper slip is shown. */
  readonly code: string
  readonly errors: readonly FieldError[]
}
