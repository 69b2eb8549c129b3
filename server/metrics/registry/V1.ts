import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { ownDay, sealedRole } from '../../reviews/reviews.ts'

/**
 * Are reviews written in their time? Each form stands under whoever writes it; a group is as
 * large as its people who had one to write.
 */
/** As counted before each form had a last day of its own, and while those without names counted. */
export const V1before: PeopleMetric = {
  id: 'V1',
  version: 1,
  layer: 'adoption',
  unit: 'percent',
  of: 'forms',
  direction: 'up',
  target: 90,
  floor: 5,
  element: 'reviews',
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Reviews on time',
      sentence: 'How many forms of a review were handed in by their last day.',
      formula: 'forms handed in by their last day ÷ forms whose last day has come, of the last 90 days',
      numerator: 'forms handed in by their last day',
      denominator: 'forms whose last day has come in the last 90 days',
      counts: [
        'Every form that somebody was asked to fill in: their own review, about a colleague, about their manager, as a manager or second manager.',
        'It stands under whoever writes it, in a live wave, past the first 30 days and at work. That it was handed in is counted; nobody reads it for that.',
        'A last day that was moved counts as it stood.',
      ],
      excludes: [
        'Forms that were declined, passed on or not expected any more.',
        'Reviews of people who left the cycle.',
        'Cycles that were closed before the last day.',
      ],
    },
    de: {
      name: 'Beurteilungen rechtzeitig',
      sentence: 'Wie viele Bögen einer Beurteilung bis zu ihrem letzten Tag abgegeben wurden.',
      formula: 'bis zum letzten Tag abgegebene Bögen ÷ Bögen, deren letzter Tag in den letzten 90 Tagen war',
      numerator: 'Bögen, die bis zu ihrem letzten Tag abgegeben wurden',
      denominator: 'Bögen, deren letzter Tag in den letzten 90 Tagen war',
      counts: [
        'Jeder Bogen, um den jemand gebeten wurde: die eigene Beurteilung, über jemanden aus dem Umfeld, über die Führungskraft, als Führungskraft oder zweite Führungskraft.',
        'Er steht bei der Person, die ihn schreibt, in einer gestarteten Welle, nach ihren ersten 30 Tagen und im Dienst. Gezählt wird, dass er abgegeben ist; niemand liest ihn dafür.',
        'Ein verschobener letzter Tag zählt so, wie er stand.',
      ],
      excludes: [
        'Bögen, die abgelehnt, weitergegeben oder nicht mehr erwartet wurden.',
        'Beurteilungen von Personen, die nicht mehr in der Runde sind.',
        'Runden, die vor dem letzten Tag geschlossen wurden.',
      ],
    },
    es: {
      name: 'Evaluaciones a tiempo',
      sentence: 'Cuántos formularios de una evaluación se entregaron hasta su último día.',
      formula: 'formularios entregados hasta su último día ÷ formularios cuyo último día llegó, de los últimos 90 días',
      numerator: 'formularios entregados hasta su último día',
      denominator: 'formularios cuyo último día llegó en los últimos 90 días',
      counts: [
        'Todo formulario que se pidió a alguien: su propia evaluación, sobre alguien con quien trabaja, sobre su responsable, como responsable o segundo responsable.',
        'Figura en quien lo escribe, en una oleada en marcha, pasados los primeros 30 días y trabajando. Se cuenta que está entregado; nadie lo lee para ello.',
        'Un último día que se movió cuenta como estaba.',
      ],
      excludes: [
        'Formularios rechazados, pasados a otra persona o que ya no se esperan.',
        'Evaluaciones de personas que ya no están en el ciclo.',
        'Ciclos cerrados antes del último día.',
      ],
    },
    fr: {
      name: 'Évaluations à temps',
      sentence: 'Combien de formulaires d’une évaluation ont été remis au plus tard leur dernier jour.',
      formula:
        'formulaires remis au plus tard leur dernier jour ÷ formulaires dont le dernier jour est venu, des 90 derniers jours',
      numerator: 'formulaires remis au plus tard leur dernier jour',
      denominator: 'formulaires dont le dernier jour est venu dans les 90 derniers jours',
      counts: [
        'Chaque formulaire demandé à quelqu’un : sa propre évaluation, sur une personne avec qui l’on travaille, sur la personne responsable, comme responsable ou second responsable.',
        'Il se trouve chez la personne qui l’écrit, dans une vague lancée, au-delà de ses 30 premiers jours et au travail. On compte qu’il est remis ; personne ne le lit pour cela.',
        'Un dernier jour déplacé compte tel qu’il était.',
      ],
      excludes: [
        'Les formulaires déclinés, confiés à quelqu’un d’autre ou qui ne sont plus attendus.',
        'Les évaluations de personnes qui ne sont plus dans la campagne.',
        'Les campagnes closes avant le dernier jour.',
      ],
    },
  },
  // A last day as it was known then: before the first move that came later. Handed in once counts, also where it was opened again.
  facts: ({ organizationId: org, asOf, knownAt }) => sql`
    select p.no, (count(*) filter (where d.in_time))::integer as met, count(*)::integer as "of", null::integer as days
    from metric_person_at p
    join (
      select t.writer_id, coalesce(e.day <= s.due_on, false) as in_time
      from review_task t
      left join (select subject_id, min(happened_on) as day from event
        where organization_id = ${org} and type = 'review.submitted' and recorded_at <= ${knownAt} group by subject_id) e on e.subject_id = t.id
      join review v on v.organization_id = t.organization_id and v.id = t.review_id and (v.left_out_at is null or v.left_out_at > ${knownAt})
      join review_cycle y on y.organization_id = t.organization_id and y.id = t.cycle_id and y.filled_at <= ${knownAt}
      join organization o on o.id = t.organization_id
      join lateral (
        select coalesce((select m.due_before from review_stage_move m where m.organization_id = g.organization_id and m.cycle_id = g.cycle_id
            and m.stage = g.stage and m.moved_at > ${knownAt} order by m.moved_at limit 1), g.due_on) as due_on
        from review_stage g where g.organization_id = t.organization_id and g.cycle_id = t.cycle_id
          and g.stage = case t.role when 'peer' then 'peers' else t.role end
      ) s on s.due_on <= ${asOf}::date and s.due_on > ${asOf}::date - 90
      where t.organization_id = ${org} and t.created_at <= ${knownAt}
        and (t.declined_at is null or t.declined_at > ${knownAt}) and (t.ended_at is null or t.ended_at > ${knownAt})
        and (y.closed_at is null or y.closed_at > ${knownAt} or (y.closed_at at time zone o.time_zone)::date > s.due_on)
    ) d on d.writer_id = p.person_id
    where p.past_grace
    group by p.no`,
}

