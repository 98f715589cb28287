const KEY = 'ecrire-avec-boutons'

/** Whether this person wants buttons, on this device: null as long as they didn't say. */
export const chosenRich = (): boolean | null => {
  try {
    const value = localStorage.getItem(KEY)
    return value === null ? null : value === 'oui'
  } catch {
    return null
  }
}
export const chooseRich = (isRich: boolean): void => {
  try {
    localStorage.setItem(KEY, isRich ? 'oui' : 'non')
  } catch {
    // Asked again next time.
  }
}
