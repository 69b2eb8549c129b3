/** A review cycle's stages, each with the time until half of the people have it behind them. */
import { type RawBuilder, sql } from 'kysely'
import type { Language } from '../../../contract/library.ts'
import type { MetricId } from '../../../contract/metrics.ts'
import { sealedRole } from '../../reviews/reviews.ts'
import type { At, MetricWords, PeopleMetric } from '../metric.ts'
import { medianWait } from '../survival.ts'

/** The newest review of each person that began in the 180 days up to the day. */
export const newestReviews = ({ organizationId: org, asOf, knownAt }: At): RawBuilder<unknown> => sql`
  select distinct on (v.person_id) v.person_id, v.id as review_id, v.cycle_id, x.began
  from review v
  join review_cycle y on y.organization_id = v.organization_id and y.id = v.cycle_id and y.filled_at <= ${knownAt}
  join organization o on o.id = v.organization_id
  cross join lateral (select (greatest(y.launched_at, v.joined_at) at time zone o.time_zone)::date as began) x
  where v.organization_id = ${org} and v.joined_at <= ${knownAt} and (v.left_out_at is null or v.left_out_at > ${knownAt})
    and x.began <= ${asOf}::date and x.began > ${asOf}::date - 180
  order by v.person_id, x.began desc, v.id`

/** When something first happened to each review or form: once is enough, also where it was opened again. */
const firstly = ({ organizationId: org, asOf, knownAt }: At, type: string): RawBuilder<unknown> => sql`
  select subject_id, min(happened_on) as day from event
  where organization_id = ${org} and type = ${type} and happened_on <= ${asOf}::date and recorded_at <= ${knownAt}
  group by subject_id`

export const onReview = (at: At, type: string): RawBuilder<unknown> =>
  sql`select subject_id as review_id, day from (${firstly(at, type)}) f`

/** Reviews that have the stage, with the day on which it was over: of several forms the last. */
type Stage = (at: At) => RawBuilder<unknown>
const formsOf =
  (role: string): Stage =>
  (at) =>
    sql`
    select t.review_id, case when count(*) = count(f.day) then max(f.day) end as day
    from review_task t
    join review_cycle y on y.organization_id = t.organization_id and y.id = t.cycle_id and not ${sealedRole('t.role')}
    left join (${firstly(at, 'review.submitted')}) f on f.subject_id = t.id
    where t.organization_id = ${at.organizationId} and t.role = ${role} and t.created_at <= ${at.knownAt}
      and (t.declined_at is null or t.declined_at > ${at.knownAt}) and (t.ended_at is null or t.ended_at > ${at.knownAt})
    group by t.review_id`
const stepOf =
  (stage: string, type: string): Stage =>
  (at) =>
    sql`
    select v.id as review_id, e.day from review v
    join review_stage g on g.organization_id = v.organization_id and g.cycle_id = v.cycle_id and g.stage = ${stage}
    left join (${onReview(at, type)}) e on e.review_id = v.id
    where v.organization_id = ${at.organizationId}`

const stages = {
  V2S: formsOf('self'),
  V2P: formsOf('peer'),
  V2M: formsOf('manager'),
  V2N: formsOf('second'),
  V2H: stepOf('hr', 'review.cleared'),
  V2A: stepOf('acknowledge', 'review.acknowledged'),
} satisfies Partial<Record<MetricId, Stage>>

