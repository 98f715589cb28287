/** The host that a passkey made at this origin belongs to; null where browsers allow none (plain HTTP, the box's own screen apart). */
export function originToHost(origin: string): string | null {
  const { protocol, hostname } = new URL(origin)
  return protocol === 'https:' || hostname === 'localhost' ? hostname : null
}
