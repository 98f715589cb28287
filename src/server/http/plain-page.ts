/** Pages that the house makes by itself, without Kit: in the identity of the others, with the one style sheet of `static/plain.css`. */

export const PLAIN_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

/** A whole document. Both parts are HTML of ours: whatever a person wrote was escaped before. */
export const plainPage = (title: string, html: string): string =>
  `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Trait d’union</title><link rel="icon" href="/favicon.svg"><link rel="stylesheet" href="/plain.css"></head><body><main><h1>${title}</h1>${html}</main></body></html>`
