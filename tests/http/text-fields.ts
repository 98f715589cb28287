import * as v from 'valibot'

type Path = readonly (string | number)[]
type Schema = v.GenericSchema<unknown, unknown>

/** What a query's or command's schema is made of, as valibot keeps it. */
type Inner = Schema & {
  readonly type: string
  readonly entries?: Readonly<Record<string, Inner>>
  readonly wrapped?: Inner
  readonly item?: Inner
  readonly pipe?: readonly Inner[]
  readonly options?: readonly Inner[]
}

/** Where a schema takes text that a person may type: every string that isn't held to a pattern or a list. */
export function textFieldsOf(schema: Schema, sample: (path: Path) => string, path: Path = []): Path[] {
  const one = schema as Inner
  if (one.type === 'string') {
    const isFree = v.safeParse(one as Schema, sample(path)).success
    return isFree ? [path] : []
  }
  if (one.entries)
    return Object.entries(one.entries).flatMap(([name, inner]) => textFieldsOf(inner, sample, [...path, name]))
  if (one.wrapped) return textFieldsOf(one.wrapped, sample, path)
  if (one.type === 'array' && one.item) return textFieldsOf(one.item, sample, [...path, 0])
  return []
}

/** The same input with this text in that place. */
export function withText(input: unknown, path: Path, text: string): unknown {
  const [first, ...rest] = path
  if (first === undefined) return text
  if (typeof first === 'number') {
    const list = Array.isArray(input) ? [...input] : []
    list[first] = withText(list[first], rest, text)
    return list
  }
  return {
    ...(input as object),
    [first]: withText((input as Record<string, unknown> | undefined)?.[first], rest, text),
  }
}
