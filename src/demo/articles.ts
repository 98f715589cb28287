import { articles2004 } from './articles/2004-2005.ts'
import { articles2005 } from './articles/2005-2007.ts'
import { articles2007 } from './articles/2007-2010.ts'
import { articles2010 } from './articles/2010-2011.ts'
import { articles2012 } from './articles/2012-2015.ts'
import { type DemoArticle } from './articles/article.ts'
import { recentArticles } from './articles/recent.ts'

export { articleDate, type DemoArticle } from './articles/article.ts'

/** The whole archive 2004–2015, then the recent ones (all said to be invented). */
export const articles: readonly DemoArticle[] = [
  ...articles2004,
  ...articles2005,
  ...articles2007,
  ...articles2010,
  ...articles2012,
  ...recentArticles,
]
