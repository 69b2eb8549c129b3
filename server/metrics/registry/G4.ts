import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { goalsOfOwners, notInPractice, privateGoals, withoutGoals } from './who.ts'

/** Are goals alive? Somebody wrote one, changed it or said how it goes within four weeks. */
export const G4: PeopleMetric = {
  id: 'G4',
  version: 1,
  layer: 'quality',
  unit: 'percent',
  of: 'goals',
  direction: 'up',
  target: 80,
  floor: 5,
  element: 'goals',
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Goal freshness',
      sentence: 'How many of the active goals were touched in the last 28 days.',
      formula: 'active goals updated within 28 days ÷ active goals',
      numerator: 'active goals updated within 28 days',
      denominator: 'active goals',
      counts: [
        goalsOfOwners.en,
        'Updated: written, published, edited, or progress recorded, by hand or by another system. Comments and cheers do not count.',
        privateGoals.en,
      ],
      excludes: [...notInPractice.en, withoutGoals.en],
    },
    de: {
      name: 'Aktualität der Ziele',
      sentence: 'An wie vielen der laufenden Ziele in den letzten 28 Tagen etwas geschehen ist.',
      formula: 'laufende Ziele mit einer Änderung in 28 Tagen ÷ laufende Ziele',
      numerator: 'laufende Ziele mit einer Änderung in 28 Tagen',
      denominator: 'laufende Ziele',
      counts: [
        goalsOfOwners.de,
        'Als Änderung zählt: geschrieben, veröffentlicht, bearbeitet oder Fortschritt festgehalten, von Hand oder durch ein anderes System. Kommentare und Zuspruch zählen nicht.',
        privateGoals.de,
      ],
      excludes: [...notInPractice.de, withoutGoals.de],
    },
    es: {
      name: 'Actualidad de los objetivos',
      sentence: 'En cuántos de los objetivos activos hubo algún cambio en los últimos 28 días.',
      formula: 'objetivos activos actualizados en 28 días ÷ objetivos activos',
      numerator: 'objetivos activos actualizados en 28 días',
      denominator: 'objetivos activos',
      counts: [
        goalsOfOwners.es,
        'Actualizado: escrito, publicado, modificado o con avance anotado, a mano o desde otro sistema. Los comentarios y los ánimos no cuentan.',
        privateGoals.es,
      ],
      excludes: [...notInPractice.es, withoutGoals.es],
    },
    fr: {
      name: 'Fraîcheur des objectifs',
      sentence: 'Sur combien des objectifs en cours quelque chose s’est passé ces 28 derniers jours.',
      formula: 'objectifs en cours mis à jour en 28 jours ÷ objectifs en cours',
      numerator: 'objectifs en cours mis à jour en 28 jours',
      denominator: 'objectifs en cours',
      counts: [
        goalsOfOwners.fr,
        'Mis à jour : écrit, publié, modifié, ou avancement noté, à la main ou par un autre système. Les commentaires et les encouragements ne comptent pas.',
        privateGoals.fr,
      ],
      excludes: [...notInPractice.fr, withoutGoals.fr],
    },
  },
  // What happened on a day was never recorded before it: the bound on `recorded_at` lets the index of types skip the rest.
  facts: ({ organizationId, asOf, knownAt }) => sql`
    select p.no, (count(f.goal_id))::integer as met, count(*)::integer as "of", null::integer as days
    from metric_goal_at g
    join metric_person_at p on p.person_id = g.person_id
    left join (
      select distinct e.subject_id as goal_id from event e
      where e.organization_id = ${organizationId}
        and e.type in ('goal.created', 'goal.published', 'goal.updated', 'goal.progressed', 'goal.fed', 'goal.reopened')
        and e.happened_on > ${asOf}::date - 28 and e.happened_on <= ${asOf}::date
        and e.recorded_at > (${asOf}::date - 30)::timestamptz and e.recorded_at <= ${knownAt}
    ) f on f.goal_id = g.goal_id
    where p.past_grace and p.goals_on
    group by p.no`,
}
