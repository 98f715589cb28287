import { article } from './article.ts'
import { draft } from './draft.ts'
import { gathering } from './gathering.ts'
import { page } from './page.ts'
import { passage } from './passage.ts'
import { picture } from './picture.ts'

/** The portal's door: what other features and the registry may use. */
export const portalKinds = [article, page, gathering, picture, draft, passage]
export { article, draft, gathering, page, passage, picture }
export { markdownToHtml } from './body/markdown-to-html.ts'
export { markdownToText } from './body/markdown-to-text.ts'
export { RESERVED, textToSlug } from './addresses.ts'
