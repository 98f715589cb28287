import { error, fail, redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { createHash, randomBytes } from 'node:crypto'
import { membershipFailure } from '#features/membership/index.ts'
import type { FormAnswer, MembershipFailure } from '#features/membership/index.ts'
import type { OutputOf } from '#features/feature.server.ts'
import type { membership } from '#features/membership/index.server.ts'
import { instantToDay } from '#core/text/format.ts'
import { isFailure, textOf } from './entry.server.ts'

type Queries = (typeof membership)['queries']
/** What a query of membership gives when it isn't refused. */
export type Answered<Name extends keyof Queries> = Exclude<OutputOf<Queries[Name]>, { readonly tag: string }>

/** What every page of membership gives to its forms. */
export const sendingOf = (event: RequestEvent) => ({
  formToken: event.locals.formToken,
  submission: randomBytes(16).toString('hex'),
})

/** Runs a query for a page; who isn't signed in does that first, what isn't there or isn't theirs is an error page. */
export async function ask<T>(event: RequestEvent, name: string, input: object = {}): Promise<T> {
  const value = await event.locals.query(name, input)
  if (!isFailure(value)) return value as T
  if (value.tag === 'needs-sign-in') redirect(303, `/connexion?suite=${encodeURIComponent(event.url.pathname)}`)
  const { status, sentence } = membershipFailure(value)
  error(status, { message: sentence })
}

/** Text fields as typed, to be given back; ticks of one name are joined by commas. */
export function typedOf(form: FormData): Readonly<Record<string, string>> {
  const typed: Record<string, string> = Object.create(null)
  for (const [name, value] of form)
    if (typeof value === 'string' && name !== 'jeton' && name !== 'envoi')
      typed[name] = typed[name] === undefined ? value : `${typed[name]},${value}`
  return typed
}

/** Same page, same form, same words: the same id. Something else written in a page that came back is something else. */
export function clientOf(event: RequestEvent, form: FormData): string {
  const words = JSON.stringify([event.url.pathname, event.url.search, textOf(form, 'envoi', 64), typedOf(form)])
  return createHash('sha256').update(words).digest('hex').slice(0, 32)
}

export function refuseForm(name: string, form: FormData, failure: MembershipFailure) {
  const { status, sentence, errors } = membershipFailure(failure)
  const answer: FormAnswer = { form: name, typed: typedOf(form), errors, problem: sentence, done: null }
  return fail(status, answer)
}
export const isDone = (name: string, done: string): FormAnswer => ({
  form: name,
  typed: {},
  errors: [],
  problem: null,
  done,
})

/** An action that runs one command and says in a sentence what was done. `read` may find a fault itself. */
export const act =
  (
    name: string,
    command: string,
    read: (form: FormData, event: RequestEvent) => Readonly<Record<string, unknown>>,
    done: string,
  ) =>
  async (event: RequestEvent) => {
    const form = await event.request.formData()
    const input = read(form, event)
    if (isFailure(input)) return refuseForm(name, form, input)
    const answer = await event.locals.command(command, { ...input, client: clientOf(event, form) })
    return isFailure(answer) ? refuseForm(name, form, answer) : isDone(name, done)
  }

/** « 30 », « 30,50 », « 1 030.5 » → cents; null when it isn't an amount. */
export function textToCents(text: string): number | null {
  const found = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s\u00a0\u202f€]/g, ''))
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null
}

/** An empty field is one that says nothing. */
export const given = <T extends string>(name: T, value: string): { readonly [key in T]?: string } =>
  (value === '' ? {} : { [name]: value }) as { readonly [key in T]?: string }

export const numberOf = (form: FormData, name: string): number | undefined => {
  const text = textOf(form, name, 20)
  return /^\d+$/.test(text) ? Number(text) : undefined
}

/** For fields of days: today where the federation lives. */
export const today = (): string => instantToDay(Date.now(), 'Europe/Paris')
