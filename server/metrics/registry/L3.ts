import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { type CoreActs, coreActs, coreActsBefore } from './core-acts.ts'

/** Do people keep at it? Something of use in each of the last three months, counted back from the day. */
const facts =
  (acts: CoreActs): PeopleMetric['facts'] =>
  ({ asOf }) =>
    sql`
    with month as (
      select (${asOf}::date - make_interval(months => n))::date as after, (${asOf}::date - make_interval(months => n - 1))::date as until
      from generate_series(1, 3) n
    ), kept as (
      select a.person_id from ${acts} a join month m on a.day > m.after and a.day <= m.until
      group by a.person_id having count(distinct m.after) = 3
    )
    select p.no, k.person_id is not null as met, null::integer as days
    from metric_person_at p left join kept k on k.person_id = p.person_id
    where p.past_grace and p.began <= (${asOf}::date - interval '3 months')::date + 1`

/** As counted before feedback was a part of the practice. */
export const L3before: PeopleMetric = {
  id: 'L3',
  version: 1,
  of: 'people',
  layer: 'adoption',
  unit: 'percent',
  direction: 'up',
  target: 60,
  floor: 5,
  element: null,
  firstAfterDays: () => 92,
  words: {
    en: {
      name: 'Habit',
      sentence: 'How many people saved a goal or held a check-in in each of the last three months.',
      formula:
        'people with a goal saved or check-in held in each of the last 3 months ÷ people with 3 full months behind them',
      numerator: 'people who did so in every month',
      denominator: 'people with three full months behind them',
      counts: [
        'Everybody in a wave that is live for whom three full months have passed since go-live, or since they joined if that was later.',
      ],
      excludes: [
        'People on leave on that day.',
        'People whose three months are not over.',
        'Accounts outside the people file.',
      ],
    },
    de: {
      name: 'Gewohnheit',
      sentence:
        'Wie viele Personen in jedem der letzten drei Monate ein Ziel gespeichert oder einen Check-in geführt haben.',
      formula:
        'Personen mit gespeichertem Ziel oder geführtem Check-in in jedem der letzten 3 Monate ÷ Personen mit 3 vollen Monaten',
      numerator: 'Personen, die das in jedem Monat getan haben',
      denominator: 'Personen mit drei vollen Monaten',
      counts: [
        'Alle in einer gestarteten Welle, für die seit dem Start, oder seit dem Eintritt, falls dieser später war, drei volle Monate vergangen sind.',
      ],
      excludes: [
        'Personen, die an diesem Tag beurlaubt sind.',
        'Personen, deren drei Monate noch laufen.',
        'Konten außerhalb der Personaldatei.',
      ],
    },
    es: {
      name: 'Hábito',
      sentence:
        'Cuántas personas guardaron un objetivo o mantuvieron una conversación de seguimiento en cada uno de los tres últimos meses.',
      formula:
        'personas con un objetivo guardado o una conversación mantenida en cada uno de los 3 últimos meses ÷ personas con 3 meses completos',
      numerator: 'personas que lo hicieron cada mes',
      denominator: 'personas con tres meses completos',
      counts: [
        'Todas las personas de una oleada en marcha para las que han pasado tres meses completos desde la puesta en marcha, o desde su incorporación si fue posterior.',
      ],
      excludes: [
        'Personas con una ausencia prolongada ese día.',
        'Personas cuyos tres meses no han terminado.',
        'Cuentas que no están en el archivo de personal.',
      ],
    },
    fr: {
      name: 'Habitude',
      sentence:
        'Combien de personnes ont enregistré un objectif ou fait un point individuel dans chacun des trois derniers mois.',
      formula:
        'personnes ayant enregistré un objectif ou fait un point dans chacun des 3 derniers mois ÷ personnes ayant 3 mois pleins derrière elles',
      numerator: 'personnes qui l’ont fait chaque mois',
      denominator: 'personnes ayant trois mois pleins derrière elles',
      counts: [
        'Toutes les personnes d’une vague lancée pour qui trois mois pleins ont passé depuis le lancement, ou depuis leur arrivée si elle est plus tardive.',
      ],
      excludes: [
        'Les personnes en congé long ce jour-là.',
        'Les personnes dont les trois mois ne sont pas passés.',
        'Les comptes hors du fichier du personnel.',
      ],
    },
  },
  facts: facts(coreActsBefore),
}

export const L3: PeopleMetric = {
  ...L3before,
  version: 2,
  words: {
    en: {
      ...L3before.words.en,
      sentence: 'How many people saved a goal, held a check-in or gave feedback in each of the last three months.',
      formula:
        'people with a goal saved, check-in held or feedback given in each of the last 3 months ÷ people with 3 full months behind them',
    },
    de: {
      ...L3before.words.de,
      sentence:
        'Wie viele Personen in jedem der letzten drei Monate ein Ziel gespeichert, einen Check-in geführt oder Feedback gegeben haben.',
      formula:
        'Personen mit gespeichertem Ziel, geführtem Check-in oder gegebenem Feedback in jedem der letzten 3 Monate ÷ Personen mit 3 vollen Monaten',
    },
    es: {
      ...L3before.words.es,
      sentence:
        'Cuántas personas guardaron un objetivo, mantuvieron una conversación de seguimiento o dieron feedback en cada uno de los tres últimos meses.',
      formula:
        'personas con un objetivo guardado, una conversación mantenida o un feedback dado en cada uno de los 3 últimos meses ÷ personas con 3 meses completos',
    },
    fr: {
      ...L3before.words.fr,
      sentence:
        'Combien de personnes ont enregistré un objectif, fait un point individuel ou donné un feedback dans chacun des trois derniers mois.',
      formula:
        'personnes ayant enregistré un objectif, fait un point ou donné un feedback dans chacun des 3 derniers mois ÷ personnes ayant 3 mois pleins derrière elles',
    },
  },
  facts: facts(coreActs),
}
