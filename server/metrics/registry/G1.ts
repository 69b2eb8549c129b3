import { type RawBuilder, sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { notInPractice, privateGoals, withoutGoals } from './who.ts'

const facts =
  (parts: RawBuilder<unknown>): PeopleMetric['facts'] =>
  ({ organizationId, asOf, knownAt }) =>
    sql`
    select p.no, g.person_id is not null as met, null::integer as days
    from metric_person_at p
    left join (
      select distinct o.person_id from goal_ownership o
      where o.organization_id = ${organizationId} and ${parts} and o.holds @> ${asOf}::date
        and o.recorded <= ${knownAt} and (o.superseded is null or o.superseded > ${knownAt})
    ) g on g.person_id = p.person_id
    where p.past_grace and p.goals_on`

/** Who has a goal? Owning one that is active on the day counts, and so does looking after a key result of one. */
export const G1: PeopleMetric = {
  id: 'G1',
  version: 2,
  layer: 'adoption',
  unit: 'percent',
  of: 'people',
  direction: 'up',
  target: 90,
  floor: 5,
  element: 'goals',
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Goal coverage',
      sentence: 'How many people own a goal that is active on that day, or look after a key result of one.',
      formula: 'people who own an active goal or key result ÷ people past their first 30 days',
      numerator: 'people who own an active goal or key result',
      denominator: 'people past their first 30 days',
      counts: [
        'Everybody in a wave that is live, once 30 days have passed since its go-live, or since they joined if that was later.',
        privateGoals.en,
      ],
      excludes: [...notInPractice.en, withoutGoals.en],
    },
    de: {
      name: 'Zielabdeckung',
      sentence:
        'Wie viele Personen an diesem Tag ein laufendes Ziel haben oder sich um ein Schlüsselergebnis eines solchen kümmern.',
      formula: 'Personen mit einem laufenden Ziel oder Schlüsselergebnis ÷ Personen nach ihren ersten 30 Tagen',
      numerator: 'Personen mit einem laufenden Ziel oder Schlüsselergebnis',
      denominator: 'Personen nach ihren ersten 30 Tagen',
      counts: [
        'Alle in einer gestarteten Welle, sobald 30 Tage seit dem Start vergangen sind, oder seit dem Eintritt, falls dieser später war.',
        privateGoals.de,
      ],
      excludes: [...notInPractice.de, withoutGoals.de],
    },
    es: {
      name: 'Cobertura de objetivos',
      sentence: 'Cuántas personas tienen un objetivo activo ese día o se ocupan de un resultado clave de uno.',
      formula: 'personas con un objetivo o resultado clave activo ÷ personas que han pasado sus primeros 30 días',
      numerator: 'personas con un objetivo o resultado clave activo',
      denominator: 'personas que han pasado sus primeros 30 días',
      counts: [
        'Todas las personas de una oleada en marcha, cuando han pasado 30 días desde la puesta en marcha, o desde su incorporación si fue posterior.',
        privateGoals.es,
      ],
      excludes: [...notInPractice.es, withoutGoals.es],
    },
    fr: {
      name: 'Couverture des objectifs',
      sentence:
        'Combien de personnes ont un objectif en cours ce jour-là, ou s’occupent d’un résultat clé d’un tel objectif.',
      formula: 'personnes ayant un objectif ou un résultat clé en cours ÷ personnes au-delà de leurs 30 premiers jours',
      numerator: 'personnes ayant un objectif ou un résultat clé en cours',
      denominator: 'personnes au-delà de leurs 30 premiers jours',
      counts: [
        'Toutes les personnes d’une vague lancée, une fois 30 jours passés depuis le lancement, ou depuis leur arrivée si elle est plus tardive.',
        privateGoals.fr,
      ],
      excludes: [...notInPractice.fr, withoutGoals.fr],
    },
  },
  facts: facts(sql`true`),
}

/** The first definition: owning the goal itself. Kept for the numbers that were made with it. */
export const G1v1: PeopleMetric = {
  ...G1,
  version: 1,
  words: {
    en: {
      ...G1.words.en,
      sentence: 'How many people own a goal that is active on that day.',
      formula: 'people who own an active goal ÷ people past their first 30 days',
      numerator: 'people who own an active goal',
    },
    de: {
      ...G1.words.de,
      sentence: 'Wie viele Personen an diesem Tag ein laufendes Ziel haben.',
      formula: 'Personen mit einem laufenden Ziel ÷ Personen nach ihren ersten 30 Tagen',
      numerator: 'Personen mit einem laufenden Ziel',
    },
    es: {
      ...G1.words.es,
      sentence: 'Cuántas personas tienen un objetivo activo ese día.',
      formula: 'personas con un objetivo activo ÷ personas que han pasado sus primeros 30 días',
      numerator: 'personas con un objetivo activo',
    },
    fr: {
      ...G1.words.fr,
      sentence: 'Combien de personnes ont un objectif en cours ce jour-là.',
      formula: 'personnes ayant un objectif en cours ÷ personnes au-delà de leurs 30 premiers jours',
      numerator: 'personnes ayant un objectif en cours',
    },
  },
  facts: facts(sql`o.part = 'goal'`),
}
