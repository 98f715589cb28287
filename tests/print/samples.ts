import sharp from 'sharp'
import type { InvitationCard } from '#server/print/invitation-card.ts'
import type { Poster } from '#server/print/poster.ts'
import type { Register } from '#server/print/register.ts'

export const NOW = Date.UTC(2026, 10, 24)
/** Letters of Mooré, Bambara, Fulfulde and Soninké, some only with a combining tilde. */
export const LETTERS = 'Tʋʋmde ne Burkĩna : ɲɔgɔn dɛmɛ, ŋ ɓ ɗ ƴ ɩ ẽ ã Ɛ Ɔ Ŋ Ɲ'

export const makePicture = (width: number, height: number, format: 'jpeg' | 'png' | 'webp'): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#2f6137' } })
    .toFormat(format)
    .toBuffer()

export const poster: Poster = {
  kind: 'article',
  title: 'Des hêtres plantés aux Potagers du Garon',
  excerpt: 'Après la crue, vingt hêtres tiennent la berge : « une première ! »',
  language: '',
  when: 'vendredi 25 novembre 2005',
  place: 'Millery',
  picture: null,
  association: { name: 'Les Potagers du Garon', accent: 'feuille' },
  federation: 'Trait d’union',
  address: 'https://portail.example/potagers-du-garon/nouvelles/hetres',
}

const member = {
  name: 'Amicale Laïque de Grigny',
  town: 'Grigny',
  country: 'FR',
  registerNumber: 'W691001234',
  periods: [{ joined: '2004-06-30', decided: '2004-06-30', left: '', reason: '' }],
  officers: [{ name: 'Awa Ouédraogo', office: 'Présidente', from: '2015-01-10', until: '' }],
  signatures: [
    { version: 1, day: '2004-06-30' },
    { version: 2, day: '2010-01-15' },
  ],
  fees: [{ year: 2015, due: 2000, paid: 1550, paidOn: '2015-03-04' }],
}

export const register: Register = {
  federation: 'Trait d’union',
  established: '2026-11-24',
  members: [
    member,
    {
      ...member,
      name: 'Groupe Almara',
      country: 'DZ',
      town: 'Oran',
      registerNumber: '',
      periods: [
        { joined: '2004', decided: '', left: '2008-12-31', reason: 'Autres projets' },
        { joined: '2010-03', decided: '2010-03-01', left: '2012-06', reason: '=HYPERLINK("http://x")' },
      ],
      officers: [],
      signatures: [],
      fees: [],
    },
  ],
}

export const card: InvitationCard = {
  name: 'Mme Ouédraogo',
  association: { name: 'Comité de jumelage Grigny–Koupéla', accent: 'terre' },
  federation: 'Trait d’union',
  link: 'https://portail.example/entrer/K7QM2HXP9DRT',
  address: 'https://portail.example/entrer',
  code: 'K7QM2HXP9DRT',
  until: '2026-12-24',
}
