/** How often a page asks how far a work is, in milliseconds. */
const EVERY = 3_000

/** How far a work is, every few seconds while somebody looks; at its end the page comes anew. `data-state` says whom to ask. */
export function followWork(section: HTMLElement): void {
  const bar = section.querySelector('progress')
  const text = section.querySelector('.how-far')
  section.querySelector('.look')?.remove()
  const ask = async () => {
    if (document.hidden) return
    const answer = await fetch(section.dataset['state'] ?? '', { headers: { accept: 'application/json' } })
    if (!answer.ok) return location.reload()
    const {
      isOver,
      done,
      all,
      text: told,
    } = (await answer.json()) as {
      readonly isOver: boolean
      readonly done: number
      readonly all: number
      readonly text: string
    }
    if (isOver) return location.reload()
    if (text) text.textContent = told
    if (bar && all > 0) [bar.max, bar.value] = [all, done]
  }
  const again = () =>
    void ask()
      .catch(() => {})
      .then(() => setTimeout(again, EVERY))
  setTimeout(again, EVERY)
}
