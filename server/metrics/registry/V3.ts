import { type RawBuilder, sql } from 'kysely'
import type { Language } from '../../../contract/library.ts'
import type { MetricWords, PeopleMetric } from '../metric.ts'

/** Sentences that both ends of the scale share. */
export const ofRatings: Record<Language, Pick<MetricWords, 'denominator' | 'counts' | 'excludes'>> = {
  en: {
    denominator: 'ratings in cycles closed in the last 365 days',
    counts: [
      'The first rating of the form, one for each person, of their newest closed cycle; as it stands after calibration.',
      'There is no target and no curve that anybody has to meet. What is neither above nor below lies in the middle.',
      'People in a live wave, past their first 30 days and at work, under where they stand themselves.',
    ],
    excludes: [
      'Cycles that are still running.',
      'People who left the cycle, and reviews without a rating.',
      'Ratings that only HR reads.',
      'How strict single managers are: that stays inside a calibration session and is kept nowhere.',
      'Groups where everybody or nobody lies above the middle, or below it, and those that would give them away. They are hidden at both ends; the whole company is shown from twice the floor on.',
    ],
  },
  de: {
    denominator: 'Bewertungen in Runden, die in den letzten 365 Tagen geschlossen wurden',
    counts: [
      'Die erste Bewertung des Bogens, eine je Person, aus ihrer neuesten geschlossenen Runde; wie sie nach der Kalibrierung steht.',
      'Es gibt keinen Zielwert und keine Kurve, die jemand erfüllen muss. Was weder darüber noch darunter liegt, liegt in der Mitte.',
      'Personen in einer gestarteten Welle, nach ihren ersten 30 Tagen und im Dienst, dort, wo sie selbst stehen.',
    ],
    excludes: [
      'Runden, die noch laufen.',
      'Personen, die nicht mehr in der Runde sind, und Beurteilungen ohne Bewertung.',
      'Bewertungen, die nur HR liest.',
      'Wie streng einzelne Führungskräfte sind: Das bleibt in der Kalibrierung und wird nirgends aufbewahrt.',
      'Gruppen, in denen alle oder niemand über oder unter der Mitte liegen, und solche, die sie verraten würden. Sie sind an beiden Enden ausgeblendet; das ganze Unternehmen wird ab der doppelten Mindestgruppengröße gezeigt.',
    ],
  },
  es: {
    denominator: 'valoraciones de ciclos cerrados en los últimos 365 días',
    counts: [
      'La primera valoración del formulario, una por persona, de su ciclo cerrado más reciente; tal como queda tras la calibración.',
      'No hay meta ni curva que nadie deba cumplir. Lo que no está ni por encima ni por debajo está en el centro.',
      'Personas de una oleada en marcha, pasados sus primeros 30 días y en activo, donde ellas mismas están.',
    ],
    excludes: [
      'Ciclos aún en marcha.',
      'Personas que ya no están en el ciclo y evaluaciones sin valoración.',
      'Valoraciones que solo lee RR. HH.',
      'Lo exigente que es cada responsable: eso queda en la sesión de calibración y no se guarda en ninguna parte.',
      'Grupos en los que todas las personas o ninguna están por encima o por debajo del centro, y los que los revelarían. Se ocultan en ambos extremos; la empresa entera se muestra desde el doble del tamaño mínimo.',
    ],
  },
  fr: {
    denominator: 'appréciations de campagnes closes ces 365 derniers jours',
    counts: [
      'La première appréciation du formulaire, une par personne, de sa dernière campagne close ; telle qu’elle est après le calibrage.',
      'Il n’y a ni cible ni courbe à respecter. Ce qui n’est ni au-dessus ni en dessous est au milieu.',
      'Les personnes d’une vague lancée, au-delà de leurs 30 premiers jours et au travail, là où elles se trouvent elles-mêmes.',
    ],
    excludes: [
      'Les campagnes encore en cours.',
      'Les personnes qui ne sont plus dans la campagne et les évaluations sans appréciation.',
      'Les appréciations que seules les RH lisent.',
      'La sévérité de chaque responsable : elle reste dans la séance de calibrage et n’est gardée nulle part.',
      'Les groupes où tout le monde ou personne ne se trouve au-dessus ou en dessous du milieu, et ceux qui les révéleraient. Ils sont masqués aux deux bouts ; l’entreprise entière est montrée à partir du double de la taille minimale.',
    ],
  },
}

