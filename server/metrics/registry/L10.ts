import { sql } from 'kysely'
import type { CompanyMetric } from '../metric.ts'

/** Was the training worth coming? Said without a name after sessions; only sessions with enough answers are kept at all. */
export const L10: CompanyMetric = {
  id: 'L10',
  version: 1,
  layer: 'quality',
  unit: 'of_five',
  of: 'answers',
  direction: 'up',
  target: 4.2,
  floor: 5,
  element: null,
  firstAfterDays: () => 0,
  words: {
    en: {
      name: 'Training reaction',
      sentence: 'How useful people found the training sessions they came to, from 1 to 5.',
      formula: 'mean of the answers to “it was useful”, over sessions of the last 180 days',
      numerator: 'sum of the answers',
      denominator: 'answers after training sessions',
      counts: [
        'Anonymous answers of those who came, counted once the days for it are over. Level 1 of Kirkpatrick’s four.',
        'Levels 2 and 3 stand with it. What training does to the outcomes (level 4) is not computed: nobody is trained by chance, so a difference would prove nothing.',
      ],
      excludes: ['Sessions with fewer answers than the floor: of those nothing is kept.', 'Online lessons.'],
    },
    de: {
      name: 'Eindruck der Schulungen',
      sentence: 'Wie nützlich die Teilnehmenden ihre Schulungstermine fanden, von 1 bis 5.',
      formula: 'Mittelwert der Antworten auf „war nützlich“, über Termine der letzten 180 Tage',
      numerator: 'Summe der Antworten',
      denominator: 'Antworten nach Schulungsterminen',
      counts: [
        'Anonyme Antworten der Teilnehmenden, gezählt nach Ablauf der Antwortfrist. Stufe 1 der vier Stufen nach Kirkpatrick.',
        'Die Stufen 2 und 3 stehen dabei. Was Schulungen an den Ergebnissen ändern (Stufe 4), wird nicht berechnet: Niemand wird zufällig geschult, ein Unterschied würde also nichts beweisen.',
      ],
      excludes: [
        'Termine mit weniger Antworten als die Mindestgruppengröße: Davon wird nichts aufbewahrt.',
        'Online-Lektionen.',
      ],
    },
    es: {
      name: 'Reacción a la formación',
      sentence: 'Cuán útiles encontraron las personas las sesiones de formación a las que asistieron, de 1 a 5.',
      formula: 'media de las respuestas a «fue útil», en las sesiones de los últimos 180 días',
      numerator: 'suma de las respuestas',
      denominator: 'respuestas tras sesiones de formación',
      counts: [
        'Respuestas anónimas de quienes asistieron, contadas cuando termina el plazo. Nivel 1 de los cuatro de Kirkpatrick.',
        'Los niveles 2 y 3 van con él. Lo que la formación cambia en los resultados (nivel 4) no se calcula: nadie se forma por azar, así que una diferencia no probaría nada.',
      ],
      excludes: [
        'Las sesiones con menos respuestas que el tamaño mínimo: de ellas no se guarda nada.',
        'Las lecciones en línea.',
      ],
    },
    fr: {
      name: 'Accueil des formations',
      sentence: 'À quel point les personnes ont trouvé utiles les séances de formation suivies, de 1 à 5.',
      formula: 'moyenne des réponses à « c’était utile », sur les séances des 180 derniers jours',
      numerator: 'somme des réponses',
      denominator: 'réponses après des séances de formation',
      counts: [
        'Les réponses anonymes des personnes venues, comptées une fois le délai passé. Niveau 1 des quatre de Kirkpatrick.',
        'Les niveaux 2 et 3 l’accompagnent. Ce que la formation change aux résultats (niveau 4) n’est pas calculé : personne n’est formé au hasard, une différence ne prouverait donc rien.',
      ],
      excludes: [
        'Les séances avec moins de réponses que la taille minimale : il n’en reste rien.',
        'Les leçons en ligne.',
      ],
    },
  },
  company: ({ organizationId: org, asOf, knownAt }) => sql`
    select coalesce(sum(u.n * u.step), 0)::integer as numerator, coalesce(sum(u.n), 0)::integer as denominator,
      sum(u.n * u.step)::double precision / nullif(sum(u.n), 0) as value
    from training_evaluation e join organization o on o.id = e.organization_id
    cross join lateral unnest(e.useful) with ordinality as u (n, step)
    where e.organization_id = ${org} and e.counted_on <= ${asOf}::date and e.counted_on > ${asOf}::date - 180
      and e.counted_on < (${knownAt}::timestamptz at time zone o.time_zone)::date`,
}
