export const applicationStates: Readonly<Record<string, string>> = {
  waiting: 'attend',
  accepted: 'acceptée',
  refused: 'refusée',
  withdrawn: 'retirée',
}

export const accents: Readonly<Record<string, string>> = {
  indigo: 'Indigo',
  terre: 'Terre',
  feuille: 'Feuille',
  mil: 'Mil',
  lagune: 'Lagune',
  prune: 'Prune',
  ardoise: 'Ardoise',
  brique: 'Brique',
}
