import {
  BASE,
  type Loom,
  cut,
  disc,
  faded,
  line,
  oval,
  poly,
  skins,
  strips,
  stroke,
  tint,
  turn,
  woven,
} from './loom.ts'

/** A pitch from above, mown in strips, nettles at its edge. */
export function pitch(loom: Loom): string {
  const greens = loom.day ? ['#6FA05A', '#7FB068'] : ['#2F5F4A', '#386B53']
  let out = strips(loom, [0, 0, 1200, BASE], greens, { count: 14, along: 'x', uneven: 0 })
  const white = `fill="none" stroke="${tint.paper}" stroke-width="8"`
  out +=
    `<rect x="90" y="70" width="1020" height="608" ${white}/><path d="M600 70V678" ${white}/><circle cx="600" cy="374" r="112" ${white}/><rect x="90" y="214" width="170" height="320" ${white}/><rect x="940" y="214" width="170" height="320" ${white}/>` +
    disc(600, 374, 10, tint.paper)
  for (let i = 0; i < 60; i++) {
    const edge = i % 2 === 0 ? loom.between(4, 34) : loom.between(706, 738)
    const x = loom.between(-10, 1210)
    for (const lean of [-14, 0, 14])
      out += poly(
        [
          [x - 6, edge + 14],
          [x + lean, edge - 18],
          [x + 6, edge + 14],
        ],
        loom.day ? tint.feuille : '#1E4438',
      )
  }
  const teams = [
    [tint.terre, tint.paper],
    [tint.indigo, tint.mil],
  ] as const
  const places = [
    [300, 200],
    [420, 520],
    [360, 380],
    [500, 270],
    [760, 250],
    [880, 460],
    [720, 540],
    [980, 330],
  ] as const
  places.forEach(([x, y], i) => {
    const cloth = teams[i < 4 ? 0 : 1]
    out += faded(oval(x + 30, y + 30, 44, 22, tint.ink), 0.25)
    out += turn(
      stroke(`M${x - 40} ${y}q-14 18 -2 34M${x + 40} ${y}q14 -18 2 -34`, skins[i % skins.length] ?? skins[0], 14) +
        woven(loom, oval(x, y, 44, 24, '#000'), [x - 44, y - 24, 88, 48], cloth, { size: 9, angle: 90 }) +
        disc(x, y, 19, skins[i % skins.length] ?? skins[0]) +
        oval(x, y - 3, 18, 15, tint.ink),
      i * 47,
      x,
      y,
    )
  })
  const [bx, by] = [612, 420]
  out += faded(oval(bx + 26, by + 30, 44, 30, tint.ink), 0.3) + disc(bx, by, 44, tint.paper)
  return (
    out +
    cut(
      loom,
      disc(bx, by, 44, '#000'),
      patch(bx, by, 17) +
        [0, 1, 2, 3, 4]
          .map(
            (i) =>
              patch(bx + Math.cos(i * 1.2566 - 0.94) * 42, by + Math.sin(i * 1.2566 - 0.94) * 42, 15) +
              line(
                bx + Math.cos(i * 1.2566 - 1.57) * 17,
                by + Math.sin(i * 1.2566 - 1.57) * 17,
                bx + Math.cos(i * 1.2566 - 1.57) * 46,
                by + Math.sin(i * 1.2566 - 1.57) * 46,
                tint.ink,
                3,
              ),
          )
          .join(''),
    )
  )
}

/** A five-sided piece of the ball. */
const patch = (x: number, y: number, r: number): string =>
  poly(
    Array.from(
      { length: 5 },
      (_, i) => [x + Math.cos(i * 1.2566 - 1.57) * r, y + Math.sin(i * 1.2566 - 1.57) * r] as const,
    ),
    tint.ink,
  )
