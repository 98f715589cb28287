/** WGS 84, hundred-thousandths of a degree: about a metre. */
export type Place = { readonly latitude: number; readonly longitude: number }

/** Countries of members and of their twins: ISO 3166-1 alpha-2 → the clock that people there read. */
export const COUNTRY_ZONES: Readonly<Record<string, string>> = {
  FR: 'Europe/Paris',
  DZ: 'Africa/Algiers',
  BJ: 'Africa/Porto-Novo',
  BF: 'Africa/Ouagadougou',
  CM: 'Africa/Douala',
  CI: 'Africa/Abidjan',
  GN: 'Africa/Conakry',
  LV: 'Europe/Riga',
  MG: 'Indian/Antananarivo',
  ML: 'Africa/Bamako',
  MA: 'Africa/Casablanca',
  MR: 'Africa/Nouakchott',
  NE: 'Africa/Niamey',
  SN: 'Africa/Dakar',
  TG: 'Africa/Lome',
  TN: 'Africa/Tunis',
}
/** Their French names. `Intl` knows them too, for 7 MiB of memory. */
const COUNTRY_NAMES: Readonly<Record<string, string>> = {
  FR: 'France',
  DZ: 'Algérie',
  BJ: 'Bénin',
  BF: 'Burkina Faso',
  CM: 'Cameroun',
  CI: 'Côte d’Ivoire',
  GN: 'Guinée',
  LV: 'Lettonie',
  MG: 'Madagascar',
  ML: 'Mali',
  MA: 'Maroc',
  MR: 'Mauritanie',
  NE: 'Niger',
  SN: 'Sénégal',
  TG: 'Togo',
  TN: 'Tunisie',
}
/** « Burkina Faso »; empty for a code that isn't one of ours. */
export const countryName = (code: string): string =>
  (Object.hasOwn(COUNTRY_NAMES, code) ? COUNTRY_NAMES[code] : '') ?? ''

/** « Koupéla (Burkina Faso) »; in France the town alone. Null when there is no town. */
export function townToText(town: string, country: string): string | null {
  if (town === '') return null
  const name = country === 'FR' ? '' : countryName(country)
  return name === '' ? town : `${town} (${name})`
}

const NUMBER = String.raw`[+-]?\d{1,3}(?:[.,]\d+)?`
/** « 45,6377 4,7873 », « 45.6377, 4.7873 », « 45.6377 N 4.7873 E ». */
const PAIR = new RegExp(String.raw`^(${NUMBER})\s*\u00b0?\s*([NS])?\s*[,;/ ]\s*(${NUMBER})\s*\u00b0?\s*([EOW])?$`, 'iu')
/** The address that openstreetmap.org shows: « #map=15/45.6377/4.7873 », « mlat=45.6377&mlon=4.7873 ». */
const MAP = /#map=\d+(?:\.\d+)?\/(-?\d+\.\d+)\/(-?\d+\.\d+)/
const MARK = /[?&]mlat=(-?\d+\.\d+)&mlon=(-?\d+\.\d+)/
/** What other maps and telephones give: « geo:45.6377,4.7873 », « @45.6377,4.7873,15z ». */
const GEO = /(?:^geo:|[@=])(-?\d+\.\d+),(-?\d+\.\d+)/

/** Reads a place as people copy it: two numbers, or the address of a map. Null when it is neither. */
export function textToPlace(text: string): Place | null {
  const line = text.trim()
  const linked = MARK.exec(line) ?? MAP.exec(line) ?? GEO.exec(line)
  const pair = linked ? null : PAIR.exec(line.replace(/(\d),(\s)/, '$1;$2'))
  const [north, east] = linked
    ? [Number(linked[1]), Number(linked[2])]
    : pair
      ? [signed(pair[1] as string, pair[2], /S/i), signed(pair[3] as string, pair[4], /[OW]/i)]
      : [Number.NaN, Number.NaN]
  if (!(Math.abs(north) <= 90 && Math.abs(east) <= 180)) return null
  return { latitude: Math.round(north * 1e5), longitude: Math.round(east * 1e5) }
}

const signed = (digits: string, side: string | undefined, other: RegExp): number =>
  Number(digits.replace(',', '.')) * (side !== undefined && other.test(side) ? -1 : 1)

/** « 45.63770, 4.78730 »; empty when unknown. */
export const placeToText = (latitude: number | null, longitude: number | null): string =>
  latitude === null || longitude === null ? '' : `${(latitude / 1e5).toFixed(5)}, ${(longitude / 1e5).toFixed(5)}`
