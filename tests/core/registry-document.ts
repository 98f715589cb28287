import { readFileSync, writeFileSync } from 'node:fs'
import type { Shape } from '#core/fold/field-types.ts'
import type { Kind, Registry } from '#core/kind.ts'
import { registry } from '../../src/kinds.ts'

/** `node tests/core/registry-document.ts` writes the list of used numbers into docs/registry.md; retired ones are kept by hand. */
export const document = new URL('../../docs/registry.md', import.meta.url)
export const BEGIN = '## In use'
export const END = '## Retired'

const shapeToText = (shape: Shape): string => {
  switch (shape.type) {
    case 'text':
    case 'foreign id':
    case 'bytes':
      return `${shape.type} ≤ ${shape.max}`
    case 'integer':
      return `integer ${shape.min}…${shape.max}`
    case 'choice':
      return `choice (${shape.names.join(', ')})`
    case 'several':
      return `≤ ${shape.max} × ${shapeToText(shape.item)}`
    case 'record':
      return `record (${Object.entries(shape.parts)
        .map(([name, part]) => `${name}: ${shapeToText(part)}`)
        .join('; ')})`
    default:
      return shape.type
  }
}

const kindToText = (kind: Kind): string => {
  const fields = Object.entries(kind.fields)
    .toSorted(([, a], [, b]) => a.number - b.number)
    .map(
      ([name, { number, type }]) =>
        `- field ${number} \`${name}\`: ${type.form === 'register' ? '' : `${type.form} of `}${shapeToText(type.shape)}`,
    )
  const verbs = Object.entries(kind.verbs).map(([name, { number, by }]) => `${number} ${name} (${by})`)
  return [`### ${kind.number} ${kind.name}, lane ${kind.lane}`, '', ...fields, `- verbs: ${verbs.join(', ')}`].join(
    '\n',
  )
}

export const registryToText = ({ kinds }: Registry): string =>
  [...kinds.values()]
    .toSorted((a, b) => a.number - b.number)
    .map(kindToText)
    .join('\n\n')

/** Numbers of kinds, and of fields as « 16.10 », that the document says are retired. */
export const retired = (text: string): readonly string[] =>
  [...text.slice(text.indexOf(END)).matchAll(/^- (\d+(?:\.\d+)?) /gm)].map((match) => match[1] as string)

if (import.meta.main) {
  const text = readFileSync(document, 'utf8')
  const [before, after] = [text.slice(0, text.indexOf(BEGIN)), text.slice(text.indexOf(END))]
  writeFileSync(document, `${before}${BEGIN}\n\n${registryToText(registry)}\n\n${after}`)
}
