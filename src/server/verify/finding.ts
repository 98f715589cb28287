/** Something that isn't as it was signed. `sentence` says it in plain French: what, where. */
export type Finding = {
  readonly tag:
    | 'anchor-damaged'
    | 'log-cut'
    | 'log-unknown'
    | 'log-forked'
    | 'own-log-ahead'
    | 'space-altered'
    | 'segment-altered'
    | 'segment-missing'
    | 'operation-astray'
    | 'state-altered'
    | 'projection-altered'
    | 'index-altered'
    | 'blob-missing'
    | 'blob-altered'
    | 'page-altered'
    | 'incarnation-altered'
    | 'database-damaged'
  readonly sentence: string
  /** Entities that readers may have seen otherwise than signed, hexadecimal. */
  readonly entities: readonly string[]
  /** Whether it was put right from what is signed. */
  readonly isMended: boolean
}
