import { formatNumber, plural } from '#core/text/format.ts'
import type { MembershipMessages } from './fr.ts'

const n = (count: number) => formatNumber(count, 'en')

export const en: MembershipMessages = {
  members: {
    title: 'Members',
    description: (name) => `The associations of ${name}: who they are, where they act.`,
    present: (count) => plural(count, 'en', `${n(count)} member association`, `${n(count)} member associations`),
    past: 'Past members',
    pastIntro: 'They walked part of the way. Their pages stay here, as they left them.',
    since: (from) => `since ${from}`,
    fromTo: (from, to) => (from === to ? `${from}` : `${from}–${to}`),
    mapAlt:
      'Map: lines join the towns of the Rhône to their twin towns and villages in Burkina Faso and Mali. The list is beside it.',
    links: 'Who is twinned with whom',
    join: 'Join the federation',
    joinText: 'Does your association share our aims and act near here, or with a friendly village?',
  },
  timeline: {
    title: 'Our history',
    description: (name) => `The history of ${name}, year by year.`,
    intro: 'Who, when, and what happened.',
    invented: 'made up for the demonstration',
    kinds: {
      portail: 'Portal',
      mission: 'Mission',
      biennale: 'Biennale',
      serveur: 'Solidarity server',
      adhésion: 'Membership',
      formation: 'Training',
    },
  },
  charter: {
    title: 'The Charter',
    description: (name) => `The Charter of ${name}: what every association has signed.`,
    inForce: (day) => `In force since ${day}`,
    older: (day) => `Older version, adopted on ${day}`,
    readCurrent: 'Read the version in force',
    signatures: (count) => plural(count, 'en', `${n(count)} signature`, `${n(count)} signatures`),
    signedOn: (day) => `on ${day}`,
    versions: 'Versions',
    adopted: (day) => `adopted on ${day}`,
  },
  federation: {
    title: 'About us',
    description: (name) => `${name}: history, Charter, joining, accounts and contact.`,
    history: 'Our history',
    allHistory: 'The whole timeline, year by year',
    charter: 'Our Charter',
    readCharter: 'Read the Charter and its signatures',
    join: 'Join us',
    ask: 'Ask to join (in French)',
    help: 'Help us',
    officers: 'Who does what',
    since: (day) => `since ${day}`,
    accounts: 'Our accounts',
    noAccounts: 'No accounts published yet.',
    contact: 'Find us',
    address: 'Address',
    hours: 'Open',
    phone: 'Telephone',
    mail: 'E-mail',
    report: 'A problem on the site, a page that is hard to read, a mistake? Tell us by one of these means.',
  },
}