const with2 = (
  words: PeopleMetric['words']['en'],
  more: { counts: string; excludes: string },
): PeopleMetric['words']['en'] => ({
  ...words,
  counts: [...words.counts, more.counts],
  excludes: [...words.excludes, more.excludes],
})

export const V1: PeopleMetric = {
  ...V1before,
  version: 2,
  words: {
    en: with2(V1before.words.en, {
      counts:
        'A form that was made late, such as for somebody who joined, has a last day of its own: five days after it was made, but not past the end of the next stage.',
      excludes: 'Forms that are written without a name: nobody counts who wrote.',
    }),
    de: with2(V1before.words.de, {
      counts:
        'Ein Bogen, der spät dazukam, etwa für jemanden, der neu ist, hat seinen eigenen letzten Tag: fünf Tage danach, doch nicht nach dem Ende der nächsten Stufe.',
      excludes: 'Bögen, die ohne Namen geschrieben werden: Niemand zählt, wer geschrieben hat.',
    }),
    es: with2(V1before.words.es, {
      counts:
        'Un formulario que se añadió tarde, por ejemplo para quien se incorpora, tiene su propio último día: cinco días después, pero no más allá del final de la etapa siguiente.',
      excludes: 'Formularios que se escriben sin nombre: nadie cuenta quién escribió.',
    }),
    fr: with2(V1before.words.fr, {
      counts:
        'Un formulaire ajouté tard, par exemple pour qui vient d’arriver, a son propre dernier jour : cinq jours après, mais pas au-delà de la fin de l’étape suivante.',
      excludes: 'Les formulaires écrits sans nom : personne ne compte qui a écrit.',
    }),
  },
  // As before; a stage's last day, and that of the next, as they were known then.
  facts: ({ organizationId: org, asOf, knownAt }) => {
    const stages = sql`(select g.cycle_id, g.stage, coalesce((select m.due_before from review_stage_move m where m.organization_id = g.organization_id and m.cycle_id = g.cycle_id
        and m.stage = g.stage and m.moved_at > ${knownAt} order by m.moved_at limit 1), g.due_on) as due_on
      from review_stage g where g.organization_id = ${org})`
    const own = ownDay(
      sql`s.due_on`,
      sql`t.made_on`,
      (due, made) =>
        sql`(select min(x.due_on) from stages x where x.cycle_id = t.cycle_id and x.due_on > ${due} and x.due_on >= ${made})`,
    )
    return sql`
    select p.no, (count(*) filter (where d.in_time))::integer as met, count(*)::integer as "of", null::integer as days
    from metric_person_at p
    join (
      with stages as materialized ${stages}
      select t.writer_id, coalesce(e.day <= own.due_on, false) as in_time
      from (select t.*, (t.created_at at time zone o.time_zone)::date as made_on, (y.closed_at at time zone o.time_zone)::date as closed_on, y.closed_at
        from review_task t
        join review_cycle y on y.organization_id = t.organization_id and y.id = t.cycle_id and y.filled_at <= ${knownAt} and not ${sealedRole('t.role')}
        join review v on v.organization_id = t.organization_id and v.id = t.review_id and (v.left_out_at is null or v.left_out_at > ${knownAt})
        join organization o on o.id = t.organization_id
        where t.organization_id = ${org} and t.created_at <= ${knownAt}
          and (t.declined_at is null or t.declined_at > ${knownAt}) and (t.ended_at is null or t.ended_at > ${knownAt})) t
      left join (select subject_id, min(happened_on) as day from event
        where organization_id = ${org} and type = 'review.submitted' and recorded_at <= ${knownAt} group by subject_id) e on e.subject_id = t.id
      join stages s on s.cycle_id = t.cycle_id and s.stage = case t.role when 'peer' then 'peers' else t.role end
      join lateral (select ${own} as due_on) own on own.due_on <= ${asOf}::date and own.due_on > ${asOf}::date - 90
      where t.closed_at is null or t.closed_at > ${knownAt} or t.closed_on > own.due_on
    ) d on d.writer_id = p.person_id
    where p.past_grace
    group by p.no`
  },
}
