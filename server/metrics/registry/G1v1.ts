import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'

/** Who has a goal? The first definition: owning the goal itself. Kept for the numbers that were made with it. */
export const G1v1: PeopleMetric = {
  id: 'G1',
  version: 1,
  of: 'people',
  layer: 'adoption',
  unit: 'percent',
  direction: 'up',
  target: 90,
  floor: 5,
  element: 'goals',
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Goal coverage',
      sentence: 'How many people own a goal that is active on that day.',
      formula: 'people who own an active goal ÷ people past their first 30 days',
      numerator: 'people who own an active goal',
      denominator: 'people past their first 30 days',
      counts: [
        'Everybody in a wave that is live, once 30 days have passed since its go-live, or since they joined if that was later.',
        'Goals that are not public count too; nobody sees whose they are.',
      ],
      excludes: [
        'People on leave on that day.',
        'People whose 30 days are not over.',
        'Accounts outside the people file.',
        'People whose program has no goals.',
      ],
    },
    de: {
      name: 'Zielabdeckung',
      sentence: 'Wie viele Personen an diesem Tag ein laufendes Ziel haben.',
      formula: 'Personen mit einem laufenden Ziel ÷ Personen nach ihren ersten 30 Tagen',
      numerator: 'Personen mit einem laufenden Ziel',
      denominator: 'Personen nach ihren ersten 30 Tagen',
      counts: [
        'Alle in einer gestarteten Welle, sobald 30 Tage seit dem Start vergangen sind, oder seit dem Eintritt, falls dieser später war.',
        'Auch nicht öffentliche Ziele zählen; niemand sieht, wessen sie sind.',
      ],
      excludes: [
        'Personen, die an diesem Tag beurlaubt sind.',
        'Personen, deren 30 Tage noch laufen.',
        'Konten außerhalb der Personaldatei.',
        'Personen, deren Programm keine Ziele hat.',
      ],
    },
    es: {
      name: 'Cobertura de objetivos',
      sentence: 'Cuántas personas tienen un objetivo activo ese día.',
      formula: 'personas con un objetivo activo ÷ personas que han pasado sus primeros 30 días',
      numerator: 'personas con un objetivo activo',
      denominator: 'personas que han pasado sus primeros 30 días',
      counts: [
        'Todas las personas de una oleada en marcha, cuando han pasado 30 días desde la puesta en marcha, o desde su incorporación si fue posterior.',
        'Los objetivos privados también cuentan; nadie ve de quién son.',
      ],
      excludes: [
        'Personas con una ausencia prolongada ese día.',
        'Personas cuyos 30 días no han terminado.',
        'Cuentas que no están en el fichero de personas.',
        'Personas cuyo programa no incluye objetivos.',
      ],
    },
    fr: {
      name: 'Couverture des objectifs',
      sentence: 'Combien de personnes ont un objectif en cours ce jour-là.',
      formula: 'personnes ayant un objectif en cours ÷ personnes au-delà de leurs 30 premiers jours',
      numerator: 'personnes ayant un objectif en cours',
      denominator: 'personnes au-delà de leurs 30 premiers jours',
      counts: [
        'Toutes les personnes d’une vague lancée, une fois 30 jours passés depuis le lancement, ou depuis leur arrivée si elle est plus tardive.',
        'Les objectifs privés comptent aussi ; personne ne voit à qui ils sont.',
      ],
      excludes: [
        'Les personnes en congé long ce jour-là.',
        'Les personnes dont les 30 jours ne sont pas passés.',
        'Les comptes hors du fichier du personnel.',
        'Les personnes dont le programme ne comprend pas d’objectifs.',
      ],
    },
  },
  facts: ({ organizationId, asOf, knownAt }) => sql`
    select p.no, g.person_id is not null as met, null::integer as days
    from metric_person_at p
    left join (
      select distinct o.person_id from goal_ownership o
      where o.organization_id = ${organizationId} and o.part = 'goal' and o.holds @> ${asOf}::date
        and o.recorded <= ${knownAt} and (o.superseded is null or o.superseded > ${knownAt})
    ) g on g.person_id = p.person_id
    where p.past_grace and p.goals_on`,
}
