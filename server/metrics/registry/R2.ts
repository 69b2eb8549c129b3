import { sql } from 'kysely'
import { gini } from '../gini.ts'
import type { PeopleMetric } from '../metric.ts'

/** Is it always the same few? How unevenly recognition is spread in a group; nothing about anybody in it. */
export const R2: PeopleMetric = {
  id: 'R2',
  version: 1,
  layer: 'quality',
  unit: 'index',
  of: 'people',
  direction: 'down',
  target: 0.6,
  floor: 5,
  element: 'recognition',
  firstAfterDays: () => 90,
  words: {
    en: {
      name: 'Recognition concentration',
      sentence:
        'Whether recognition reaches many or always the same few: 0 is everybody the same, 1 is one person all.',
      formula:
        'Gini coefficient of how often each person was recognised in the last 90 days, corrected for small groups',
      numerator: 'times somebody was recognised in 90 days',
      denominator: 'people with recognition',
      counts: [
        'People in a live wave whose program has recognition, who have been part of it for 90 days, and at work.',
        'Whoever was not recognised counts with zero.',
        'A piece for several people counts once for each of them.',
      ],
      excludes: [
        'Recognition that was taken back or is hidden.',
        'Groups in which nobody was recognised: there is nothing to spread.',
      ],
    },
    de: {
      name: 'Konzentration der Anerkennung',
      sentence:
        'Ob Anerkennung viele erreicht oder immer dieselben: 0 heißt alle gleich viel, 1 heißt eine Person alles.',
      formula:
        'Gini-Koeffizient der Zahl der Anerkennungen je Person in den letzten 90 Tagen, für kleine Gruppen berichtigt',
      numerator: 'Anerkennungen in 90 Tagen, je Person gezählt',
      denominator: 'Personen mit Anerkennung im Programm',
      counts: [
        'Personen in einer gestarteten Welle, deren Programm Anerkennung umfasst, seit 90 Tagen dabei und im Dienst.',
        'Wer keine Anerkennung erhielt, zählt mit null.',
        'Eine Anerkennung für mehrere zählt für jede Person einmal.',
      ],
      excludes: [
        'Anerkennung, die zurückgenommen wurde oder verborgen ist.',
        'Gruppen, in denen niemand Anerkennung erhielt: Dort gibt es nichts zu verteilen.',
      ],
    },
    es: {
      name: 'Concentración del reconocimiento',
      sentence:
        'Si el reconocimiento llega a muchas personas o siempre a las mismas: 0 es igual para todas, 1 es todo para una.',
      formula:
        'coeficiente de Gini de las veces que se reconoció a cada persona en los últimos 90 días, corregido para grupos pequeños',
      numerator: 'veces que se reconoció a alguien en 90 días',
      denominator: 'personas cuyo programa incluye reconocimiento',
      counts: [
        'Personas de una oleada en marcha cuyo programa incluye reconocimiento, que llevan 90 días en él y en activo.',
        'Quien no recibió reconocimiento cuenta con cero.',
        'Un reconocimiento a varias personas cuenta una vez por cada una.',
      ],
      excludes: [
        'Reconocimientos retirados u ocultos.',
        'Grupos en los que nadie recibió reconocimiento: no hay nada que repartir.',
      ],
    },
    fr: {
      name: 'Concentration de la reconnaissance',
      sentence:
        'Si la reconnaissance touche beaucoup de monde ou toujours les mêmes : 0, autant pour chaque personne ; 1, tout pour une seule personne.',
      formula:
        'coefficient de Gini du nombre de fois où chaque personne a été reconnue ces 90 derniers jours, corrigé pour les petits groupes',
      numerator: 'fois où quelqu’un a été reconnu en 90 jours',
      denominator: 'personnes dont le programme comprend la reconnaissance',
      counts: [
        'Les personnes d’une vague lancée dont le programme comprend la reconnaissance, qui en font partie depuis 90 jours et sont au travail.',
        'Qui n’a pas été reconnu compte pour zéro.',
        'Une reconnaissance à plusieurs personnes compte une fois pour chacune.',
      ],
      excludes: [
        'La reconnaissance reprise ou masquée.',
        'Les groupes où personne n’a été reconnu : il n’y a rien à répartir.',
      ],
    },
  },
  facts: ({ asOf }) => sql`
    select p.no, coalesce(k.n, 0) as met, null::integer as days
    from metric_person_at p
    left join (select person_id, count(*)::integer as n from metric_recognised_at group by person_id) k on k.person_id = p.person_id
    where p.past_grace and ${asOf}::date >= p.recognition_since + 90`,
  value: ({ met }) => gini(met),
}
