/**
 * The rule of membership against a model of it in a dozen lines, over random lives
 * of a small company: moves, leavers, joiners, waves prepared and launched.
 */
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { permissionWorld } from '../access/permission-world.ts'
import { create as createAudience } from '../directory/audiences.ts'
import { addDays } from '../platform/clock.ts'
import { contextFor } from '../platform/context.ts'
import { testBase } from '../platform/testing.ts'
import { createProgram } from './draft.ts'
import { goLive, refreshMembers } from './membership.ts'
import { publish } from './publish.ts'
import { createWave } from './waves.ts'

const departments = ['A', 'B', 'C', 'D'] as const
type Wave = { id: string; selects: readonly string[]; phase: 'planned' | 'preparing' | 'live'; order: number }

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('move' as const), who: fc.nat(11), to: fc.constantFrom(...departments) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave' as const), who: fc.nat(11) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('return' as const), who: fc.nat(11) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('launch' as const), wave: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('night' as const) }) },
)

test('the set-wise rule and its model agree after every night', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 24 }), async (steps) => {
      const base = await testBase({ at: '2026-03-02T01:30:00Z' })
      const w = await permissionWorld(base, 'ours')
      const lead = await w.as('lead')
      const c = contextFor(base, w.organizationId)
      const { id: programId } = await createProgram(lead, { name: 'Upward', leadId: w.people.lead })
      await publish(lead, { programId, revision: 0, note: '' })

      // Twelve people; everybody else stands in a department that no wave selects.
      await sql`update roster set department = 'elsewhere' where organization_id = ${w.organizationId}`.execute(c.db)
      const people: string[] = []
      for (let i = 0; i < 12; i++) people.push(await w.newPerson())
      const inHouse = new Map<string, string>(people.map((p, i) => [p, departments[i % 4]!]))
      const kept = await sql<{
        row: Record<string, unknown>
      }>`select to_jsonb(r) as row from roster r where person_id = any(${people}::uuid[])`.execute(c.db)
      const place = (p: string, department: string) =>
        sql`update roster set department = ${department} where person_id = ${p}`.execute(c.db)
      for (const [p, d] of inHouse) await place(p, d)

      // Overlapping audiences; the second and third prepare on later days.
      const waves: Wave[] = []
      for (const [i, [selects, after]] of (
        [
          [['A', 'B'], 30],
          [['B', 'C'], 2],
          [['C', 'D', 'A'], 4],
        ] as const
      ).entries()) {
        const audience = await createAudience(lead, {
          name: `Audience ${i}`,
          rule: { field: 'department', in: [...selects] },
        })
        const { id } = await createWave(lead, {
          programId,
          name: `Wave ${i}`,
          audienceId: audience.id,
          preparesOn: addDays('2026-03-02', after),
          goesLiveOn: addDays('2026-03-02', 60 + i),
        })
        waves.push({ id, selects, phase: 'planned', order: 60 + i })
      }
      const member = new Map<string, string>()
      let day = '2026-03-02'

      const night = async (launching: Wave | null) => {
        for (const [i, wave] of waves.entries())
          if (wave.phase === 'planned' && addDays('2026-03-02', [30, 2, 4][i]!) <= day) wave.phase = 'preparing'
        // At its launch a wave counts as live, but stands where it stood in the order.
        const ranked = waves
          .filter((v) => v.phase !== 'planned' || v === launching)
          .toSorted((a, b) => Number(a.phase !== 'live') - Number(b.phase !== 'live') || a.order - b.order)
        const isLive = (v: Wave) => v.phase === 'live' || v === launching
        for (const p of people) {
          const department = inHouse.get(p)
          const own = waves.find((v) => v.id === member.get(p))
          const best = department === undefined ? undefined : ranked.find((v) => v.selects.includes(department))
          if (department === undefined) member.delete(p)
          else if (own?.selects.includes(department)) continue
          else if (own && isLive(own)) {
            if (best && isLive(best)) member.set(p, best.id)
          } else if (best) member.set(p, best.id)
          else member.delete(p)
        }
        if (launching) await c.db.transaction().execute((tx) => goLive(tx, c, launching.id))
        else await refreshMembers(c)
        if (launching) {
          launching.phase = 'live'
          launching.order = (Date.parse(day) - Date.parse('2026-03-02')) / 86_400_000
        }
        const { rows } = await sql<{ person_id: string; wave_id: string }>`
          select person_id, wave_id from wave_member where organization_id = ${w.organizationId} and superseded is null and upper_inf(holds)`.execute(
          c.db,
        )
        expect(new Map(rows.map((r) => [r.person_id, r.wave_id]))).toEqual(member)
      }

      for (const s of steps) {
        day = addDays(day, 1)
        base.clock.set(`${day}T01:30:00Z`)
        const p = 'who' in s ? people[s.who]! : ''
        if (s.kind === 'move' && inHouse.has(p)) {
          await place(p, s.to)
          inHouse.set(p, s.to)
        } else if (s.kind === 'leave' && inHouse.has(p)) {
          await sql`delete from roster where person_id = ${p}`.execute(c.db)
          inHouse.delete(p)
        } else if (s.kind === 'return' && p && !inHouse.has(p)) {
          const row = kept.rows.find((k) => k.row['person_id'] === p)!.row
          await sql`insert into roster select * from jsonb_populate_record(null::roster, ${JSON.stringify({ ...row, department: 'A' })}::jsonb)`.execute(
            c.db,
          )
          inHouse.set(p, 'A')
        } else if (s.kind === 'launch' && waves[s.wave]!.phase !== 'live') await night(waves[s.wave]!)
        else if (s.kind === 'night') await night(null)
      }
      await night(null)
    }),
    { numRuns: 12 },
  )
})
