import * as v from 'valibot'
import { escapeXml } from '#core/text/xml.ts'

/** The page of `npm run pair-demo`: both nodes' news side by side, the line between them. */
export type PairSide = {
  readonly name: string
  readonly about: string
  readonly data: string
  readonly address: string
}
export type PairSides = { readonly nord: PairSide; readonly sud: PairSide }
export type LineState = {
  readonly up: number
  readonly down: number
  readonly connections: number
  readonly rate: number
  readonly delay: number
  readonly isCut: boolean
  readonly said: string
}

const SHOWN = 8
const Feed = v.object({ items: v.array(v.object({ id: v.string(), title: v.string() })) })

/** What changes, as HTML: both lists and the line. Read from each node's public feed, as any reader would. */
export async function stateOfPair({ nord, sud }: PairSides, line: LineState): Promise<string> {
  const [north, south] = await Promise.all([readNews(nord), readNews(sud)])
  const list = (own: News, other: News, there: string) =>
    own.size === 0
      ? '<p class="muted">Encore rien ici. Les plus récentes arrivent les premières.</p>'
      : `<ol>${[...own]
          .slice(0, SHOWN)
          .map(
            ([id, title]) =>
              `<li>${escapeXml(title)} <span class="${other.has(id) ? 'there' : 'waits'}">${other.has(id) ? `arrivé à ${there}` : `en attente pour ${there}`}</span></li>`,
          )
          .join('')}</ol>`
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1).replace('.', ',')} ko`
  return `<div class="pair">
<section><h2>${nord.name}</h2><p class="muted">${nord.about} · <a href="${nord.address}">ouvrir son site</a></p>${list(north, south, sud.name)}</section>
<section><h2>${sud.name}</h2><p class="muted">${sud.about} · <a href="${sud.address}">ouvrir son site</a></p>${list(south, north, nord.name)}</section>
</div>
<p class="line ${line.isCut ? 'cut' : ''}"><strong>${line.isCut ? 'La ligne est coupée.' : `La ligne passe : ${line.rate / 1000} kbit/s, ${line.delay} ms aller et retour.`}</strong>
Depuis le début : ${kilobytes(line.down)} vers ${sud.name}, ${kilobytes(line.up)} vers ${nord.name}, ${line.connections} connexions. ${escapeXml(line.said)}</p>
<form method="post" action="/ligne"><button>${line.isCut ? 'Remettre la ligne' : 'Couper la ligne'}</button></form>`
}

/** Titles by the feed's own ids, newest first; empty while a node has nothing to show yet. */
type News = ReadonlyMap<string, string>
async function readNews({ address }: PairSide): Promise<News> {
  try {
    const answer = await fetch(`${address}/flux/flux.json`)
    const { items } = v.parse(Feed, await answer.json())
    return new Map(items.map(({ id, title }) => [id.replace(/^https?:\/\/[^/]*/, ''), title]))
  } catch {
    return new Map()
  }
}

/** The whole page; with script its lists are read anew every two seconds, without it there is a link. */
export const pairPage = ({ nord, sud }: PairSides, state: string): string => `<!doctype html>
<html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Deux nœuds et une ligne · Trait d’union</title>
<style>
body { margin: 0 auto; max-width: 70rem; padding: 1rem; background: #fcf8f2; color: #201d1a; font: 1.05rem/1.5 system-ui, sans-serif }
h1, h2 { line-height: 1.2; margin: .4em 0 } a { color: #1f3a78 } .muted { color: #5d544b; margin: .2em 0 }
.pair { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)) }
section, form.write { border-top: .3rem solid #1f3a78; padding-top: .4rem } section + section, form.write + form.write { border-color: #a23c1a }
ol { padding-left: 1.4em } li { margin: .4em 0 } .there, .waits { font-size: .9rem; white-space: nowrap }
.there { color: #2b6134 } .waits { color: #7a5200 } .line { border-left: .5rem solid #2b6134; background: #efe7da; padding: .8rem 1rem } .cut { border-color: #8a1c38 }
label { display: block; font-weight: 700; margin-top: .6rem } input, textarea { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; border: 2px solid #8a7f74; border-radius: .3rem; background: #fff }
button { font: inherit; font-weight: 700; padding: .6rem 1.2rem; border: 0; border-radius: .3rem; background: #9c3a1c; color: #fff; margin-top: .6rem } :focus-visible { outline: 3px solid #1f3a78; outline-offset: 2px }
</style>
<h1>Deux nœuds et une ligne</h1>
<p>Ce qui est publié d’un côté arrive de l’autre. Coupez la ligne : chacun continue, et tout se rejoint après.</p>
<div id="etat">${state}</div>
<noscript><p><a href="/">Regarder de nouveau</a></p></noscript>
<div class="pair">${writeForm('nord', nord)}${writeForm('sud', sud)}</div>
<script>setInterval(async () => { try { const answer = await fetch('/etat'); if (answer.ok && !document.activeElement?.closest('#etat')) etat.innerHTML = await answer.text() } catch {} }, 2000)</script>
</html>`

const writeForm = (place: string, { name }: PairSide): string => `<form class="write" method="post" action="/publier">
<input type="hidden" name="ou" value="${place}">
<label for="titre-${place}">Une nouvelle de ${name}</label><input id="titre-${place}" name="titre" maxlength="200" required>
<label for="texte-${place}">Texte</label><textarea id="texte-${place}" name="texte" rows="3" maxlength="4000"></textarea>
<button>Publier à ${name}</button></form>`
