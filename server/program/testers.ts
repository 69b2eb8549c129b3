/**
 * Tester access: who may try the practice in a wave that prepares and is not live yet. They count in no
 * number: those are of launched waves. See docs/decisions/test-plans.md.
 */
import { type RawBuilder, sql } from 'kysely'
import type { ElementId } from '../../contract/design.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'

/** What can be tried by a few; surveys and review cycles are about many, and ask nobody before the start. */
const tryable: readonly ElementId[] = ['goals', 'checkins', 'feedback', 'recognition', 'growth']
export const isTryable = (element: ElementId): boolean => tryable.includes(element)

/** Wave `w` is live, or the member `member` of it tries it. */
export const opensTo = (member: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(w.launched_at is not null or exists (select from wave_tester wt where wt.organization_id = w.organization_id
    and wt.wave_id = w.id and wt.person_id = ${member} and wt.ended_at is null))`

/** The version that wave `w` runs on; before it is live, the newest. `wv` is its row of today, if it has one. */
export const versionNumber = sql<number>`coalesce(wv.number, (select max(nv.number) from program_version nv
  where nv.organization_id = w.organization_id and nv.program_id = w.program_id))`
/** A live wave without a version of today runs on none. */
export const hasVersion = sql<boolean>`(wv.number is not null or w.launched_at is null)`

/** Who may try a wave from now on: these, and nobody else. */
export async function setWaveTesters(tx: Tx, c: Context, waveId: string, personIds: readonly string[]): Promise<void> {
  const ids = personIds as string[]
  const now = c.clock.now()
  const ended =
    await sql`update wave_tester set ended_at = ${now} where organization_id = ${c.organizationId} and wave_id = ${waveId}
    and ended_at is null and person_id <> all(${ids}::uuid[])`.execute(tx)
  const given = await sql`insert into wave_tester as t (organization_id, wave_id, person_id, given_by, given_at)
    select ${c.organizationId}, ${waveId}, x, ${c.viewer.personId}, ${now} from unnest(${ids}::uuid[]) x
    on conflict (organization_id, wave_id, person_id) do update set given_by = excluded.given_by, given_at = excluded.given_at, ended_at = null
    where t.ended_at is not null`.execute(tx)
  const counts = { given: Number(given.numAffectedRows ?? 0), ended: Number(ended.numAffectedRows ?? 0) }
  if (counts.given + counts.ended > 0)
    await record(tx, c, { type: 'wave.testers-changed', subject: { kind: 'wave', id: waveId }, data: counts })
}
