import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import ICAL from 'ical.js'
import { SaxesParser } from 'saxes'
import { lettersOf, readPage, type Parsed } from './active-parts.ts'
import { commands, fill, openHostileWorld, PAYLOADS } from './hostile-world.ts'
import { textFieldsOf } from './text-fields.ts'
import { createVisitor } from './visitor.ts'

/**
 * Must-show 10: each of the 371 payloads of tests/fixtures/hostile in every text that a person can write, then every public page, feed
 * and page of the workspace that shows it, read as a browser does. Fields come from the commands' schemas and from the forms of the
 * pages, so that a new one is tried without a change here.
 */

let world: Awaited<ReturnType<typeof openHostileWorld>>
let visitor: ReturnType<typeof createVisitor>
let officer: ReturnType<typeof createVisitor>
before(async () => {
  world = await openHostileWorld()
  visitor = createVisitor(world.origin)
  officer = createVisitor(world.origin, world.cookie)
})
after(() => world?.program[Symbol.asyncDispose]())

/** A page that shows nothing but our own elements and, where asked, this payload letter by letter. */
async function good(path: string, payload?: string, who = visitor): Promise<Parsed> {
  const { status, html, policy } = await who.get(path)
  assert.ok(status < 500, `${status} ${path}`)
  const page = readPage(html, policy, world.origin)
  assert.deepEqual(page.active, [], `${path} ${payload ?? ''}`)
  if (payload !== undefined)
    assert.ok(lettersOf(page.text).includes(lettersOf(payload)), `${path} lost ${JSON.stringify(payload)}`)
  return page
}

/** Where the payloads of each command are shown; or why none of its text is shown to anybody. */
const SHOWN: Readonly<Record<string, string>> = {
  'portal.keep': 'a date and a page for each',
  'portal.keepAndPublish': 'an article for each',
  'portal.addPicture': 'a picture for each',
  'portal.chooseLogo': 'what the server measured of a picture: nobody types it',
  'membership.addMilestone': 'a mark for each',
  'membership.newCharter': 'a version for each',
  'membership.callVote': 'a vote for each',
  'membership.payFee': 'an entry for each',
  'membership.apply': 'an application for each of 190: no more may wait at once',
  'membership.describeAssociation': 'one after the other',
  'membership.describeFederation': 'one after the other',
  'membership.editMilestone': 'one after the other',
  'membership.decide': 'a reason once given stays: by its form',
  'membership.leave': 'by its form',
  'membership.counterFee': 'by its form',
  'membership.closeVote': 'by its form',
  'portal.review': 'one after the other',
  'accounts.describePerson': 'one after the other',
  'accounts.invite': 'by its form',
  'accounts.grant': 'by its form',
}
/** Compared with what is kept, or read by a library, and written nowhere; or the browser's own name for itself. */
const COMPARED = /^(code|pairing|pin|claim|ticket|source|response|hint|site|label|browser\.label|name|personName|federationName|associationName|email)$/ // prettier-ignore

