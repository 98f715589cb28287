import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

/** The lines of a stream as they come; throws a RangeError at one longer than `longest` characters before it is whole. */
export async function* readLines(stream: Readable, longest: number): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  // Not destroyed on the way out: the refusal is still to be written.
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    rest += decoder.write(chunk as Buffer)
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 1)
      if (line.trim() !== '') yield line
    }
    if (rest.length > longest) throw new RangeError('line too long')
  }
}
