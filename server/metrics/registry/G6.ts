import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { goalsOfOwners, notInPractice, privateGoals, withoutGoals } from './who.ts'

/** How far do goals come? No target: whoever aims high reaches less, and that is well. */
export const G6: PeopleMetric = {
  id: 'G6',
  version: 1,
  layer: 'outcome',
  unit: 'percent',
  of: 'goals',
  direction: 'up',
  target: null,
  floor: 5,
  element: 'goals',
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Attainment',
      sentence: 'How far goals had come on average when they were closed.',
      formula: 'mean progress of the goals closed in the last 180 days, each between 0 and 100 per cent',
      numerator: 'per cent reached, added up over these goals',
      denominator: 'goals closed in the last 180 days',
      counts: [
        goalsOfOwners.en,
        'Progress as it stood on the day the goal was closed. More than reached counts as reached.',
        'There is no target, on purpose: a target would lower what people aim at. Look at the trend.',
        privateGoals.en,
      ],
      excludes: ['Goals that were dropped or opened again.', ...notInPractice.en, withoutGoals.en],
    },
    de: {
      name: 'Zielerreichung',
      sentence: 'Wie weit Ziele im Schnitt gekommen waren, als sie abgeschlossen wurden.',
      formula:
        'mittlerer Fortschritt der in den letzten 180 Tagen abgeschlossenen Ziele, je zwischen 0 und 100 Prozent',
      numerator: 'erreichte Prozent, über diese Ziele zusammengezählt',
      denominator: 'in den letzten 180 Tagen abgeschlossene Ziele',
      counts: [
        goalsOfOwners.de,
        'Fortschritt, wie er am Tag des Abschlusses stand. Mehr als erreicht zählt als erreicht.',
        'Einen Zielwert gibt es mit Absicht nicht: Er würde senken, was Menschen sich vornehmen. Es zählt der Verlauf.',
        privateGoals.de,
      ],
      excludes: ['Ziele, die aufgegeben oder wieder geöffnet wurden.', ...notInPractice.de, withoutGoals.de],
    },
    es: {
      name: 'Grado de logro',
      sentence: 'Hasta dónde habían llegado los objetivos, de media, cuando se cerraron.',
      formula: 'avance medio de los objetivos cerrados en los últimos 180 días, cada uno entre 0 y 100 por ciento',
      numerator: 'por ciento alcanzado, sumado en estos objetivos',
      denominator: 'objetivos cerrados en los últimos 180 días',
      counts: [
        goalsOfOwners.es,
        'El avance tal como estaba el día en que se cerró el objetivo. Más que alcanzado cuenta como alcanzado.',
        'No hay meta, a propósito: una meta rebajaría lo que las personas se proponen. Fíjese en la evolución.',
        privateGoals.es,
      ],
      excludes: ['Objetivos abandonados o reabiertos.', ...notInPractice.es, withoutGoals.es],
    },
    fr: {
      name: 'Taux d’atteinte',
      sentence: 'Jusqu’où les objectifs étaient arrivés en moyenne quand ils ont été clos.',
      formula: 'avancement moyen des objectifs clos ces 180 derniers jours, chacun entre 0 et 100 pour cent',
      numerator: 'pour cent atteints, additionnés sur ces objectifs',
      denominator: 'objectifs clos ces 180 derniers jours',
      counts: [
        goalsOfOwners.fr,
        'L’avancement tel qu’il était le jour où l’objectif a été clos. Plus qu’atteint compte comme atteint.',
        'Il n’y a pas de cible, à dessein : une cible abaisserait ce que les personnes visent. Regardez l’évolution.',
        privateGoals.fr,
      ],
      excludes: ['Les objectifs abandonnés ou rouverts.', ...notInPractice.fr, withoutGoals.fr],
    },
  },
  // Its last owner stands for it: whoever held it when it was closed. What was removed is placed nowhere any more.
  facts: ({ organizationId: org, asOf, knownAt }) => sql`
    with turned as (
      select distinct on (u.goal_id) u.goal_id, u.kind, u.outcome, u.reached_after
      from goal_update u join organization o on o.id = u.organization_id
      where u.organization_id = ${org} and u.kind in ('closed', 'reopened') and u.created_at <= ${knownAt} and u.created_at > (${asOf}::date - 182)::timestamptz
        and (u.created_at at time zone o.time_zone)::date <= ${asOf}::date and (u.created_at at time zone o.time_zone)::date > ${asOf}::date - 180
      order by u.goal_id, u.created_at desc, u.number desc
    ), closed as (
      select distinct on (t.goal_id) t.goal_id, t.reached_after, w.person_id
      from turned t
      join goal_place l on l.organization_id = ${org} and l.goal_id = t.goal_id and l.holds @> ${asOf}::date
        and l.recorded <= ${knownAt} and (l.superseded is null or l.superseded > ${knownAt})
      join goal_ownership w on w.organization_id = ${org} and w.goal_id = t.goal_id and w.part = 'goal'
        and w.recorded <= ${knownAt} and (w.superseded is null or w.superseded > ${knownAt})
      where t.kind = 'closed' and t.outcome <> 'dropped'
      order by t.goal_id, upper(w.holds) desc
    )
    select p.no, sum(round(100 * least(greatest(c.reached_after, 0), 1)))::integer as met, count(*)::integer as "of", null::integer as days
    from closed c join metric_person_at p on p.person_id = c.person_id
    where p.past_grace and p.goals_on
    group by p.no`,
  value: ({ met, of }) => {
    const sum = (numbers: Int32Array) => numbers.reduce((total, n) => total + n, 0)
    return sum(of) === 0 ? null : sum(met) / sum(of)
  },
}