describe('371 payloads in every text', () => {
  it('every command that takes text is in the table', () => {
    const missing = [...commands]
      .map(([name, one]) => [name, textFieldsOf(one.input, () => '<b>').map((path) => path.join('.'))] as const)
      .filter(([name, fields]) => !(name in SHOWN) && fields.some((field) => !COMPARED.test(field)))
    assert.deepEqual(missing, [], 'show these in tests/http/hostile-world.ts and say so in SHOWN')
    assert.equal(PAYLOADS.length, 371)
  })

  it('every article, date and page shows its payload as its title, and nothing of it is active', async () => {
    assert.equal(world.titled.size, 3 * PAYLOADS.length)
    for (const [path, payload] of world.titled) {
      const page = await good(path, payload)
      assert.equal(page.headings.length, 1, path)
      assert.equal(lettersOf(page.headings[0] ?? ''), lettersOf(payload), path)
    }
  })

  it('every other public address of the site is as quiet', async () => {
    const { html: sitemap } = await visitor.get('/sitemap.xml')
    const paths = [...parseXml(sitemap, '/sitemap.xml').matchAll(/https?:\/\/[^\s<]+/g)]
      .map(([address]) => address.replace(world.origin, ''))
      .filter((path) => !world.titled.has(path.replace(/^\/en(?=\/)/, '')))
    assert.ok(paths.length > 10, `${paths.length} addresses`)
    const lists = ['/nouvelles', '/agenda', `/${world.own.slug}/nouvelles`, `/${world.own.slug}/agenda`]
    for (const list of lists) for (let page = 1; page <= 20; page++) paths.push(`${list}?page=${page}`)
    const some = [...world.titled.keys()].filter((_, index) => index % 23 === 0)
    for (const path of new Set([
      ...paths,
      '/frise',
      '/charte',
      ...some.map((path) => `${path}/historique`),
      ...some.map((path) => `/en${path}`),
    ]))
      // prettier-ignore
      await good(path)
    const marks = await good('/frise')
    for (const payload of PAYLOADS) assert.ok(lettersOf(marks.text).includes(lettersOf(payload)), payload)
  })

  it('feeds and calendars are well formed, and give the titles as text', async () => {
    for (const place of ['', `/${world.own.slug}`]) {
      for (const file of ['atom.xml', 'rss.xml']) parseXml((await visitor.get(`${place}/flux/${file}`)).html, file)
      const feed = JSON.parse((await visitor.get(`${place}/flux/flux.json`)).html) as {
        items: { title: string; content_html?: string; summary?: string }[]
      }
      assert.ok(feed.items.length > 0)
      for (const { title, content_html: content = '' } of feed.items) {
        assert.ok(PAYLOADS.some((one) => lettersOf(one) === lettersOf(title)) || title.startsWith('Public'), title)
        assert.deepEqual(readPage(content, '', world.origin).active, [], title)
      }
      const { html: ics } = await visitor.get(`${place}/flux/agenda.ics`)
      const events = new ICAL.Component(ICAL.parse(ics) as never).getAllSubcomponents('vevent')
      const titles = new Set(events.map((event) => lettersOf(String(event.getFirstPropertyValue('summary')))))
      assert.ok(titles.size > 0)
      for (const title of titles)
        assert.ok(title.startsWith('Public') || PAYLOADS.some((one) => lettersOf(one) === title), title)
    }
  })

  it('an association, the federation, a person and a mark that are called so are shown so', async () => {
    const { own, actor, ids } = world
    const history = `${ids.article.path}/historique`
    for (const payload of PAYLOADS) {
      const shown = fill('membership.describeAssociation', { id: own.id, name: own.name }, payload)
      await world.must('membership.describeAssociation', shown, actor)
      await good(`/${own.slug}/`, payload)
      const federation = fill('membership.describeFederation', { name: 'Fédération' }, payload)
      await world.must('membership.describeFederation', federation, actor)
      await good('/federation', payload)
      const mark = fill('membership.editMilestone', { id: ids.milestone, date: '2004', title: 'x' }, payload)
      await world.must('membership.editMilestone', mark, actor)
      const described = {
        person: own.actors.editor.person,
        name: own.names.editor,
        publicName: payload.slice(0, 120),
        email: '',
      }
      await world.must('accounts.describePerson', described, own.actors.editor)
      await good(history, payload.slice(0, 120))
      await world.must('portal.review', { id: ids.draft, isAgreed: false, note: payload }, actor)
      await good(`/publier/${ids.draft}`, payload, officer)
    }
    for (const path of ['/', '/associations', '/commencer', '/gerer', `/mon-association/${own.id}`, '/membres'])
      await good(path, undefined, officer)
  })

  it('whatever an address asks comes back as text', async () => {
    for (const [index, payload] of PAYLOADS.entries()) {
      const asked = encodeURIComponent(payload.toWellFormed())
      const found = await good(`/recherche?q=${asked}`)
      assert.ok(
        found.elements.some(({ attrs }) => attrs.some(({ value }) => lettersOf(value) === lettersOf(payload))),
        `the search field holds ${payload}`,
      )
      if (index % 5 > 0) continue
      await good(`/nouvelles?lieu=${asked}&theme=${asked}&membre=${asked}&texte=${asked}`)
      await good(`/${asked}`)
      await good(`/connexion?suite=${asked}`)
    }
  })
})

