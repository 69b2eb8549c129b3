import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'

/** Does recognition reach people? Who was recognised at all, not how often. */
export const R1: PeopleMetric = {
  id: 'R1',
  version: 1,
  layer: 'adoption',
  unit: 'percent',
  of: 'people',
  direction: 'up',
  target: 50,
  floor: 5,
  element: 'recognition',
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Recognition coverage',
      sentence: 'How many were recognised by a colleague in the last 30 days.',
      formula: 'people recognised at least once in the last 30 days ÷ people with recognition',
      numerator: 'people recognised in 30 days',
      denominator: 'people with recognition',
      counts: [
        'People in a live wave whose program has had recognition for 30 days, past their own first 30 days, and at work.',
        'Once is enough; more often does not count more.',
        'Quiet recognition counts too: that there was some, not what it says.',
      ],
      excludes: ['Recognition that was taken back or is hidden.', 'People whose program has no recognition.'],
    },
    de: {
      name: 'Reichweite der Anerkennung',
      sentence: 'Wie viele in den letzten 30 Tagen von jemandem Anerkennung erhalten haben.',
      formula:
        'Personen mit mindestens einer Anerkennung in den letzten 30 Tagen ÷ Personen mit Anerkennung im Programm',
      numerator: 'Personen mit Anerkennung in 30 Tagen',
      denominator: 'Personen mit Anerkennung im Programm',
      counts: [
        'Personen in einer gestarteten Welle, deren Programm seit 30 Tagen Anerkennung umfasst, nach ihren eigenen ersten 30 Tagen und im Dienst.',
        'Einmal genügt; öfter zählt nicht mehr.',
        'Auch leise Anerkennung zählt: dass es sie gab, nicht was darin steht.',
      ],
      excludes: [
        'Anerkennung, die zurückgenommen wurde oder verborgen ist.',
        'Personen, deren Programm keine Anerkennung umfasst.',
      ],
    },
    es: {
      name: 'Alcance del reconocimiento',
      sentence: 'Cuántas personas recibieron reconocimiento de alguien en los últimos 30 días.',
      formula:
        'personas con al menos un reconocimiento en los últimos 30 días ÷ personas cuyo programa incluye reconocimiento',
      numerator: 'personas reconocidas en 30 días',
      denominator: 'personas cuyo programa incluye reconocimiento',
      counts: [
        'Personas de una oleada en marcha cuyo programa incluye reconocimiento desde hace 30 días, pasados sus propios primeros 30 días y en activo.',
        'Basta una vez; más veces no cuentan más.',
        'También cuenta el reconocimiento discreto: que lo hubo, no lo que dice.',
      ],
      excludes: ['Reconocimientos retirados u ocultos.', 'Personas cuyo programa no incluye reconocimiento.'],
    },
    fr: {
      name: 'Portée de la reconnaissance',
      sentence: 'Combien de personnes ont reçu de la reconnaissance ces 30 derniers jours.',
      formula:
        'personnes reconnues au moins une fois ces 30 derniers jours ÷ personnes dont le programme comprend la reconnaissance',
      numerator: 'personnes reconnues en 30 jours',
      denominator: 'personnes dont le programme comprend la reconnaissance',
      counts: [
        'Les personnes d’une vague lancée dont le programme comprend la reconnaissance depuis 30 jours, au-delà de leurs 30 premiers jours et au travail.',
        'Une fois suffit ; plus souvent ne compte pas davantage.',
        'La reconnaissance discrète compte aussi : qu’il y en a eu, pas ce qu’elle dit.',
      ],
      excludes: [
        'La reconnaissance reprise ou masquée.',
        'Les personnes dont le programme ne comprend pas la reconnaissance.',
      ],
    },
  },
  facts: ({ asOf }) => sql`
    select p.no, k.person_id is not null as met, null::integer as days
    from metric_person_at p
    left join (select distinct person_id from metric_recognised_at where day > ${asOf}::date - 30) k on k.person_id = p.person_id
    where p.past_grace and ${asOf}::date >= p.recognition_since + 30`,
}
