import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { notInPractice, withoutFeedback } from './who.ts'

/** Does feedback reach people? Who received any at all, not how much or what it said. */
export const F2: PeopleMetric = {
  id: 'F2',
  version: 1,
  layer: 'adoption',
  unit: 'percent',
  of: 'people',
  direction: 'up',
  target: 80,
  floor: 5,
  element: 'feedback',
  firstAfterDays: () => 90,
  words: {
    en: {
      name: 'Feedback coverage',
      sentence: 'How many received feedback at least once in the last 90 days.',
      formula: 'people who received at least one piece of feedback in 90 days ÷ people with feedback',
      numerator: 'people who received feedback in 90 days',
      denominator: 'people who have had feedback for 90 days',
      counts: [
        'People in a live wave whose program has had feedback for 90 days, past their own first 30 days, and at work.',
        'Received is what they can read. Of a question to others about them: once it was passed on.',
        'Anonymous answers count when they came out, all together.',
      ],
      excludes: [
        'What somebody wrote about themself.',
        'Feedback that was taken back.',
        ...notInPractice.en,
        withoutFeedback.en,
      ],
    },
    de: {
      name: 'Reichweite von Feedback',
      sentence: 'Wie viele in den letzten 90 Tagen mindestens einmal Feedback erhalten haben.',
      formula: 'Personen mit mindestens einem Feedback in 90 Tagen ÷ Personen mit Feedback im Programm',
      numerator: 'Personen, die in 90 Tagen Feedback erhalten haben',
      denominator: 'Personen, die seit 90 Tagen Feedback haben',
      counts: [
        'Personen in einer gestarteten Welle, deren Programm seit 90 Tagen Feedback umfasst, nach ihren eigenen ersten 30 Tagen und im Dienst.',
        'Erhalten ist, was sie lesen können. Wurden andere über sie gefragt: sobald es weitergegeben ist.',
        'Anonyme Antworten zählen, wenn sie gemeinsam herausgegeben sind.',
      ],
      excludes: [
        'Was jemand über sich selbst geschrieben hat.',
        'Feedback, das zurückgenommen wurde.',
        ...notInPractice.de,
        withoutFeedback.de,
      ],
    },
    es: {
      name: 'Alcance del feedback',
      sentence: 'Cuántas personas recibieron feedback al menos una vez en los últimos 90 días.',
      formula: 'personas que recibieron feedback al menos una vez en 90 días ÷ personas cuyo programa incluye feedback',
      numerator: 'personas que recibieron feedback en 90 días',
      denominator: 'personas que tienen feedback desde hace 90 días',
      counts: [
        'Personas de una oleada en marcha cuyo programa incluye feedback desde hace 90 días, pasados sus propios primeros 30 días y en activo.',
        'Recibido es lo que pueden leer. Si se preguntó a otras personas por ellas: cuando se les ha transmitido.',
        'Las respuestas anónimas cuentan cuando salen, todas juntas.',
      ],
      excludes: [
        'Lo que alguien escribió sobre sí.',
        'Feedback que se retiró.',
        ...notInPractice.es,
        withoutFeedback.es,
      ],
    },
    fr: {
      name: 'Portée du feedback',
      sentence: 'Combien de personnes ont reçu du feedback au moins une fois ces 90 derniers jours.',
      formula:
        'personnes ayant reçu au moins un feedback en 90 jours ÷ personnes dont le programme comprend le feedback',
      numerator: 'personnes ayant reçu du feedback en 90 jours',
      denominator: 'personnes qui ont le feedback depuis 90 jours',
      counts: [
        'Les personnes d’une vague lancée dont le programme comprend le feedback depuis 90 jours, au-delà de leurs 30 premiers jours et au travail.',
        'Est reçu ce qu’elles peuvent lire. Si d’autres ont été interrogés à leur sujet : une fois que cela leur est transmis.',
        'Les réponses anonymes comptent quand elles paraissent, toutes ensemble.',
      ],
      excludes: ['Ce que quelqu’un a écrit sur soi.', 'Le feedback repris.', ...notInPractice.fr, withoutFeedback.fr],
    },
  },
  // Rows that know only a day count up to the last whole day before the number was known.
  facts: ({ organizationId: org, asOf, knownAt }) => sql`
    with day as (
      select o.time_zone as zone, (${knownAt}::timestamptz at time zone o.time_zone)::date as known from organization o where o.id = ${org}
    ), received as (
      select i.about_id as person_id
      from day cross join feedback_item i
      left join feedback_request q on q.organization_id = i.organization_id and q.id = i.request_id
      cross join lateral (select case when q.kind = 'about' then i.passed_on_at else i.arrived_at end as at) x
      where i.organization_id = ${org} and i.category is distinct from 'self' and x.at <= ${knownAt}
        and (x.at at time zone day.zone)::date > ${asOf}::date - 90 and (x.at at time zone day.zone)::date <= ${asOf}::date
        and (i.taken_back_on is null or i.taken_back_on >= day.known)
      union
      select q.about_id
      from day cross join feedback_request q
      where q.organization_id = ${org} and q.mode = 'anonymous' and q.kind <> 'about'
        and q.released_on > ${asOf}::date - 90 and q.released_on <= least(${asOf}::date, day.known - 1)
        -- Below their floor they were destroyed unread.
        and (select count(*) from feedback_rater t where t.organization_id = q.organization_id and t.request_id = q.id
          and t.took_part_on is not null and t.category <> 'self' and (q.kind <> 'round' or t.category <> 'manager')) >= q.floor
    )
    select p.no, r.person_id is not null as met, null::integer as days
    from metric_person_at p left join received r on r.person_id = p.person_id
    where p.past_grace and ${asOf}::date >= p.feedback_since + 90`,
}
