import '../svelte-loader.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { render } from 'svelte/server'
import { assertGoodPage, toDocument } from './html-rules.ts'
import {
  dateEditor,
  editor,
  editorSignedOut,
  editorWithProblems,
  history,
  importing,
  importReport,
  passage,
  publish,
  spaceFrame,
  today,
  watch,
} from './space-samples.ts'

const { default: InSpace } = await import('./InSpace.svelte')
const load = async (name: string) => (await import(`../../src/features/space/${name}.svelte`)).default
const signedOut = { person: null, association: null, tabs: [], isSecure: false }

const cases: readonly [name: string, view: unknown, frame?: object][] = [
  ['TodayPage', today],
  ['TodayPage', { ...today, todo: [], mine: [], link: [], news: null }, { association: null }],
  ['WatchPage', watch],
  ['WatchPage', { ...watch, alarms: [], acknowledge: null, waiting: [], decided: [], hasMore: false }],
  ['PassagePage', passage],
  [
    'PassagePage',
    { ...passage, decision: 'waiting', decided: null, done: null, mayDecide: false, draft: null, problem: 'Non.' },
  ],
  ['PublishPage', publish],
  ['PublishPage', { ...publish, texts: [] }],
  ['EditorForm', editor],
  ['EditorForm', editorWithProblems],
  ['EditorForm', dateEditor],
  ['EditorForm', editorSignedOut, signedOut],
  ['EditorForm', { ...editor, isDiscarded: true }],
  ['ImportPage', importing],
  ['ImportPage', { ...importing, report: importReport, wantsSecondReader: true, problems: ['Non.'] }],
  [
    'ImportPage',
    { ...importing, running: { by: null, since: 1_700_000_000_000, done: 20, all: 60, pictures: 1 }, failure: null },
  ],
  ['HistoryPage', history],
  [
    'PublishPage',
    {
      ...publish,
      isBin: true,
      texts: publish.texts.map((text) => ({ ...text, restore: { action: '/publier/1', formToken: 'A' } })),
    },
  ],
  ['EditorForm', { ...editor, kind: 'page' }],
]

for (const [name, view, change] of cases) {
  test(`${name} is a good page`, async () => {
    const html = toDocument(
      render(InSpace, { props: { frame: { ...spaceFrame, ...change }, View: await load(name), view } }),
      'fr',
    )
    await assertGoodPage(html, name)
    assert.ok(!html.includes('<script>alert'))
    for (const form of html.match(/<form[^>]*method="post"[\s\S]*?<\/form>/g) ?? []) assert.match(form, /name="jeton"/)
  })
}

test('an error is told on top with a link, and beside its field, which names it', async () => {
  const { body } = render(InSpace, {
    props: { frame: spaceFrame, View: await load('EditorForm'), view: editorWithProblems },
  })
  assert.match(body, /<a[^>]*href="#titre"[^>]*>Il manque un titre/)
  assert.match(body, /id="titre-erreur"[^>]*>Il manque un titre/)
  assert.match(body, /<input id="titre" .*? aria-invalid="true" aria-describedby="titre-aide titre-erreur"\/>/)
})

test('what was typed comes back in the fields, as text', async () => {
  const { body } = render(InSpace, {
    props: { frame: spaceFrame, View: await load('EditorForm'), view: editorWithProblems },
  })
  assert.match(body, /<textarea[^>]*>&lt;\/script>&lt;script>alert/)
})

test('with a second reader nothing offers to publish alone', async () => {
  const View = await load('EditorForm')
  const alone = render(InSpace, { props: { frame: spaceFrame, View, view: editor } }).body
  const read = render(InSpace, { props: { frame: spaceFrame, View, view: editorWithProblems } }).body
  assert.match(alone, /value="publier"/)
  assert.doesNotMatch(read, /value="publier"/)
  assert.match(read, /value="relire"/)
})

test('only the tabs in use are shown, and none before signing in', async () => {
  const View = await load('EditorForm')
  const signedIn = render(InSpace, {
    props: { frame: { ...spaceFrame, tabs: ['today'] }, View, view: editorSignedOut },
  }).body
  assert.match(signedIn, /class="tabs/)
  assert.doesNotMatch(signedIn, /href="\/publier"/)
  assert.doesNotMatch(
    render(InSpace, { props: { frame: { ...spaceFrame, ...signedOut }, View, view: editorSignedOut } }).body,
    /class="tabs/,
  )
})
