import { article } from './article.ts'
import { draft } from './draft.ts'
import { gathering } from './gathering.ts'
import { page } from './page.ts'
import { picture } from './picture.ts'

/** The portal's door: what other features and the registry may use. */
export const portalKinds = [article, page, gathering, picture, draft]
export { article, draft, gathering, page, picture }
export { markdownToHtml } from './body/markdown-to-html.ts'
export { RESERVED, textToSlug } from './addresses.ts'
