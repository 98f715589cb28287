/** What a form of membership gives back after it was sent: what was typed, and what keeps it from going. */
export type FormAnswer = {
  /** Which form of the page. */
  readonly form: string
  readonly typed: Readonly<Record<string, string>>
  readonly errors: readonly FieldError[]
  readonly problem: string | null
  readonly done: string | null
}
export type FieldError = { readonly field: string; readonly message: string }

/** One form's fields: what was typed if it came back, else what is known. */
export function readAnswer(answer: FormAnswer | null, form: string) {
  const own = answer?.form === form && answer.done === null ? answer : null
  return {
    valueOf: (name: string, known = ''): string => (own ? (own.typed[name] ?? '') : known),
    isTicked: (name: string, known = false): boolean => (own ? own.typed[name] !== undefined : known),
    errorOf: (name: string): string | null => own?.errors.find((one) => one.field === name)?.message ?? null,
  }
}

/** What each form of a page sends along: the browser's token, and an id so that sending twice counts once. */
export type Sending = { readonly formToken: string; readonly submission: string }
