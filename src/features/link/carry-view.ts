/** What the page of carried files is made from. */
export type CarryPageView = {
  readonly formToken: string
  readonly places: readonly CarryPlace[]
  /** The file that is being read. */
  readonly running: {
    readonly name: string
    readonly operations: number
    readonly read: number
    readonly size: number
  } | null
  /** What the last one came to. */
  readonly report: { readonly title: string; readonly lines: readonly string[]; readonly isWell: boolean } | null
  /** What went wrong with what was just asked. */
  readonly problem: string | null
}
/** Counts of things, seen from here: arrived there, in a file that was prepared, and neither. */
export type CarryPlace = {
  readonly node: string
  readonly name: string
  readonly arrived: number
  readonly carried: number
  readonly waiting: number
}
