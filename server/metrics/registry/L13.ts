import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'

/** How much do people have to ask? Questions of the last seven days, of everybody who is seven days into it. */
export const L13: PeopleMetric = {
  id: 'L13',
  version: 1,
  layer: 'adoption',
  unit: 'items',
  of: 'questions',
  direction: 'down',
  target: 2,
  floor: 5,
  element: null,
  firstAfterDays: () => 7,
  words: {
    en: {
      name: 'Support load',
      sentence: 'How many questions reach the desk in a week for every 100 people.',
      formula: 'questions asked in the last 7 days ÷ people past their first 7 days × 100',
      numerator: 'questions asked in 7 days',
      denominator: 'people past their first 7 days',
      counts: [
        'Everybody in a wave that is live, once 7 days have passed since its go-live, or since they joined if that was later.',
        'Private questions count too: that one was asked, not what it says. Asking again within a question does not count anew.',
      ],
      excludes: ['People on leave on that day.', 'Accounts outside the people file.'],
    },
    de: {
      name: 'Fragenaufkommen',
      sentence: 'Wie viele Fragen in einer Woche auf je 100 Personen an der Fragestelle eingehen.',
      formula: 'in den letzten 7 Tagen gestellte Fragen ÷ Personen nach ihren ersten 7 Tagen × 100',
      numerator: 'in 7 Tagen gestellte Fragen',
      denominator: 'Personen nach ihren ersten 7 Tagen',
      counts: [
        'Alle in einer gestarteten Welle, sobald 7 Tage seit dem Start vergangen sind, oder seit dem Eintritt, falls dieser später war.',
        'Auch vertrauliche Fragen zählen: dass eine gestellt wurde, nicht was darin steht. Nachfragen zu einer Frage zählen nicht erneut.',
      ],
      excludes: ['Personen, die an diesem Tag beurlaubt sind.', 'Konten außerhalb der Personaldatei.'],
    },
    es: {
      name: 'Volumen de preguntas',
      sentence: 'Cuántas preguntas llegan a la ventanilla en una semana por cada 100 personas.',
      formula: 'preguntas hechas en los últimos 7 días ÷ personas que han pasado sus primeros 7 días × 100',
      numerator: 'preguntas hechas en 7 días',
      denominator: 'personas que han pasado sus primeros 7 días',
      counts: [
        'Todas las personas de una oleada en marcha, cuando han pasado 7 días desde la puesta en marcha, o desde su incorporación si fue posterior.',
        'Las preguntas privadas también cuentan: que se hizo una, no lo que dice. Volver a preguntar dentro de una pregunta no cuenta de nuevo.',
      ],
      excludes: ['Personas con una ausencia prolongada ese día.', 'Cuentas que no están en el archivo de personal.'],
    },
    fr: {
      name: 'Volume de questions',
      sentence: 'Combien de questions arrivent au guichet en une semaine pour 100 personnes.',
      formula: 'questions posées ces 7 derniers jours ÷ personnes au-delà de leurs 7 premiers jours × 100',
      numerator: 'questions posées en 7 jours',
      denominator: 'personnes au-delà de leurs 7 premiers jours',
      counts: [
        'Toutes les personnes d’une vague lancée, une fois 7 jours passés depuis le lancement, ou depuis leur arrivée si elle est plus tardive.',
        'Les questions privées comptent aussi : qu’il y en a eu une, pas ce qu’elle dit. Revenir sur une question ne compte pas à nouveau.',
      ],
      excludes: ['Les personnes en congé long ce jour-là.', 'Les comptes hors du fichier du personnel.'],
    },
  },
  facts: ({ organizationId, asOf, knownAt }) => sql`
    select p.no, coalesce(q.n, 0) as met, null::integer as days
    from metric_person_at p
    left join (
      select e.actor_id, count(*)::integer as n from event e
      where e.organization_id = ${organizationId} and e.type = 'desk.asked' and e.happened_on > ${asOf}::date - 7 and e.happened_on <= ${asOf}::date
        and e.recorded_at <= ${knownAt} and e.actor_id is not null group by e.actor_id
    ) q on q.actor_id = p.person_id
    where p.began <= ${asOf}::date - 7`,
  value: ({ met }) => (met.length === 0 ? null : (met.reduce((sum, n) => sum + n, 0) / met.length) * 100),
}
