import { sql } from 'kysely'
import type { CompanyMetric } from '../metric.ts'
import { L10 } from './L10.ts'

/** Did people learn something, by their own word? How much of what was missing before was there afterwards. */
export const L10L: CompanyMetric = {
  ...L10,
  id: 'L10L',
  unit: 'index',
  target: 0.4,
  within: 'L10',
  words: {
    en: {
      name: 'Learning gain',
      sentence: 'How much of the way to feeling fully sure people made in training.',
      formula: '(mean after − mean before) ÷ (5 − mean before), from 1 to 5',
      numerator: 'steps that people felt surer',
      denominator: 'answers before and after',
      counts: [
        'How sure people felt before and after: of sessions of the last 180 days, and of courses as last shown in that time. Level 2.',
        'It is their own word, not an examination.',
      ],
      excludes: ['Sessions and courses with fewer answers than the floor.', 'Whoever answered one of the two only.'],
    },
    de: {
      name: 'Lernzuwachs',
      sentence: 'Welchen Teil des Weges bis zur vollen Sicherheit die Menschen in Schulungen zurückgelegt haben.',
      formula: '(Mittel nachher − Mittel vorher) ÷ (5 − Mittel vorher), von 1 bis 5',
      numerator: 'Stufen, um die sich Menschen sicherer fühlten',
      denominator: 'Antworten vorher und nachher',
      counts: [
        'Wie sicher sich die Menschen vorher und nachher fühlten: bei Terminen der letzten 180 Tage und bei Kursen, wie zuletzt in dieser Zeit gezeigt. Stufe 2.',
        'Es ist ihr eigenes Wort, keine Prüfung.',
      ],
      excludes: [
        'Termine und Kurse mit weniger Antworten als die Mindestgruppengröße.',
        'Wer nur eines von beiden beantwortet hat.',
      ],
    },
    es: {
      name: 'Aprendizaje',
      sentence: 'Qué parte del camino hasta sentirse del todo seguras recorrieron las personas en la formación.',
      formula: '(media después − media antes) ÷ (5 − media antes), de 1 a 5',
      numerator: 'escalones de más seguridad',
      denominator: 'respuestas antes y después',
      counts: [
        'Cuán seguras se sentían las personas antes y después: en sesiones de los últimos 180 días y en cursos, como se mostraron por última vez en ese tiempo. Nivel 2.',
        'Es lo que dicen ellas mismas, no un examen.',
      ],
      excludes: [
        'Las sesiones y los cursos con menos respuestas que el tamaño mínimo.',
        'Quien respondió solo a una de las dos.',
      ],
    },
    fr: {
      name: 'Gain d’apprentissage',
      sentence: 'Quelle part du chemin vers une pleine assurance les personnes ont faite en formation.',
      formula: '(moyenne après − moyenne avant) ÷ (5 − moyenne avant), de 1 à 5',
      numerator: 'échelons d’assurance gagnés',
      denominator: 'réponses avant et après',
      counts: [
        'À quel point les personnes se sentaient sûres avant et après : dans les séances des 180 derniers jours et les cours, tels que montrés en dernier durant ce temps. Niveau 2.',
        'C’est ce qu’elles disent elles-mêmes, pas un examen.',
      ],
      excludes: [
        'Les séances et les cours avec moins de réponses que la taille minimale.',
        'Qui n’a répondu qu’à l’une des deux.',
      ],
    },
  },
  company: ({ organizationId: org, asOf, knownAt }) => sql`
    with known as materialized (select (${knownAt}::timestamptz at time zone o.time_zone)::date as on from organization o where o.id = ${org}),
    said as (
      select e.people, (select sum(b.n * b.step) from unnest(e.before) with ordinality as b (n, step)) as before,
        (select sum(a.n * a.step) from unnest(e.after) with ordinality as a (n, step)) as after
      from training_evaluation e, known where e.organization_id = ${org} and e.counted_on <= ${asOf}::date and e.counted_on > ${asOf}::date - 180
        and e.counted_on < known.on
      union all
      select s.people, s.before_sum, s.after_sum from (
        select distinct on (x.course_id) x.* from training_confidence_shown x, known
        where x.organization_id = ${org} and x.shown_on <= ${asOf}::date and x.shown_on > ${asOf}::date - 180 and x.shown_on < known.on
        order by x.course_id, x.number desc) s
    ), summed as (
      select sum(people) as n, sum(before) as before, sum(after) as after from said
    )
    select (after - before)::integer as numerator, n::integer as denominator, (after - before)::double precision / (5 * n - before) as value
    from summed where n > 0 and before < 5 * n`,
}
