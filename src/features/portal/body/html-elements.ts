/** HTML as a bounded tree, whoever parsed it: parse5 on the node, the browser's own parser in a page. */
export type HtmlElement = {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: (HtmlElement | HtmlComment | string)[]
}
export type HtmlComment = { readonly comment: string }

export const blockElements = new Set(
  (
    'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr ' +
    'html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul template noscript'
  ).split(' '),
)
