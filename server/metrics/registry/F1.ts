import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { notInPractice, withoutFeedback } from './who.ts'

/** Is giving feedback a habit? How often the person in the middle did it in a quarter. */
export const F1: PeopleMetric = {
  id: 'F1',
  version: 1,
  layer: 'adoption',
  unit: 'items',
  of: 'people',
  direction: 'up',
  target: 2,
  floor: 5,
  element: 'feedback',
  firstAfterDays: () => 90,
  words: {
    en: {
      name: 'Feedback volume',
      sentence: 'How often somebody gave feedback in a quarter: half gave at least so much.',
      formula: 'median of how many pieces of feedback each person gave in the last 90 days',
      numerator: 'pieces of feedback given in 90 days',
      denominator: 'people who have had feedback for 90 days',
      counts: [
        'People in a live wave whose program has had feedback for 90 days, past their own first 30 days, and at work.',
        'Whoever gave none counts with zero.',
        'Of confidential and anonymous feedback it counts that somebody took part on a day: nothing says in what.',
      ],
      excludes: ['Feedback that was taken back.', ...notInPractice.en, withoutFeedback.en],
    },
    de: {
      name: 'Menge an Feedback',
      sentence: 'Wie oft jemand in einem Vierteljahr Feedback gegeben hat: Die Hälfte gab mindestens so viel.',
      formula: 'Median der Zahl der Feedbacks, die jede Person in den letzten 90 Tagen gegeben hat',
      numerator: 'in 90 Tagen gegebene Feedbacks',
      denominator: 'Personen, die seit 90 Tagen Feedback haben',
      counts: [
        'Personen in einer gestarteten Welle, deren Programm seit 90 Tagen Feedback umfasst, nach ihren eigenen ersten 30 Tagen und im Dienst.',
        'Wer keines gegeben hat, zählt mit null.',
        'Von vertraulichem und anonymem Feedback zählt, dass jemand an einem Tag mitgemacht hat: Nichts sagt, wobei.',
      ],
      excludes: ['Feedback, das zurückgenommen wurde.', ...notInPractice.de, withoutFeedback.de],
    },
    es: {
      name: 'Cantidad de feedback',
      sentence: 'Cuántas veces alguien dio feedback en un trimestre: la mitad dio al menos eso.',
      formula: 'mediana de cuántas veces dio feedback cada persona en los últimos 90 días',
      numerator: 'veces que se dio feedback en 90 días',
      denominator: 'personas que tienen feedback desde hace 90 días',
      counts: [
        'Personas de una oleada en marcha cuyo programa incluye feedback desde hace 90 días, pasados sus propios primeros 30 días y en activo.',
        'Quien no dio ninguno cuenta con cero.',
        'Del feedback confidencial y anónimo cuenta que alguien participó un día: nada dice en qué.',
      ],
      excludes: ['Feedback que se retiró.', ...notInPractice.es, withoutFeedback.es],
    },
    fr: {
      name: 'Volume de feedback',
      sentence: 'Combien de fois quelqu’un a donné du feedback en un trimestre : la moitié en a donné au moins autant.',
      formula: 'médiane du nombre de feedbacks donnés par chaque personne ces 90 derniers jours',
      numerator: 'feedbacks donnés en 90 jours',
      denominator: 'personnes qui ont le feedback depuis 90 jours',
      counts: [
        'Les personnes d’une vague lancée dont le programme comprend le feedback depuis 90 jours, au-delà de leurs 30 premiers jours et au travail.',
        'Qui n’en a pas donné compte pour zéro.',
        'Du feedback confidentiel ou anonyme, on compte que quelqu’un a participé un jour : rien ne dit à quoi.',
      ],
      excludes: ['Le feedback repris.', ...notInPractice.fr, withoutFeedback.fr],
    },
  },
  facts: ({ asOf }) => sql`
    select p.no, coalesce(g.n, 0) as met, null::integer as days
    from metric_person_at p
    left join (select person_id, count(*)::integer as n from metric_feedback_at where day > ${asOf}::date - 90 group by person_id) g on g.person_id = p.person_id
    where p.past_grace and ${asOf}::date >= p.feedback_since + 90`,
  value: ({ met }) => middle(met),
}

/** The ordinary median. */
export function middle(numbers: Int32Array): number | null {
  const n = numbers.length
  if (n === 0) return null
  const sorted = numbers.slice().sort()
  return (sorted[(n - 1) >> 1]! + sorted[n >> 1]!) / 2
}