/**
 * The first rating that managers give in a cycle's form. A closed cycle is not written in any more, and a later
 * change is a row of its own with its time: a past day is told again as it was.
 */
export const ratingsThat =
  (lies: RawBuilder<boolean>): PeopleMetric['facts'] =>
  ({ organizationId: org, asOf, knownAt }) =>
    sql`
    with asked as (
      select distinct on (y.id) y.id as cycle_id, y.closed_at, q.value ->> 'id' as question_id, jsonb_array_length(q.value -> 'steps') as steps
      from review_cycle y
      join organization o on o.id = y.organization_id
      cross join lateral jsonb_array_elements(y.plan -> 'form' -> 'sections') with ordinality s (value, place)
      cross join lateral jsonb_array_elements(s.value -> 'questions') with ordinality q (value, place)
      where y.organization_id = ${org} and y.closed_at <= ${knownAt}
        and (y.closed_at at time zone o.time_zone)::date <= ${asOf}::date and (y.closed_at at time zone o.time_zone)::date > ${asOf}::date - 365
        and s.value -> 'answeredBy' ? 'manager' and q.value ->> 'kind' = 'rating' and not coalesce((q.value ->> 'confidential')::boolean, false)
      order by y.id, s.place, q.place
    ), rated as (
      select distinct on (v.person_id) v.person_id, a.steps, coalesce(n.value_after, g.value) as value
      from asked a
      join review v on v.organization_id = ${org} and v.cycle_id = a.cycle_id and (v.left_out_at is null or v.left_out_at > ${knownAt})
      join review_rating g on g.organization_id = v.organization_id and g.review_id = v.id and g.question_id = a.question_id
      left join lateral (select n.value_after from review_rating_change n where n.organization_id = g.organization_id and n.review_id = g.review_id
        and n.question_id = g.question_id and n.changed_at <= ${knownAt} order by n.number desc limit 1) n on true
      order by v.person_id, a.closed_at desc, v.id
    )
    select p.no, ${lies} as met, null::integer as days
    from rated r join metric_person_at p on p.person_id = r.person_id
    where p.past_grace`

/** Where do ratings lie? The share above the middle of the scale. No target and no curve: it is there to be seen. */
export const V3: PeopleMetric = {
  id: 'V3',
  version: 1,
  layer: 'quality',
  unit: 'percent',
  of: 'ratings',
  direction: 'up',
  target: null,
  floor: 5,
  element: 'reviews',
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Ratings above the middle',
      sentence: 'How many ratings lie above the middle of their scale, once the cycle is closed.',
      formula: 'ratings above the middle of their scale ÷ ratings in cycles closed in the last 365 days',
      numerator: 'ratings above the middle of their scale',
      ...ofRatings.en,
    },
    de: {
      name: 'Bewertungen über der Mitte',
      sentence: 'Wie viele Bewertungen über der Mitte ihrer Skala liegen, sobald die Runde geschlossen ist.',
      formula:
        'Bewertungen über der Mitte ihrer Skala ÷ Bewertungen in Runden, die in den letzten 365 Tagen geschlossen wurden',
      numerator: 'Bewertungen über der Mitte ihrer Skala',
      ...ofRatings.de,
    },
    es: {
      name: 'Valoraciones por encima del centro',
      sentence: 'Cuántas valoraciones están por encima del centro de su escala, una vez cerrado el ciclo.',
      formula:
        'valoraciones por encima del centro de su escala ÷ valoraciones de ciclos cerrados en los últimos 365 días',
      numerator: 'valoraciones por encima del centro de su escala',
      ...ofRatings.es,
    },
    fr: {
      name: 'Appréciations au-dessus du milieu',
      sentence: 'Combien d’appréciations se situent au-dessus du milieu de leur échelle, une fois la campagne close.',
      formula:
        'appréciations au-dessus du milieu de leur échelle ÷ appréciations de campagnes closes ces 365 derniers jours',
      numerator: 'appréciations au-dessus du milieu de leur échelle',
      ...ofRatings.fr,
    },
  },
  facts: ratingsThat(sql`2 * r.value > r.steps + 1`),
}
