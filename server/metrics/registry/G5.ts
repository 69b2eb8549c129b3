import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { goalsOfOwners, notInPractice, privateGoals, withoutGoals } from './who.ts'

/** Can one tell when a goal is reached? A key result that leads from a start to a target, by a date. */
export const G5: PeopleMetric = {
  id: 'G5',
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
      name: 'Goal quality',
      sentence: 'How many of the active goals say what is measured, from where, to where and by when.',
      formula: 'active goals with measure, start, target and date ÷ active goals',
      numerator: 'active goals with measure, start, target and date',
      denominator: 'active goals',
      counts: [
        goalsOfOwners.en,
        'It has at least one key result, and in each the target is another value than the start. Every goal has a date.',
        'This is about the form alone. Nobody reads or scores what a goal says.',
        privateGoals.en,
      ],
      excludes: [...notInPractice.en, withoutGoals.en],
    },
    de: {
      name: 'Güte der Ziele',
      sentence: 'Wie viele der laufenden Ziele sagen, was gemessen wird, von wo, bis wohin und bis wann.',
      formula: 'laufende Ziele mit Messgröße, Start, Zielwert und Datum ÷ laufende Ziele',
      numerator: 'laufende Ziele mit Messgröße, Start, Zielwert und Datum',
      denominator: 'laufende Ziele',
      counts: [
        goalsOfOwners.de,
        'Es hat mindestens ein Schlüsselergebnis, und in jedem ist der Zielwert ein anderer als der Start. Ein Datum hat jedes Ziel.',
        'Hier geht es nur um die Form. Niemand liest oder bewertet, was in einem Ziel steht.',
        privateGoals.de,
      ],
      excludes: [...notInPractice.de, withoutGoals.de],
    },
    es: {
      name: 'Calidad de los objetivos',
      sentence: 'Cuántos de los objetivos activos dicen qué se mide, desde dónde, hasta dónde y para cuándo.',
      formula: 'objetivos activos con medida, inicio, meta y fecha ÷ objetivos activos',
      numerator: 'objetivos activos con medida, inicio, meta y fecha',
      denominator: 'objetivos activos',
      counts: [
        goalsOfOwners.es,
        'Tiene al menos un resultado clave y, en cada uno, la meta es un valor distinto del inicio. Todo objetivo tiene fecha.',
        'Se trata solo de la forma. Nadie lee ni puntúa lo que dice un objetivo.',
        privateGoals.es,
      ],
      excludes: [...notInPractice.es, withoutGoals.es],
    },
    fr: {
      name: 'Qualité des objectifs',
      sentence: 'Combien des objectifs en cours disent ce qui est mesuré, d’où, jusqu’où et pour quand.',
      formula: 'objectifs en cours avec mesure, départ, cible et date ÷ objectifs en cours',
      numerator: 'objectifs en cours avec mesure, départ, cible et date',
      denominator: 'objectifs en cours',
      counts: [
        goalsOfOwners.fr,
        'Il a au moins un résultat clé et, dans chacun, la cible est une autre valeur que le départ. Tout objectif a une date.',
        'Il ne s’agit que de la forme. Personne ne lit ni ne note ce que dit un objectif.',
        privateGoals.fr,
      ],
      excludes: [...notInPractice.fr, withoutGoals.fr],
    },
  },
  facts: ({ organizationId, knownAt }) => sql`
    select p.no, (count(*) filter (where m.measured))::integer as met, count(*)::integer as "of", null::integer as days
    from metric_goal_at g
    join metric_person_at p on p.person_id = g.person_id
    left join goal_measure m on m.organization_id = ${organizationId} and m.goal_id = g.goal_id
      and m.recorded <= ${knownAt} and (m.superseded is null or m.superseded > ${knownAt})
    where p.past_grace and p.goals_on
    group by p.no`,
}
