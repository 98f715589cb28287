import { openNode } from '../src/server/node/open-node.ts'
import { cpSync, rmSync } from 'node:fs'
import inspector from 'node:inspector/promises'
import { writeFileSync } from 'node:fs'
const src = process.argv[2]!
rmSync('/tmp/pp', { recursive: true, force: true }); rmSync('/tmp/pp.keys', { recursive: true, force: true })
cpSync(src, '/tmp/pp', { recursive: true }); cpSync(src + '.keys', '/tmp/pp.keys', { recursive: true })
const node = await openNode('/tmp/pp', {})
node.rehearse()
const people: any = await node.sql.selectFrom('membership_mandates' as any).selectAll().execute().catch((e: any) => String(e))
console.log(JSON.stringify(people).slice(0, 600))
const actor = { person: people[0].person, mandates: people.filter((p: any) => p.person === people[0].person).map((p: any) => ({ association: p.association, role: p.role })), isFresh: true } as any
const session = new inspector.Session(); session.connect()
await session.post('Profiler.enable'); await session.post('Profiler.setSamplingInterval', { interval: 200 })
const time = async (n: string, f: () => Promise<any>) => { const t = performance.now(); const r = await f(); console.log(n, (performance.now() - t).toFixed(1), JSON.stringify(r.value).slice(0, 100)); return r.value }
for (let i = 0; i < 25; i++) {
  if (i === 5) await session.post('Profiler.start')
  const kept = await time('keep', () => node.command('portal.keep', { id: null, association: actor.mandates[0].association, target: 'article', text: { title: `Le zebrule ${i} est arrivé`, body: 'Une phrase sur le zebrule, pour la recherche.' }, client: (i + 1e6).toString(16).padStart(32, '0') }, actor))
  await time('publish', () => node.command('portal.publish', { id: kept.id }, actor))
  await time('feed', () => node.query('portal.feed', { association: null }, null))
}
const { profile } = await session.post('Profiler.stop') as any
writeFileSync('/tmp/pub.cpuprofile', JSON.stringify(profile))
const self = new Map<string, number>(); const byId = new Map(profile.nodes.map((n: any) => [n.id, n]))
const parent = new Map<number, number>(); for (const n of profile.nodes) for (const c of n.children ?? []) parent.set(c, n.id)
const incl = new Map<string, number>()
profile.samples.forEach((id: number, k: number) => { const d = profile.timeDeltas[k]; const n: any = byId.get(id); const name = (m: any) => `${m.callFrame.functionName || '?'} ${m.callFrame.url.split('/').slice(-2).join('/')}:${m.callFrame.lineNumber}`
  self.set(name(n), (self.get(name(n)) ?? 0) + d); const seen = new Set<string>(); let c: number | undefined = id; while (c) { const nm = name(byId.get(c)); if (!seen.has(nm)) { seen.add(nm); incl.set(nm, (incl.get(nm) ?? 0) + d) } c = parent.get(c) } })
const top = (m: Map<string, number>) => [...m].sort((a, b) => b[1] - a[1]).slice(0, 45).map(([k, v]) => `${(v / 20000).toFixed(2)} ms  ${k}`).join('\n')
console.log('SELF\n' + top(self)); console.log('INCL\n' + top(incl))
await node.close()
