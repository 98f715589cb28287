import { call, link } from './drawings/distance.ts'
import { pagne, stray } from './drawings/fabrics.ts'
import { type Light, type Loom, createLoom, sheet } from './drawings/loom.ts'
import { pitch } from './drawings/pitch.ts'
import { bicycle, phoneLine, well } from './drawings/plains.ts'
import { computerRoom, hall, reception } from './drawings/rooms.ts'
import { house, nightMarket, school } from './drawings/streets.ts'
import { openComputer, roundTable } from './drawings/tables.ts'
import { bar, workshop } from './drawings/trades.ts'
import { beeches, flood, garden } from './drawings/waterside.ts'

export { accentGround, drawMark } from './drawings/logos.ts'

const scenes = {
  accueil: reception,
  appel: call,
  atelier: workshop,
  biennale: hall,
  buvette: bar,
  crue: flood,
  ecole: school,
  hetres: beeches,
  jardin: garden,
  lien: link,
  ligne: phoneLine,
  maison: house,
  'marche-de-nuit': nightMarket,
  'ordinateur-ouvert': openComputer,
  pagne,
  puits: well,
  'salle-informatique': computerRoom,
  'table-ronde': roundTable,
  terrain: pitch,
  trame: stray,
  velo: bicycle,
} as const satisfies Record<string, (loom: Loom) => string>

export type SceneKey = keyof typeof scenes
/** A scene in the morning's light, or in the evening's. */
export type PictureKey = SceneKey | `${SceneKey}-soir`

export const pictureKeys: readonly PictureKey[] = (Object.keys(scenes) as SceneKey[]).flatMap((scene) => [
  scene,
  `${scene}-soir` as const,
])

/** One picture: SVG, 1200 × 800, no text, no script, the same bytes for the same key. */
export function drawPicture(key: PictureKey): string {
  const light: Light = key.endsWith('-soir') ? 'soir' : 'matin'
  const scene = key.replace(/-soir$/, '') as SceneKey
  const loom = createLoom(key, light)
  return sheet(loom, scenes[scene](loom))
}
