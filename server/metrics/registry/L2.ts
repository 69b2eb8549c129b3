import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { type CoreActs, coreActs, coreActsBefore } from './core-acts.ts'

/** Have people done something of use in their first 30 days? The day of go-live is the first of them. */
const facts =
  (acts: CoreActs): PeopleMetric['facts'] =>
  () =>
    sql`
    select p.no, d.no is not null as met, null::integer as days
    from metric_person_at p
    left join (
      select distinct q.no from metric_person_at q join ${acts} a on a.person_id = q.person_id and a.day between q.began and q.began + 29
    ) d on d.no = p.no
    where p.past_grace`

/** As counted before feedback was a part of the practice. */
export const L2before: PeopleMetric = {
  id: 'L2',
  version: 1,
  of: 'people',
  layer: 'adoption',
  unit: 'percent',
  direction: 'up',
  target: 75,
  floor: 5,
  element: null,
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'First value',
      sentence: 'How many people saved a goal or held a check-in within their first 30 days.',
      formula: 'people with a goal saved or check-in held in days 1 to 30 ÷ people past their first 30 days',
      numerator: 'people who did so',
      denominator: 'people past their first 30 days',
      counts: [
        'Everybody in a wave that is live, once 30 days have passed since its go-live, or since they joined if that was later.',
      ],
      excludes: [
        'People on leave on that day.',
        'People whose 30 days are not over.',
        'Accounts outside the people file.',
      ],
    },
    de: {
      name: 'Erster Nutzen',
      sentence: 'Wie viele Personen in ihren ersten 30 Tagen ein Ziel gespeichert oder einen Check-in geführt haben.',
      formula:
        'Personen mit gespeichertem Ziel oder geführtem Check-in an Tag 1 bis 30 ÷ Personen nach ihren ersten 30 Tagen',
      numerator: 'Personen, die das getan haben',
      denominator: 'Personen nach ihren ersten 30 Tagen',
      counts: [
        'Alle in einer gestarteten Welle, sobald 30 Tage seit dem Start vergangen sind, oder seit dem Eintritt, falls dieser später war.',
      ],
      excludes: [
        'Personen, die an diesem Tag beurlaubt sind.',
        'Personen, deren 30 Tage noch laufen.',
        'Konten außerhalb der Personaldatei.',
      ],
    },
    es: {
      name: 'Primer valor',
      sentence:
        'Cuántas personas guardaron un objetivo o mantuvieron una conversación de seguimiento en sus primeros 30 días.',
      formula:
        'personas con un objetivo guardado o una conversación mantenida entre los días 1 y 30 ÷ personas que han pasado sus primeros 30 días',
      numerator: 'personas que lo hicieron',
      denominator: 'personas que han pasado sus primeros 30 días',
      counts: [
        'Todas las personas de una oleada en marcha, cuando han pasado 30 días desde la puesta en marcha, o desde su incorporación si fue posterior.',
      ],
      excludes: [
        'Personas con una ausencia prolongada ese día.',
        'Personas cuyos 30 días no han terminado.',
        'Cuentas que no están en el archivo de personal.',
      ],
    },
    fr: {
      name: 'Première utilité',
      sentence:
        'Combien de personnes ont enregistré un objectif ou fait un point individuel dans leurs 30 premiers jours.',
      formula:
        'personnes ayant enregistré un objectif ou fait un point du 1er au 30e jour ÷ personnes au-delà de leurs 30 premiers jours',
      numerator: 'personnes qui l’ont fait',
      denominator: 'personnes au-delà de leurs 30 premiers jours',
      counts: [
        'Toutes les personnes d’une vague lancée, une fois 30 jours passés depuis le lancement, ou depuis leur arrivée si elle est plus tardive.',
      ],
      excludes: [
        'Les personnes en congé long ce jour-là.',
        'Les personnes dont les 30 jours ne sont pas passés.',
        'Les comptes hors du fichier du personnel.',
      ],
    },
  },
  facts: facts(coreActsBefore),
}

export const L2: PeopleMetric = {
  ...L2before,
  version: 2,
  words: {
    en: {
      ...L2before.words.en,
      sentence: 'How many people saved a goal, held a check-in or gave feedback within their first 30 days.',
      formula:
        'people with a goal saved, check-in held or feedback given in days 1 to 30 ÷ people past their first 30 days',
    },
    de: {
      ...L2before.words.de,
      sentence:
        'Wie viele Personen in ihren ersten 30 Tagen ein Ziel gespeichert, einen Check-in geführt oder Feedback gegeben haben.',
      formula:
        'Personen mit gespeichertem Ziel, geführtem Check-in oder gegebenem Feedback an Tag 1 bis 30 ÷ Personen nach ihren ersten 30 Tagen',
    },
    es: {
      ...L2before.words.es,
      sentence:
        'Cuántas personas guardaron un objetivo, mantuvieron una conversación de seguimiento o dieron feedback en sus primeros 30 días.',
      formula:
        'personas con un objetivo guardado, una conversación mantenida o un feedback dado entre los días 1 y 30 ÷ personas que han pasado sus primeros 30 días',
    },
    fr: {
      ...L2before.words.fr,
      sentence:
        'Combien de personnes ont enregistré un objectif, fait un point individuel ou donné un feedback dans leurs 30 premiers jours.',
      formula:
        'personnes ayant enregistré un objectif, fait un point ou donné un feedback du 1er au 30e jour ÷ personnes au-delà de leurs 30 premiers jours',
    },
  },
  facts: facts(coreActs),
}
