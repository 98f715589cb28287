import { TOKEN_FIELD } from './form-token.ts'
import { PLAIN_POLICY, plainPage } from './plain-page.ts'

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
  const html = plainPage(title, words + again)
  return new Response(html, {
    status: 403,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': PLAIN_POLICY,
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
