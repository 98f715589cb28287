/** What a sender says of a file. Nothing is decided by it: the name is shown, the type is a hint. */

const NAME_LIMIT = 150

/** A file's name to show and to offer for saving: never a path, nothing invisible, at most 150 characters. */
export const claimedName = (claimed: string): string => {
  const last =
    claimed
      .toWellFormed()
      .normalize('NFC')
      .split(/[/\\]/)
      .findLast((part) => part.trim() !== '') ?? ''
  const visible = last.replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\ufffd]/gu, '').replaceAll(/["<>|?*:]/g, '_')
  const trimmed = visible
    .trim()
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '')
  const characters = [...trimmed]
  if (characters.length <= NAME_LIMIT) return trimmed === '' ? 'fichier' : trimmed
  // The end tells the kind of file.
  const end = /\.[\p{L}\d]{1,8}$/u.exec(trimmed)?.[0] ?? ''
  return characters.slice(0, NAME_LIMIT - end.length).join('') + end
}

/** A media type of the shape `kind/kind`, in lower case. */
export const claimedType = (claimed: string): string => {
  const type = claimed.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,99}$/.test(type) ? type : 'application/octet-stream'
}
