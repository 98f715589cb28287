import type { Bytes } from '#core/log/bytes.ts'
import type { Begun } from './sign-in.ts'
import type { SecretValue } from './sign-in.ts'
import type { Browser } from './parts.ts'
import { secretToKey, SECRET_LIMIT } from './secret-key.ts'

/** Runs a command of the node as whoever asks (`locals.command`). */
export type Run = (name: string, input: unknown) => Promise<unknown>

/**
 * The slow part of passwords, on the pages' side: the key is made between two commands, never inside a transaction, and takes the
 * same time whether or not somebody has this name. Gives what `accounts.signIn` gives.
 */
export async function signInByPassword(
  run: Run,
  entry: {
    readonly name: string
    readonly hint: string
    readonly secret: string
    readonly source: string
    readonly browser: Browser
  },
): Promise<unknown> {
  const { name, hint, secret, source, browser } = entry
  const begun = (await run('accounts.beginSignIn', { name, hint, source, device: browser.device })) as Begun | Tagged
  if ('tag' in begun) return begun
  const key = await toKey(secret, begun)
  return 'tag' in key ? key : run('accounts.signIn', { attempt: begun.attempt, key, browser })
}

/** Whoever is signed in proves again who they are. */
export async function confirmByPassword(run: Run, secret: string): Promise<unknown> {
  const begun = (await run('accounts.beginConfirm', {})) as Begun | Tagged
  if ('tag' in begun) return begun
  const key = await toKey(secret, begun)
  return 'tag' in key ? key : run('accounts.confirm', { attempt: begun.attempt, key })
}

/** A new password of somebody of this name, as commands take it. Its rules (password-rules.ts) are checked before. */
export async function makeSecret(run: Run, name: string, secret: string): Promise<SecretValue | Tagged> {
  const made = (await run('accounts.newSalt', { name: name.slice(0, 200) })) as Omit<SecretValue, 'key'> | Tagged
  if ('tag' in made) return made
  const key = await secretToKey(secret, made.salt, made.cost)
  return 'tag' in key ? key : { ...made, key }
}

type Tagged = { readonly tag: string }
const toKey = (secret: string, { salt, cost }: Begun): Promise<Bytes | Tagged> =>
  secretToKey(secret.slice(0, SECRET_LIMIT + 1), salt, cost)
