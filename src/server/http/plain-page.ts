import { createHash } from 'node:crypto'

/** Pages that the house makes by itself, without Kit: in the identity of the others, under a policy that allows their one style. */

const STYLE =
  'body{margin:0;background:#fbf8f3;color:#211c17;font:112.5%/1.55 system-ui,"Noto Sans",Roboto,"Segoe UI","DejaVu Sans",sans-serif;overflow-wrap:break-word}' +
  'main{max-width:40rem;margin:0 auto;padding:1.5rem 1rem;border-top:12px solid #9c3d1b}h1{font:400 1.728em/1.2 Georgia,"Noto Serif","DejaVu Serif",serif}' +
  'a{color:#1f3a6e}.tap{display:inline-flex;align-items:center;min-height:48px}small{color:#5c5248}' +
  'textarea{box-sizing:border-box;width:100%;padding:.5rem;margin-bottom:1rem;border:2px solid #8a7d70;border-radius:6px;background:#fbf8f3;color:inherit;font:inherit}' +
  'button{min-height:48px;padding:.5rem 1.2em;border:0;border-radius:6px;background:#9c3d1b;color:#fbf8f3;font:inherit;font-weight:600}' +
  ':focus-visible{outline:3px solid #1f3a6e;outline-offset:2px}' +
  '@media screen and (prefers-color-scheme:dark){body,textarea{background:#17140f;color:#f3ece2}a{color:#a9c3f5}small{color:#c3b8a9}main{border-color:#f0a27f}button{background:#f0a27f;color:#17140f}:focus-visible{outline-color:#a9c3f5}}'

export const PLAIN_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'`

/** A whole document. Both parts are HTML of ours: whatever a person wrote was escaped before. */
export const plainPage = (title: string, html: string): string =>
  `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Trait d’union</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>${html}</main></body></html>`
