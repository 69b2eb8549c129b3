import { sql } from 'kysely'
import type { Tx } from '../../platform/db.ts'
import {
  isSettled,
  type PlanFinding,
  type PlanRun,
  type PlanScript,
  scriptResult,
} from '../../test-plans/test-plans.ts'
import type { At, CompanyMetric } from '../metric.ts'

/** Was it tried out? Scripts that must pass before a wave starts; they say nothing about people. */
export const L14: CompanyMetric = {
  id: 'L14',
  version: 1,
  layer: 'adoption',
  unit: 'percent',
  of: 'scripts',
  direction: 'up',
  target: 100,
  floor: 1,
  element: null,
  firstAfterDays: () => 0,
  words: {
    en: {
      name: 'Test pass',
      sentence: 'How many of the test scripts that must pass before a start have passed.',
      formula: 'scripts that must pass and have passed ÷ scripts that must pass',
      numerator: 'scripts passed',
      denominator: 'scripts that must pass',
      counts: [
        'Test plans of waves that are not live yet, or went live in the last 30 days.',
        'The version of a script that holds on that day, by the last try of each tester: passed if somebody got through and nothing that weighs is open.',
      ],
      excludes: ['Scripts that may be left out, and those taken out of the plan.', 'Tries that are not handed in.'],
    },
    de: {
      name: 'Bestandene Tests',
      sentence: 'Wie viele der Testfälle, die vor einem Start bestanden sein müssen, bestanden sind.',
      formula: 'bestandene Pflicht-Testfälle ÷ Pflicht-Testfälle',
      numerator: 'bestandene Testfälle',
      denominator: 'Testfälle, die bestanden sein müssen',
      counts: [
        'Testpläne von Wellen, die noch nicht gestartet sind oder in den letzten 30 Tagen gestartet sind.',
        'Die an diesem Tag geltende Version eines Testfalls, nach dem letzten Versuch jeder testenden Person: bestanden, wenn jemand ans Ende kam und nichts Gewichtiges offen ist.',
      ],
      excludes: [
        'Testfälle, die ausgelassen werden dürfen, und solche, die aus dem Plan genommen wurden.',
        'Versuche, die nicht abgegeben sind.',
      ],
    },
    es: {
      name: 'Pruebas superadas',
      sentence: 'Cuántos de los casos de prueba que deben superarse antes de una puesta en marcha se han superado.',
      formula: 'casos obligatorios superados ÷ casos obligatorios',
      numerator: 'casos superados',
      denominator: 'casos que deben superarse',
      counts: [
        'Los planes de pruebas de oleadas que aún no están en marcha, o que lo están desde hace 30 días como máximo.',
        'La versión del caso vigente ese día, según el último intento de cada persona: superado si alguien llegó al final y no queda abierto nada de peso.',
      ],
      excludes: ['Los casos que pueden omitirse y los retirados del plan.', 'Los intentos que no se han entregado.'],
    },
    fr: {
      name: 'Tests réussis',
      sentence: 'Combien des cas de test qui doivent réussir avant un lancement ont réussi.',
      formula: 'cas obligatoires réussis ÷ cas obligatoires',
      numerator: 'cas réussis',
      denominator: 'cas qui doivent réussir',
      counts: [
        'Les plans de test des vagues qui ne sont pas encore lancées, ou qui le sont depuis 30 jours au plus.',
        'La version du cas qui vaut ce jour-là, d’après le dernier essai de chaque personne : réussi si quelqu’un est allé au bout et que rien d’important ne reste ouvert.',
      ],
      excludes: [
        'Les cas qui peuvent être laissés de côté et ceux retirés du plan.',
        'Les essais qui ne sont pas remis.',
      ],
    },
  },
  async measure(tx, at) {
    const { scripts, runs, findings } = await testsAt(tx, at)
    const must = scripts.filter((one) => one.must)
    if (must.length === 0) return null
    const passed = must.filter((one) => scriptResult(one, runs, findings) === 'passed').length
    return { numerator: passed, denominator: must.length, value: null }
  },
}

export const openBlockers = (findings: readonly PlanFinding[]): number =>
  findings.filter((one) => one.severity === 'blocker' && !isSettled(one.state)).length

/** What the rules of test plans judge, of all plans that count on a day, as known at an instant. */
export async function testsAt(
  tx: Tx,
  { organizationId: org, asOf, knownAt }: At,
): Promise<{ scripts: PlanScript[]; runs: PlanRun[]; findings: PlanFinding[] }> {
  const by = (column: string) =>
    sql<boolean>`(${sql.ref(column)} <= ${knownAt} and (${sql.ref(column)} at time zone zone.name)::date <= ${asOf}::date)`
  const { rows } = await sql<{ scripts: PlanScript[]; runs: PlanRun[]; findings: PlanFinding[] }>`
    with zone as materialized (select time_zone as name from organization where id = ${org}),
    plan as (
      select p.wave_id from test_plan p join wave w on w.organization_id = p.organization_id and w.id = p.wave_id, zone
      where p.organization_id = ${org} and ${by('p.made_at')}
        and (w.launched_at is null or not ${by('w.launched_at')} or w.goes_live_on > ${asOf}::date - 30)
    ), script as (
      select s.id, s.role, v.number as version, v.must from test_script s join plan on plan.wave_id = s.wave_id, zone
      cross join lateral (select v.number, v.must from test_script_version v
        where v.organization_id = ${org} and v.script_id = s.id and ${by('v.written_at')} order by v.number desc limit 1) v
      where s.organization_id = ${org} and (s.removed_at is null or not ${by('s.removed_at')})
    ), run as (
      select u.id, u.script_id, u.version, u.person_id, u.language, u.device, u.result, u.handed_in_at
      from test_run u join plan on plan.wave_id = u.wave_id, zone where u.organization_id = ${org} and ${by('u.handed_in_at')}
    ), finding as (
      select f.id, f.number, f.run_id, r.script_id,
        coalesce((select a.severity from test_finding_act a, zone where a.organization_id = ${org} and a.finding_id = f.id and a.act = 'graded'
          and ${by('a.acted_at')} order by a.number desc limit 1), first.severity, f.severity) as severity,
        case coalesce((select a.act from test_finding_act a, zone where a.organization_id = ${org} and a.finding_id = f.id
          and a.act in ('fixed', 'works', 'still', 'accepted', 'reopened') and ${by('a.acted_at')} order by a.number desc limit 1), '')
          when 'fixed' then 'retest' when 'works' then 'closed' when 'accepted' then 'accepted' else 'open' end as state
      from test_finding f join run r on r.id = f.run_id
      left join lateral (select u.answers -> f.step ->> 'severity' as severity from test_run u where u.organization_id = ${org} and u.id = f.run_id) first on true
      where f.organization_id = ${org}
    )
    select
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'role', role, 'title', '', 'must', must, 'version', version) order by id) from script), '[]'::jsonb) as scripts,
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'scriptId', script_id, 'version', version, 'personId', person_id, 'language', language,
        'device', device, 'result', result) order by handed_in_at, id) from run), '[]'::jsonb) as runs,
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'number', number, 'runId', run_id, 'scriptId', script_id, 'severity', severity,
        'state', state)) from finding), '[]'::jsonb) as findings`.execute(tx)
  return rows[0]!
}
