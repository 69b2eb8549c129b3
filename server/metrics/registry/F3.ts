import { type RawBuilder, sql } from 'kysely'
import type { At, PeopleMetric } from '../metric.ts'
import { notInPractice, withoutFeedback } from './who.ts'

/** Do people who ask get an answer? Each person asked is one request, under whoever was asked. */
export const F3: PeopleMetric = {
  id: 'F3',
  version: 1,
  layer: 'quality',
  unit: 'percent',
  of: 'requests',
  direction: 'up',
  target: 70,
  floor: 5,
  element: 'feedback',
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Feedback response',
      sentence: 'How many requests for feedback were answered by their last day.',
      formula: 'requests answered ÷ requests whose last day has come in the last 90 days',
      numerator: 'requests answered',
      denominator: 'requests whose last day has come in the last 90 days',
      counts: [
        'Each person asked is one request, for oneself, about somebody, upward and in a 360.',
        'It stands under whoever was asked: people in a live wave, past their first 30 days and at work.',
        'A request that somebody declined counts as not answered.',
        'Of anonymous answers it counts that somebody took part: nothing says what they wrote.',
      ],
      excludes: [
        'What somebody was asked about themself.',
        'Requests that were closed before their last day.',
        ...notInPractice.en,
        withoutFeedback.en,
      ],
    },
    de: {
      name: 'Antworten auf Bitten um Feedback',
      sentence: 'Wie viele Bitten um Feedback bis zu ihrem letzten Tag beantwortet wurden.',
      formula: 'beantwortete Bitten ÷ Bitten, deren letzter Tag in den letzten 90 Tagen war',
      numerator: 'beantwortete Bitten',
      denominator: 'Bitten, deren letzter Tag in den letzten 90 Tagen war',
      counts: [
        'Jede gefragte Person ist eine Bitte: für sich selbst, über jemanden, nach oben und im 360-Grad-Feedback.',
        'Sie steht bei der Person, die gefragt wurde: in einer gestarteten Welle, nach ihren ersten 30 Tagen und im Dienst.',
        'Eine Bitte, die jemand abgelehnt hat, zählt als nicht beantwortet.',
        'Von anonymen Antworten zählt, dass jemand mitgemacht hat: Nichts sagt, was darin steht.',
      ],
      excludes: [
        'Was jemand über sich selbst gefragt wurde.',
        'Bitten, die vor ihrem letzten Tag geschlossen wurden.',
        ...notInPractice.de,
        withoutFeedback.de,
      ],
    },
    es: {
      name: 'Respuesta a las peticiones de feedback',
      sentence: 'Cuántas peticiones de feedback se respondieron hasta su último día.',
      formula: 'peticiones respondidas ÷ peticiones cuyo último día llegó en los últimos 90 días',
      numerator: 'peticiones respondidas',
      denominator: 'peticiones cuyo último día llegó en los últimos 90 días',
      counts: [
        'Cada persona a quien se pregunta es una petición: para sí, sobre alguien, hacia arriba y en un feedback 360.',
        'Figura en quien recibió la petición: personas de una oleada en marcha, pasados sus primeros 30 días y en activo.',
        'Una petición que alguien rechazó cuenta como no respondida.',
        'De las respuestas anónimas cuenta que alguien participó: nada dice qué escribió.',
      ],
      excludes: [
        'Lo que se preguntó a alguien sobre sí.',
        'Peticiones cerradas antes de su último día.',
        ...notInPractice.es,
        withoutFeedback.es,
      ],
    },
    fr: {
      name: 'Réponses aux demandes de feedback',
      sentence: 'Combien de demandes de feedback ont reçu une réponse au plus tard leur dernier jour.',
      formula: 'demandes avec réponse ÷ demandes dont le dernier jour est venu ces 90 derniers jours',
      numerator: 'demandes avec réponse',
      denominator: 'demandes dont le dernier jour est venu ces 90 derniers jours',
      counts: [
        'Chaque personne interrogée est une demande : pour soi, au sujet de quelqu’un, vers le haut et dans un feedback 360.',
        'Elle se trouve chez la personne interrogée : dans une vague lancée, au-delà de ses 30 premiers jours et au travail.',
        'Une demande déclinée compte comme restée sans réponse.',
        'Des réponses anonymes, on compte que quelqu’un a participé : rien ne dit ce qui est écrit.',
      ],
      excludes: [
        'Ce qu’on demande à quelqu’un à son propre sujet.',
        'Les demandes closes avant leur dernier jour.',
        ...notInPractice.fr,
        withoutFeedback.fr,
      ],
    },
  },
  facts: (at) => sql`
    select p.no, (count(*) filter (where q.answered))::integer as met, count(*)::integer as "of", null::integer as days
    from (${requestsOver(at)}) q join metric_person_at p on p.person_id = q.person_id
    where p.past_grace and p.feedback_since is not null
    group by p.no`,
}

/**
 * Requests whose last day has come in the 90 days up to the day: who was asked, whether they answered by it, after how many days.
 * A request is over on its last day; whoever closed it earlier took it back from those who had not answered.
 */
export const requestsOver = ({ organizationId: org, asOf, knownAt }: At): RawBuilder<unknown> => sql`
  select t.person_id, coalesce(t.took_part_on <= q.due_on, false) as answered,
    greatest(least(t.took_part_on, q.due_on) - (q.opened_at at time zone o.time_zone)::date, 0) as days
  from organization o
  join feedback_request q on q.organization_id = o.id and q.opened_at <= ${knownAt}
    and q.due_on > ${asOf}::date - 90 and q.due_on < least(${asOf}::date + 1, (${knownAt}::timestamptz at time zone o.time_zone)::date)
  join feedback_rater t on t.organization_id = q.organization_id and t.request_id = q.id and t.category <> 'self'
  where o.id = ${org}
    and (t.took_part_on is not null or t.declined_on is not null or q.closed_by is null or (q.closed_at at time zone o.time_zone)::date >= q.due_on)`
