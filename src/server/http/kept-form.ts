import { createHash } from 'node:crypto'
import { TOKEN_FIELD } from './form-token.ts'

/** What a form held when it couldn't be taken, so that nothing typed is lost. */
export interface KeptForm {
  readonly fields: readonly (readonly [name: string, value: string])[]
  /** Names of files that came with it: browsers don't let a page give them back. */
  readonly files: readonly string[]
  /** It held a pass phrase or a code: that is never written into a page. */
  readonly isSecret: boolean
}

/** `token`: the page was shown to another browser, or too long ago. `session`: nobody is signed in any more. */
export type KeptReason = 'token' | 'session'

const SECRET = /(^|_)(phrase|passe|code|petitcode|verrou|secret|pin)$/i
/** Values from this length on are shown, to be read and copied; the others go along unseen. */
const SHOWN = 40

export function formToKept(form: FormData): KeptForm {
  const entries = [...form].filter(([name]) => name !== TOKEN_FIELD)
  const fields = entries.flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  const files = entries.flatMap(([, value]) => (typeof value !== 'string' && value.name !== '' ? [value.name] : []))
  return { fields, files, isSecret: fields.some(([name, value]) => SECRET.test(name) && value !== '') }
}

/** Whether a person would mind losing it. */
export const isTyped = ({ fields }: KeptForm): boolean => fields.some(([, value]) => value.trim().length >= SHOWN)

/**
 * A page that gives back what was typed, with a button that sends it again. It's our own page, shown in no frame, so the press is the
 * person's own: another site gains nothing by a form without token.
 */
export function keptFormAnswer(kept: KeptForm, reason: KeptReason, form: { target: string; token: string }): Response {
  const [title, words] = WORDS[reason]
  const files =
    kept.files.length > 0 ? `<p>À choisir de nouveau ensuite\u00a0: ${kept.files.map(escape).join(', ')}.</p>` : ''
  const again = kept.isSecret
    ? `<p>Pour votre sécurité, cette page-ci se remplit à nouveau à la main. <a href="${escape(withoutAction(form.target))}">Recommencer</a></p>`
    : `${files}<form method="post" action="${escape(form.target)}">${toInputs(kept, form.token)}<button>Envoyer de nouveau</button></form>`
  const html = `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${STYLE}</style><main><h1>${title}</h1>${words}${again}</main></html>`
  return new Response(html, {
    status: 403,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
    },
  })
}

const WORDS: Readonly<Record<KeptReason, readonly [title: string, html: string]>> = {
  token: [
    'Rien n’est perdu, rien n’est encore envoyé',
    '<p>Cette page était restée ouverte trop longtemps pour être envoyée sans vous le demander. Voici ce que vous aviez écrit. Si c’est bien vous, envoyez-le de nouveau.</p><p><small>Si cette page revient, votre navigateur refuse nos cookies\u00a0: copiez votre texte, puis demandez de l’aide.</small></p>',
  ],
  session: [
    'Rien n’est perdu, rien n’est encore envoyé',
    '<p>Votre connexion s’est terminée. Voici ce que vous aviez écrit. <a href="/connexion" target="_blank" rel="noopener">Connectez-vous dans une autre fenêtre</a>, revenez ici, puis envoyez de nouveau.</p>',
  ],
}

function toInputs({ fields }: KeptForm, token: string): string {
  const inputs = fields.map(([name, value]) =>
    value.length < SHOWN
      ? `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`
      : // A line break right after the tag would be eaten (HTML, 13.1.2.5).
        `<textarea name="${escape(name)}" rows="10" readonly aria-label="Votre texte">\n${escape(value)}</textarea>`,
  )
  return [...inputs, `<input type="hidden" name="${TOKEN_FIELD}" value="${escape(token)}">`].join('')
}

const withoutAction = (target: string): string => target.split('?', 1)[0] ?? '/'
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')

const STYLE =
  ':root{color-scheme:light dark}body{font:1.125rem/1.5 system-ui,"Noto Sans",sans-serif;margin:0;background:light-dark(#fbf8f3,#17140f);color:light-dark(#211c17,#f3ece2)}main{max-width:40rem;margin:0 auto;padding:1.5rem 1rem}h1{font-family:Georgia,serif;line-height:1.2}a{color:light-dark(#1f3a6e,#a9c3f5)}textarea{box-sizing:border-box;width:100%;font:inherit;padding:.5rem;margin-bottom:1rem}button{font:inherit;min-height:3rem;padding:0 1.5rem;border:0;border-radius:6px;background:light-dark(#9c3d1b,#f0a27f);color:light-dark(#fff,#211c17)}:focus-visible{outline:3px solid currentColor;outline-offset:2px}'
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'`
