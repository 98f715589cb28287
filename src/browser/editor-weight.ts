/** The editor's script as it is sent (gzip), within a tenth: what the button that loads it says. A test weighs it. */
export const EDITOR_BYTES = 107_000