describe('forms', () => {
  it('each text field of each form of the workspace takes payloads, gives back what it refuses, and shows nothing active', async () => {
    const { ids, own } = world
    const paths = ['/adherer', '/connexion', '/recuperation', '/invitation', '/candidatures', `/candidatures/${ids.application}`, '/compte', '/gerer', '/gerer/charte', '/gerer/cotisations', `/gerer/cotisations?association=${own.id}`, '/gerer/frise', `/gerer/frise?repere=${ids.milestone}`, '/gerer/periodes', '/membres', `/membres?association=${own.id}`, '/mon-association', `/mon-association/${own.id}`, '/publier', `/publier/${ids.draft}`, `/publier/${ids.draft}/apercu`, `/publier/${ids.draft}/historique`, '/publier/nouveau?type=article', '/publier/nouveau?type=page', '/publier/nouveau?type=date', '/votes', '/aujourd-hui'] // prettier-ignore
    const tried = new Map<string, number>()
    for (const path of paths) {
      const first = await good(path, undefined, officer)
      const forms = new Map(officer.formsOf(first, path).map((form) => [form.key, form]))
      for (const [key, form] of forms) {
        // What ends the session, the membership or the role of who tries.
        if (tried.has(key) || /deconnexion|fermer|partir|finir|phrase|pasmoi|retirer/.test(form.action)) continue
        tried.set(key, form.texts.length)
        if (form.texts.length === 0) continue
        for (let round = 0; round < 4; round++) {
          const typed = new Map(
            form.texts.map((name, index) => [name, PAYLOADS[(tried.size * 31 + round * 97 + index) % 371] as string]),
          )
          const answer = await officer.send(form, typed)
          assert.ok(answer.status < 500, `${answer.status} ${key} ${JSON.stringify([...typed])}`)
          if (answer.status >= 300 && answer.status < 400) continue
          const page = readPage(answer.html, answer.policy, world.origin)
          assert.deepEqual(page.active, [], `${key} ${JSON.stringify([...typed])}`)
          if (answer.status < 400) continue
          const shown = lettersOf(page.text) + page.elements.flatMap(({ attrs }) => attrs.map(({ value }) => lettersOf(value))).join(' ') // prettier-ignore
          for (const [name, text] of typed)
            if (!/phrase|code|verrou|pin|encore|^demande$/i.test(name) && !form.isSecret)
              assert.ok(
                shown.includes(lettersOf(text)),
                `${key} ${answer.status}: ${name} lost ${JSON.stringify(text)}`,
              )
        }
      }
    }
    const fields = [...tried.values()].reduce((sum, count) => sum + count, 0)
    assert.ok(tried.size > 25 && fields > 60, `${tried.size} forms, ${fields} text fields`)
  })
})

/** All the text of a document that must be well formed. */
function parseXml(xml: string, what: string): string {
  const parser = new SaxesParser({ xmlns: true })
  let text = ''
  parser.on('error', (error) => assert.fail(`${what}: ${error.message}`))
  parser.on('doctype', () => assert.fail(`${what}: a document type`))
  parser.on('processinginstruction', ({ target }) => assert.equal(target, 'xml-stylesheet', what))
  parser.on('text', (part) => (text += `${part}\n`))
  parser.on('cdata', (part) => (text += `${part}\n`))
  parser.write(xml).close()
  return text
}
