import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { medianWait } from '../survival.ts'
import { newestReviews, onReview } from './stages.ts'

/** How long does it take until people have their review? Half of them, with those who still wait counted as waiting. */
export const V2: PeopleMetric = {
  id: 'V2',
  version: 2,
  layer: 'quality',
  unit: 'days',
  of: 'people',
  direction: 'down',
  target: 12,
  floor: 5,
  element: 'reviews',
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Time to a shared review',
      sentence: 'After how many days half of the people have their review shared with them.',
      formula: 'median days from the launch of the cycle to sharing (Kaplan-Meier)',
      numerator: 'people with whom their review is shared',
      denominator: 'people in a review cycle of the last 180 days',
      counts: [
        'The newest review of each person whose cycle was launched in the 180 days up to that day, from the launch, or from the day they came into it.',
        'Reviews that are not shared yet count as still waiting, so that a running cycle does not look quick.',
        'People in a live wave, past their first 30 days and at work.',
      ],
      excludes: ['People who left the cycle.', 'People whose program has no reviews.'],
    },
    de: {
      name: 'Zeit bis zur geteilten Beurteilung',
      sentence: 'Nach wie vielen Tagen mit der Hälfte der Personen ihre Beurteilung geteilt ist.',
      formula: 'mittlere Tage vom Start der Runde bis zum Teilen (Median nach Kaplan-Meier)',
      numerator: 'Personen, mit denen ihre Beurteilung geteilt ist',
      denominator: 'Personen in einer Beurteilungsrunde der letzten 180 Tage',
      counts: [
        'Die neueste Beurteilung jeder Person, deren Runde in den 180 Tagen bis zu diesem Tag gestartet wurde, ab dem Start oder dem Tag, an dem sie dazukam.',
        'Noch nicht geteilte Beurteilungen zählen als wartend, damit eine laufende Runde nicht schnell aussieht.',
        'Personen in einer gestarteten Welle, nach ihren ersten 30 Tagen und im Dienst.',
      ],
      excludes: ['Personen, die nicht mehr in der Runde sind.', 'Personen, deren Programm keine Beurteilungen hat.'],
    },
    es: {
      name: 'Tiempo hasta la evaluación compartida',
      sentence: 'Después de cuántos días la mitad de las personas tiene su evaluación compartida.',
      formula: 'mediana de días desde el inicio del ciclo hasta que se comparte (Kaplan-Meier)',
      numerator: 'personas con su evaluación compartida',
      denominator: 'personas en un ciclo de evaluación de los últimos 180 días',
      counts: [
        'La evaluación más reciente de cada persona cuyo ciclo se inició en los 180 días hasta ese día, desde el inicio o desde el día en que entró.',
        'Las que aún no se han compartido cuentan como en espera, para que un ciclo en marcha no parezca rápido.',
        'Personas en una oleada en marcha, pasados sus primeros 30 días y trabajando.',
      ],
      excludes: ['Personas que ya no están en el ciclo.', 'Personas cuyo programa no incluye evaluaciones.'],
    },
    fr: {
      name: 'Délai jusqu’à l’évaluation partagée',
      sentence: 'Après combien de jours la moitié des personnes ont leur évaluation partagée.',
      formula: 'jours médians du lancement de la campagne au partage (Kaplan-Meier)',
      numerator: 'personnes dont l’évaluation est partagée',
      denominator: 'personnes dans une campagne d’évaluation des 180 derniers jours',
      counts: [
        'La dernière évaluation de chaque personne dont la campagne a été lancée dans les 180 jours jusqu’à ce jour, depuis le lancement ou depuis le jour de son arrivée dans la campagne.',
        'Celles qui ne sont pas encore partagées comptent comme en attente, pour qu’une campagne en cours ne paraisse pas rapide.',
        'Les personnes dans une vague lancée, au-delà de leurs 30 premiers jours et au travail.',
      ],
      excludes: [
        'Les personnes qui ne sont plus dans la campagne.',
        'Les personnes dont le programme ne comprend pas d’évaluations.',
      ],
    },
  },
  facts: (at) => sql`
    select p.no, e.day is not null as met, greatest(coalesce(e.day, ${at.asOf}::date) - n.began, 0) as days
    from metric_person_at p
    join (${newestReviews(at)}) n on n.person_id = p.person_id
    left join (${onReview(at, 'review.shared')}) e on e.review_id = n.review_id
    where p.past_grace`,
  value: medianWait,
}

/** The first definition said how many, and never after how many days. Kept for the numbers that were made with it. */
const { value: _, ...before } = V2
export const V2v1: PeopleMetric = { ...before, version: 1 }
