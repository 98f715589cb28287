import * as v from 'valibot'

/** Where and how a node runs. */
export interface Settings {
  readonly dataFolder: string
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** The public address without a final slash. */
  readonly origin: string | undefined
  readonly trustedProxies: readonly string[]
}

const Origin = v.pipe(
  v.string(),
  v.maxLength(255),
  v.check((text) => {
    const url = URL.parse(text)
    return url !== null && /^https?:$/.test(url.protocol) && url.origin === text
  }, 'une adresse comme https://portail.exemple, sans rien derrière'),
)
const Port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/, 'un nombre'),
  v.transform(Number),
  v.maxValue(65_535, 'un nombre jusqu’à 65535'),
)
const Address = v.pipe(v.string(), v.regex(/^[\da-fA-F:.]{2,45}$/, 'une adresse comme 127.0.0.1'))

const Environment = v.object({
  DATA_DIR: v.optional(v.pipe(v.string(), v.minLength(1, 'un dossier'), v.maxLength(1_024)), 'data'),
  HOST: v.optional(v.pipe(v.string(), v.regex(/^[\w.:-]{1,253}$/, 'un nom de machine ou une adresse')), '127.0.0.1'),
  PORT: v.optional(Port, '8080'),
  ORIGIN: v.optional(Origin),
  TRUSTED_PROXIES: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(1_024),
      v.transform((text) => text.split(',').map((part) => part.trim())),
      v.array(Address),
    ),
  ),
})

/** Reads the environment, with what the command line says in its place; or says which word is wrong. */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
): Settings | { readonly tag: 'bad-setting'; readonly name: string; readonly expected: string } {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = v.safeParse(Environment, given)
  if (!parsed.success) {
    const [issue] = parsed.issues
    return { tag: 'bad-setting', name: String(issue.path?.[0]?.key ?? ''), expected: issue.message }
  }
  const { DATA_DIR, HOST, PORT, ORIGIN, TRUSTED_PROXIES } = parsed.output
  return {
    dataFolder: DATA_DIR,
    host: HOST,
    port: PORT,
    origin: ORIGIN,
    trustedProxies: TRUSTED_PROXIES ?? [],
  }
}
