import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(
  createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
)
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What is wrong with a page that is open: as it stands, at each width, by day and, if asked, by night. Nothing is the good answer. */
export async function audit(page: Page, { isDark }: { readonly isDark: boolean }): Promise<readonly string[]> {
  const wrong: string[] = []
  await page.evaluate(axeSource)
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 })
    if (width === 360) await page.evaluate(openEverything)
    wrong.push(...(await axe(page)).map((one) => `${width} px: ${one}`))
    const across = await acrossOf(page)
    if (across > width) wrong.push(`${width} px: ${across} px across`)
  }
  wrong.push(...(await page.evaluate(findSmallTargets)), ...(await hiddenFocus(page)))
  await page.setViewportSize({ width: 320, height: 800 })
  const across = await acrossOf(page)
  if (across > 320) wrong.push(`320 px: ${across} px across`)
  if (!isDark) return wrong
  await page.emulateMedia({ colorScheme: 'dark' })
  wrong.push(...(await axe(page, ['color-contrast'])).map((one) => `in the dark: ${one}`))
  await page.emulateMedia({ colorScheme: 'light' })
  return wrong
}

const acrossOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth)

async function axe(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const only = rules ? { type: 'rule', values: rules } : { type: 'tag', values: TAGS }
  return page.evaluate(async (runOnly) => {
    const { violations } = await (globalThis as any).axe.run({ runOnly, resultTypes: ['violations'] })
    return violations.map(
      ({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
        `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    )
  }, only)
}

/** What stands behind « Plus », « La changer » and the like is a part of the page too. */
function openEverything(): void {
  for (const part of document.querySelectorAll('details')) part.open = true
}

/** What is pressed and isn't 48 pixels high, or isn't 24 wide; links within a sentence are as high as its lines. */
function findSmallTargets(): string[] {
  const found: string[] = []
  const pressed = 'button, input, select, textarea, summary, a.button, a.tap, nav a'
  for (const element of document.querySelectorAll(pressed)) {
    const box = (
      element.matches('[type=checkbox], [type=radio]') ? (element.closest('label') ?? element) : element
    ).getBoundingClientRect()
    if (!element.checkVisibility() || element.matches('[type=hidden], [tabindex="-1"]')) continue
    if (box.height < 47.5 || box.width < 24)
      found.push(`${Math.round(box.width)} × ${Math.round(box.height)} px to press: ${element.outerHTML.slice(0, 160)}`)
  }
  return found
}

/** What the keyboard reaches and then shows no ring of three pixels. */
async function hiddenFocus(page: Page): Promise<readonly string[]> {
  await page.keyboard.press('Tab')
  return page.evaluate(() => {
    const found: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary')) {
      if (!element.checkVisibility() || element.tabIndex < 0 || element.matches('[type=hidden], :disabled')) continue
      element.focus({ preventScroll: true })
      const style = getComputedStyle(element)
      if (document.activeElement !== element) continue
      if (style.outlineStyle === 'none' || Number.parseFloat(style.outlineWidth) < 3)
        found.push(`no ring: ${element.outerHTML.slice(0, 160)}`)
    }
    ;(document.activeElement as HTMLElement | null)?.blur()
    return found
  })
}
