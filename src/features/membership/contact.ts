/** How to reach people. What is unknown is null. */
export type ContactParts = {
  readonly address: string | null
  readonly hours: string | null
  readonly phone: string | null
  readonly mail: string | null
}

const MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const PHONE = /^\+?\d[\d\s.()-]{5,24}$/
const HOURS = /^(?:ouvert|horaires?|heures|open)\s*[:,]?\s*(?=\S)/iu

/**
 * Reads a contact as people type it, one thing a line: an e-mail address, a telephone number, « ouvert : le jeudi de 14 h à
 * 18 h »; the other lines are the address, joined by commas. The first of each counts; a second one stays in the address.
 */
export function textToContact(text: string): ContactParts {
  const address: string[] = []
  let hours: string | null = null
  let phone: string | null = null
  let mail: string | null = null
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    if (line === '') continue
    if (mail === null && MAIL.test(line)) mail = line
    else if (phone === null && PHONE.test(line)) phone = line
    else if (hours === null && HOURS.test(line)) hours = line.replace(HOURS, '')
    else address.push(line)
  }
  return { address: address.length > 0 ? address.join(', ') : null, hours, phone, mail }
}

/** The same the other way, for who fills an entity from parts. */
export const contactToText = ({ address, hours, phone, mail }: ContactParts): string =>
  [address, hours === null ? null : `Ouvert : ${hours}`, phone, mail].filter((line) => line !== null).join('\n')