const shared: Record<Language, Pick<MetricWords, 'formula' | 'denominator' | 'counts' | 'excludes'>> = {
  en: {
    formula: 'median days from the launch of the cycle to the end of this stage (Kaplan-Meier)',
    denominator: 'people whose review has this stage, in a cycle of the last 180 days',
    counts: [
      'The newest review of each person whose cycle was launched in the 180 days up to that day, from the launch, or from the day they came into it.',
      'Reviews of which this stage is still open count as waiting. What was handed in once counts, also where it was opened again.',
      'People in a live wave, past their first 30 days and at work, under where they stand themselves.',
    ],
    excludes: [
      'Reviews without this stage, and forms that were declined or are not expected any more.',
      'Forms that are written without a name: nobody counts who wrote.',
      'People who left the cycle, and people whose program has no reviews.',
    ],
  },
  de: {
    formula: 'mittlere Tage vom Start der Runde bis zum Ende dieser Stufe (Median nach Kaplan-Meier)',
    denominator: 'Personen, deren Beurteilung diese Stufe hat, in einer Runde der letzten 180 Tage',
    counts: [
      'Die neueste Beurteilung jeder Person, deren Runde in den 180 Tagen bis zu diesem Tag gestartet wurde, ab dem Start oder dem Tag, an dem sie dazukam.',
      'Beurteilungen, bei denen diese Stufe noch offen ist, zählen als wartend. Einmal abgegeben zählt, auch wenn der Bogen wieder geöffnet wurde.',
      'Personen in einer gestarteten Welle, nach ihren ersten 30 Tagen und im Dienst, dort, wo sie selbst stehen.',
    ],
    excludes: [
      'Beurteilungen ohne diese Stufe und Bögen, die abgelehnt wurden oder nicht mehr erwartet werden.',
      'Bögen, die ohne Namen geschrieben werden: Niemand zählt, wer geschrieben hat.',
      'Personen, die nicht mehr in der Runde sind, und Personen, deren Programm keine Beurteilungen hat.',
    ],
  },
  es: {
    formula: 'mediana de días desde el inicio del ciclo hasta el final de esta etapa (Kaplan-Meier)',
    denominator: 'personas cuya evaluación tiene esta etapa, en un ciclo de los últimos 180 días',
    counts: [
      'La evaluación más reciente de cada persona cuyo ciclo se inició en los 180 días hasta ese día, desde el inicio o desde el día en que entró.',
      'Las evaluaciones en las que esta etapa sigue abierta cuentan como en espera. Lo que se entregó una vez cuenta, aunque se volviera a abrir.',
      'Personas en una oleada en marcha, pasados sus primeros 30 días y trabajando, allí donde están ellas.',
    ],
    excludes: [
      'Evaluaciones sin esta etapa y formularios que se rechazaron o que ya no se esperan.',
      'Formularios que se escriben sin nombre: nadie cuenta quién escribió.',
      'Personas que ya no están en el ciclo y personas cuyo programa no incluye evaluaciones.',
    ],
  },
  fr: {
    formula: 'jours médians du lancement de la campagne à la fin de cette étape (Kaplan-Meier)',
    denominator: 'personnes dont l’évaluation a cette étape, dans une campagne des 180 derniers jours',
    counts: [
      'La dernière évaluation de chaque personne dont la campagne a été lancée dans les 180 jours jusqu’à ce jour, depuis le lancement ou depuis le jour de son arrivée dans la campagne.',
      'Les évaluations dont cette étape est encore ouverte comptent comme en attente. Ce qui a été remis une fois compte, même rouvert ensuite.',
      'Les personnes dans une vague lancée, au-delà de leurs 30 premiers jours et au travail, là où elles se trouvent elles-mêmes.',
    ],
    excludes: [
      'Les évaluations sans cette étape, et les formulaires déclinés ou qui ne sont plus attendus.',
      'Les formulaires écrits sans nom : personne ne compte qui a écrit.',
      'Les personnes qui ne sont plus dans la campagne, et celles dont le programme ne comprend pas d’évaluations.',
    ],
  },
}

/** One stage, told with the time to the shared review. What the team writes about its manager is anonymous and no stage here. */
export function stage(
  id: keyof typeof stages,
  words: Record<Language, Pick<MetricWords, 'name' | 'sentence' | 'numerator'>>,
): PeopleMetric {
  const said = (language: Language) => ({ ...shared[language], ...words[language] })
  return {
    id,
    version: 1,
    layer: 'quality',
    unit: 'days',
    of: 'people',
    direction: 'down',
    // The whole has a benchmark; its parts have none.
    target: null,
    within: 'V2',
    floor: 5,
    element: 'reviews',
    firstAfterDays: () => 30,
    words: { en: said('en'), de: said('de'), es: said('es'), fr: said('fr') },
    facts: (at) => sql`
      select p.no, s.day is not null as met, greatest(coalesce(s.day, ${at.asOf}::date) - n.began, 0) as days
      from metric_person_at p
      join (${newestReviews(at)}) n on n.person_id = p.person_id
      join (${stages[id](at)}) s on s.review_id = n.review_id
      where p.past_grace`,
    value: medianWait,
  }
}
