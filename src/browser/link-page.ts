/** While a call or a pairing goes on, the page looks every few seconds whether something came of it, and shows itself anew then. */

const EVERY = 3_000

const going = document.querySelector<HTMLElement>('[data-going]')
if (going) setTimeout(() => void look(), EVERY)

async function look(): Promise<void> {
  // What somebody is writing isn't taken from under their hands.
  if (document.activeElement?.matches('input, select, textarea')) return void setTimeout(() => void look(), EVERY)
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
    const [, now] = /data-going="([^"]*)"/.exec(await answer.text()) ?? []
    if (answer.ok && now !== going?.dataset['going']) return location.reload()
  } catch {
    // No line just now: it looks again.
  }
  setTimeout(() => void look(), EVERY)
}
