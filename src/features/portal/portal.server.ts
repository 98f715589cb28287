import type { Feature } from '#features/feature.server.ts'
import { drafts } from './draft-list.server.ts'
import { discard, draftToEdit, keep, writingPlaces } from './drafts.server.ts'
import { calendar, feed, sitemapPages } from './feed-items.server.ts'
import { importPlace } from './import.server.ts'
import { draftPreview } from './preview.server.ts'
import { compare, history, restore } from './history.server.ts'
import { addPicture, chooseLogo, privatePictureSizes } from './pictures.server.ts'
import { acknowledgeAlarms, alarms, checks, decidePassage, passageInPlace, passages } from './passages.server.ts'
import { portalTables, projectPortal } from './portal-tables.server.ts'
import { agenda, newsList } from './public-lists.server.ts'
import {
  askReview,
  edit,
  keepAndPublish,
  publish,
  publishDue,
  review,
  schedule,
  withdraw,
} from './publishing.server.ts'
import { rehearse } from './rehearsal.server.ts'
import { itemRevisions, pageRevisions } from './revisions.server.ts'
import {
  articlePage,
  frame,
  gatheringPage,
  home,
  miniSite,
  pagePage,
  pictureSizes,
  poster,
  search,
} from './public-pages.server.ts'

/** The portal: the federation's public site and a voice for each member (system 1). */
export const portal = {
  name: 'portal',
  tables: portalTables,
  project: projectPortal,
  tick: publishDue,
  rehearse,
  queries: {
    frame,
    home,
    newsList,
    agenda,
    articlePage,
    gatheringPage,
    miniSite,
    pagePage,
    search,
    poster,
    pictureSizes,
    feed,
    calendar,
    sitemapPages,
    itemRevisions,
    pageRevisions,
    privatePictureSizes,
    draftToEdit,
    drafts,
    writingPlaces,
    draftPreview,
    history,
    compare,
    passages,
    passageInPlace,
    checks,
    alarms,
    importPlace,
  },
  commands: {
    keep,
    keepAndPublish,
    discard,
    publish,
    schedule,
    withdraw,
    edit,
    askReview,
    review,
    restore,
    addPicture,
    chooseLogo,
    decidePassage,
    acknowledgeAlarms,
  },
} satisfies Feature
