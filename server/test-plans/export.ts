/** What was tried and said, as a file. */
import { sql } from 'kysely'
import type { Language } from '../../contract/library.ts'
import type { Input } from '../../contract/operation.ts'
import type { Device, RunResult, ScriptTexts, Severity, TestAnswer, TestRole } from '../../contract/test-plan-shapes.ts'
import type { testPlans } from '../../contract/test-plans.ts'
import { csvFile } from '../people/people.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { planRow, stateOf, textIn } from './queries.ts'

const header = [
  'script',
  'role',
  'version',
  'tester',
  'language',
  'device',
  'handed_in_at',
  'result',
  'step',
  'do',
  'expect',
  'step_result',
  'words',
  'finding',
  'severity',
  'state',
  'owner',
]

export async function exportFile(c: Context, input: Input<typeof testPlans.export>): Promise<FileAnswer> {
  await planRow(c.db, c, input.waveId)
  const { rows } = await sql<{
    id: string
    role: TestRole
    version: number
    texts: ScriptTexts
    answers: TestAnswer[]
    name: string
    language: Language
    device: Device
    handed_in_at: Instant
    result: RunResult
  }>`select u.id, s.role, u.version, v.texts, u.answers, p.full_name as name, u.language, u.device, u.handed_in_at, u.result
    from test_run u join test_script s on s.organization_id = u.organization_id and s.id = u.script_id
    join test_script_version v on v.organization_id = u.organization_id and v.script_id = u.script_id and v.number = u.version
    join person p on p.organization_id = u.organization_id and p.id = u.person_id
    where u.organization_id = ${c.organizationId} and u.wave_id = ${input.waveId} and u.handed_in_at is not null
    order by s.place, u.handed_in_at, u.id`.execute(c.db)
  const { rows: found } = await sql<{
    run_id: string
    step: number
    number: number
    severity: Severity
    state: string
    owner: string | null
  }>`select f.run_id, f.step, f.number, f.severity, ${stateOf} as state, o.full_name as owner from test_finding f
    left join person o on o.organization_id = f.organization_id and o.id = f.owner_id
    where f.organization_id = ${c.organizationId} and f.wave_id = ${input.waveId}`.execute(c.db)
  const lines = rows.flatMap((run) => {
    const { text } = textIn(run.texts, run.language)
    return text.steps.map((step, i) => {
      const said = run.answers[i]
      const finding = found.find((one) => one.run_id === run.id && one.step === i)
      return [
        text.title,
        run.role,
        run.version,
        run.name,
        run.language,
        run.device,
        run.handed_in_at,
        run.result,
        i + 1,
        step.do,
        step.expect,
        said?.result ?? '',
        said?.words ?? '',
        finding?.number ?? '',
        finding?.severity ?? '',
        finding?.state ?? '',
        finding?.owner ?? '',
      ]
    })
  })
  return {
    type: 'text/csv; charset=utf-8',
    body: csvFile(header, lines),
    fileName: `tests-${c.clock.today('UTC')}.csv`,
  }
}
