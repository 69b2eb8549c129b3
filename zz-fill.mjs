import { sql } from 'kysely'
import { readConfig } from './server/platform/config.ts'
import { openLog } from './server/platform/log.ts'
import { openInstallation } from './server/installation.ts'
import { contextAs } from './server/access/sessions.ts'
import { contextFor } from './server/platform/context.ts'
import { cyclePlan, reviews } from './contract/reviews.ts'
import { calibration } from './contract/calibration.ts'
import { createCycle, savePlan } from './server/reviews/cycles.ts'
import { check } from './server/reviews/check.ts'
import { launch, fill } from './server/reviews/launch.ts'
import { submit } from './server/reviews/sheets.ts'
import { prepare } from './server/calibration/prepare.ts'
import { begin, move, point, close } from './server/calibration/moving.ts'
import { preview } from './server/calibration/choosing.ts'
import { get } from './server/calibration/read.ts'
const inst = await openInstallation(readConfig({}, { DATA_DIR: '/tmp/demo-calibration', LOG_LEVEL: 'warn', PORT: '4370' }), openLog('warn'))
const { base } = inst
const root = await inst.base.database.owner?.query?.('select id from organization limit 1')
const org = root.rows[0].id
const c0 = contextFor(base, org)
const idOf = async (email) => (await sql`select id from person where organization_id = ${org} and email = ${email}`.execute(c0.db)).rows[0].id
const as = (id) => contextAs(base, c0.db, org, id)
const lead = await as(await idOf('mateo.alvarez@lumenwerk.example'))
const today = base.clock.now().slice(0, 10)
const day = (n) => new Date(Date.parse(today) + n * 864e5).toISOString().slice(0, 10)
const made = await createCycle(lead, reviews.createCycle.body.parse({ name: 'Half-year with calibration', formId: 'annual' }))
const on = { self: 1, manager: 1, calibration: 1, share: 1, acknowledge: 1 }
const saved = await savePlan(lead, { cycleId: made.id, revision: made.revision, plan: cyclePlan.parse({ ...made.plan, stages: made.plan.stages.map((s) => on[s.id] ? { ...s, on: true, opensOn: today, dueOn: day(20) } : { ...s, on: false, opensOn: null, dueOn: null }) }) })
const { people } = await check(lead, { cycleId: made.id })
await launch(lead, { cycleId: made.id, revision: saved.revision, people })
await fill(contextFor(base, org), made.id)
const tasks = (await sql`select id, writer_id from review_task where organization_id = ${org} and cycle_id = ${made.id} and role = 'manager' order by writer_id`.execute(c0.db)).rows
console.log('people', people, 'tasks', tasks.length)
let seed = 5; const r = () => (seed = (seed * 48271) % 2147483647) / 2147483647
const harsh = new Map()
for (const t of tasks) {
  if (r() < 0.08) continue
  if (!harsh.has(t.writer_id)) harsh.set(t.writer_id, (r() - 0.5) * 1.2)
  const v = () => Math.max(1, Math.min(4, Math.round(2.7 + harsh.get(t.writer_id) + (r() + r() + r() - 1.5) * 1.3)))
  const answers = { worked: { words: 'Much' }, next: { words: 'More' }, results: { value: v() }, how: { value: v() }, learning: { value: v() } }
  await submit(await as(t.writer_id), { taskId: t.id, answers }).catch((e) => console.log(e.code, e.params))
}
const prep = async (name, scope, more = {}) => {
  const p = await preview(lead, { cycleId: made.id, ...scope })
  console.log(name, p.people, p.managers.length)
  return prepare(lead, { cycleId: made.id, ...calibration.prepare.body.parse({ name, scope, heldOn: day(3), agenda: 'Twenty minutes for each team.\nFirst the edges, then who changed most.', xQuestion: 'results', yQuestion: 'how', participantIds: p.managers.filter((m) => m.direct && m.id !== lead.viewer.personId).map((m) => m.id), facilitatorIds: [await idOf('chloe.marchand@lumenwerk.example')].slice(0,0), ...more }) })
}
const deps = (await sql`select department, count(*)::int as n from review where organization_id = ${org} and cycle_id = ${made.id} group by 1 order by 2 desc`.execute(c0.db)).rows
console.log(deps.slice(0, 8))
const farah = await idOf('farah.nazari@lumenwerk.example')
const farahDep = (await sql`select department from review where organization_id = ${org} and cycle_id = ${made.id} and manager_id = ${farah} limit 1`.execute(c0.db)).rows[0]
console.log('farah', farahDep)
const dep = farahDep?.department ?? deps[0].department
const a = await prep('Autumn, first round', { kind: 'department', value: dep }, { guide: [10, 20, 50, 20] })
await begin(lead, { sessionId: a.id })
const room = await get(lead, { sessionId: a.id })
let n = 0
for (const row of room.rows.filter((x) => x.state === 'rated' && x.ratings.length === 2)) {
  if (n++ > 4) break
  const x = row.ratings[0].value
  await move(lead, { sessionId: a.id, reviewId: row.reviewId, x: { from: x, to: x === 4 ? 3 : x + 1 }, y: null, reason: 'The move of the warehouse weighed more than the form shows, and others in the line carried less of it.' })
  await point(lead, { sessionId: a.id, reviewId: row.reviewId, words: 'Compare with the other shift leads.' })
}
const others = deps.filter((d) => d.department !== dep)
const b = await prep('Others, autumn', { kind: 'department', value: others[0].department })
console.log(JSON.stringify({ cycle: made.id, open: a.id, prepared: b.id, person: room.rows[0].reviewId }))
const t0 = performance.now(); await get(lead, { sessionId: a.id }); console.log('get ms', performance.now() - t0, room.rows.length)
await inst.close()
