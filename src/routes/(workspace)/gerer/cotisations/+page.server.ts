import type { Actions, PageServerLoad } from './$types'
import { textOf } from '../../entry.server.ts'
import { act, ask, given, numberOf, sendingOf, textToCents, today } from '../../membership-forms.server.ts'
import type { Answered } from '../../membership-forms.server.ts'

export const load: PageServerLoad = async (event) => {
  const { fees } = await ask<Answered<'fees'>>(event, 'membership.fees', { association: null })
  const { associations } = await ask<Answered<'periodsToKeep'>>(event, 'membership.periodsToKeep')
  const members = associations.flatMap(({ id, name, isMember }) => (isMember ? [{ id, name }] : []))
  return { fees, members, sending: sendingOf(event), today: today() }
}

/** An amount as cents, or what is wrong with it. */
const withAmount = (text: string, toInput: (cents: number) => Readonly<Record<string, unknown>>) => {
  const cents = textToCents(text)
  return cents === null || cents === 0 ? { tag: 'bad-amount' } : toInput(cents)
}

export const actions: Actions = {
  fixer: act(
    'fixer',
    'membership.setFee',
    (form) =>
      withAmount(textOf(form, 'montant', 20), (due) => ({
        association: textOf(form, 'association', 24),
        year: numberOf(form, 'annee') ?? 0,
        due,
      })),
    'La cotisation est notée.',
  ),
  payer: act(
    'payer',
    'membership.payFee',
    (form) =>
      withAmount(textOf(form, 'recu-montant', 20), (amount) => ({
        fee: textOf(form, 'recu-cotisation', 24),
        amount,
        ...given('day', textOf(form, 'recu-jour', 20)),
        note: textOf(form, 'recu-note', 1_000),
      })),
    'C’est noté.',
  ),
  reprendre: act(
    'reprendre',
    'membership.counterFee',
    (form) =>
      withAmount(textOf(form, 'repris-montant', 20), (amount) => ({
        fee: textOf(form, 'repris-cotisation', 24),
        amount,
        note: textOf(form, 'repris-note', 1_000),
      })),
    'La contre-écriture est notée.',
  ),
}
