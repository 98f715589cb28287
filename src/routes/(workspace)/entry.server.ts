import { fail, redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { randomBytes, randomInt } from 'node:crypto'
import { tabPaths } from '#features/space/paths.ts'
import { accountFailure } from '#server/accounts/account-failures.ts'
import type { AccountFailure } from '#server/accounts/account-failures.ts'
import { addressToSource } from '#server/accounts/network-source.ts'
import { createPassPhrase } from '#server/accounts/pass-phrase.ts'
import type { Browser } from '#server/accounts/parts.ts'
import { passwordFault } from '#server/accounts/password-rules.ts'
import { toLocalPath } from '#server/http/local-path.ts'

/** Where people arrive once signed in. */
export const HOME = tabPaths.today

export const sourceOf = (event: RequestEvent): string => addressToSource(event.getClientAddress())

/** A text field, bounded; empty when absent or a file. */
export const textOf = (form: FormData, name: string, most = 200): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value.slice(0, most) : ''
}

/** 400 days, the longest that browsers keep a cookie. */
const KEPT = 400 * 86_400

/** This browser, by a cookie of its own that says nothing of anybody; made when it has none. `isOwn`: it stays after the browser closes. */
export function browserOf(event: RequestEvent, isOwn: boolean): Browser {
  const { isSecure } = event.locals
  const name = isSecure ? '__Host-appareil' : 'appareil'
  const known = event.cookies.get(name)
  const device = known && /^[\w-]{43}$/.test(known) ? known : randomBytes(32).toString('base64url')
  if (isOwn || device !== known)
    event.cookies.set(name, device, {
      path: '/',
      httpOnly: true,
      secure: isSecure,
      sameSite: isSecure ? 'lax' : 'strict',
      ...(isOwn ? { maxAge: KEPT } : {}),
    })
  return { device, isOwn, label: agentToLabel(event.request.headers.get('user-agent') ?? '') }
}

/** « Firefox sur Android »: enough to know one’s own devices. */
export function agentToLabel(agent: string): string {
  const find = (pairs: readonly (readonly [RegExp, string])[]) => pairs.find(([pattern]) => pattern.test(agent))?.[1]
  const program = find([
    [/Firefox|FxiOS/, 'Firefox'],
    [/Edg/, 'Edge'],
    [/OPR|Opera/, 'Opera'],
    [/SamsungBrowser/, 'Samsung Internet'],
    [/Chrom|CriOS/, 'Chrome'],
    [/Safari/, 'Safari'],
  ])
  const system = find([
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iPhone ou iPad'],
    [/Windows/, 'Windows'],
    [/Mac OS/, 'Mac'],
    [/CrOS/, 'Chromebook'],
    [/Linux/, 'Linux'],
  ])
  return [program ?? 'Un navigateur', system].filter(Boolean).join(' sur ')
}

export const nextOf = (value: unknown): string => toLocalPath(value, HOME)

export const isFailure = (value: unknown): value is AccountFailure =>
  typeof value === 'object' && value !== null && typeof (value as { tag?: unknown }).tag === 'string'

/** What an action gives back when it was refused: a sentence, and what was typed. */
export function refuse<T extends object>(failure: AccountFailure, kept: T) {
  const { status, sentence } = accountFailure(failure)
  return fail(status, { ...kept, problem: sentence })
}

/** Lets in and goes on. */
export function letIn(event: RequestEvent, opened: { token: string; maxAge: number | null }): void {
  event.locals.startSession(opened.token, opened.maxAge ?? undefined)
}
export function letInAndGo(event: RequestEvent, opened: { token: string; maxAge: number | null }, next: string): never {
  letIn(event, opened)
  redirect(303, next)
}

export const proposePhrase = (): string => createPassPhrase((below) => randomInt(below))

/** What is wrong with the new password of a form; null when nothing is. */
export async function newPasswordFault(
  form: FormData,
  { hasPower, words }: { readonly hasPower: boolean; readonly words: readonly string[] },
): Promise<AccountFailure | null> {
  const secret = textOf(form, 'phrase', 1_000)
  const again = form.get('encore')
  if (typeof again === 'string' && again.normalize('NFKC') !== secret.normalize('NFKC')) return { tag: 'not-same' }
  return passwordFault(secret, { hasPower, words })
}
