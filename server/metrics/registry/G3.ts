import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { notInPractice, withoutGoals } from './who.ts'

/** Who can see how their work serves the company? The way up from a goal of theirs reaches a company goal that is active. */
export const G3: PeopleMetric = {
  id: 'G3',
  version: 1,
  of: 'people',
  layer: 'quality',
  unit: 'percent',
  direction: 'up',
  target: 80,
  floor: 5,
  element: 'goals',
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Line of sight',
      sentence: 'How many people have an active goal whose way up reaches a goal of the company.',
      formula: 'people with a goal whose chain reaches a company goal ÷ people past their first 30 days',
      numerator: 'people whose goal reaches a company goal',
      denominator: 'people past their first 30 days',
      counts: [
        'A goal counts if it is a goal of the company, or serves one, over as many goals between as there are.',
        'Looking after a key result of such a goal counts too.',
        'The company goal is active on that day; the goals between need not be.',
      ],
      excludes: [...notInPractice.en, withoutGoals.en],
    },
    de: {
      name: 'Blick aufs Ganze',
      sentence: 'Wie viele Personen ein laufendes Ziel haben, dessen Weg nach oben ein Ziel des Unternehmens erreicht.',
      formula:
        'Personen mit einem Ziel, dessen Kette ein Unternehmensziel erreicht ÷ Personen nach ihren ersten 30 Tagen',
      numerator: 'Personen, deren Ziel ein Unternehmensziel erreicht',
      denominator: 'Personen nach ihren ersten 30 Tagen',
      counts: [
        'Ein Ziel zählt, wenn es ein Unternehmensziel ist oder einem dient, über beliebig viele Ziele dazwischen.',
        'Sich um ein Schlüsselergebnis eines solchen Ziels zu kümmern, zählt auch.',
        'Das Unternehmensziel läuft an diesem Tag; die Ziele dazwischen müssen nicht laufen.',
      ],
      excludes: [...notInPractice.de, withoutGoals.de],
    },
    es: {
      name: 'Conexión con la empresa',
      sentence: 'Cuántas personas tienen un objetivo activo cuya cadena llega a un objetivo de la empresa.',
      formula:
        'personas con un objetivo cuya cadena llega a un objetivo de la empresa ÷ personas que han pasado sus primeros 30 días',
      numerator: 'personas cuyo objetivo llega a un objetivo de la empresa',
      denominator: 'personas que han pasado sus primeros 30 días',
      counts: [
        'Un objetivo cuenta si es de la empresa o sirve a uno de ella, con los objetivos intermedios que haya.',
        'Ocuparse de un resultado clave de un objetivo así también cuenta.',
        'El objetivo de la empresa está activo ese día; los intermedios no tienen que estarlo.',
      ],
      excludes: [...notInPractice.es, withoutGoals.es],
    },
    fr: {
      name: 'Lien avec l’entreprise',
      sentence: 'Combien de personnes ont un objectif en cours dont la chaîne remonte à un objectif de l’entreprise.',
      formula:
        'personnes ayant un objectif dont la chaîne remonte à un objectif de l’entreprise ÷ personnes au-delà de leurs 30 premiers jours',
      numerator: 'personnes dont l’objectif remonte à un objectif de l’entreprise',
      denominator: 'personnes au-delà de leurs 30 premiers jours',
      counts: [
        'Un objectif compte s’il est de l’entreprise ou s’il en sert un, à travers autant d’objectifs qu’il y en a.',
        'S’occuper d’un résultat clé d’un tel objectif compte aussi.',
        'L’objectif de l’entreprise est en cours ce jour-là ; ceux qui sont entre les deux n’ont pas à l’être.',
      ],
      excludes: [...notInPractice.fr, withoutGoals.fr],
    },
  },
  // From the company's goals down; a goal is met once, so that a circle of wrong rows ends too.
  facts: ({ organizationId, asOf, knownAt }) => sql`
    select p.no, g.person_id is not null as met, null::integer as days
    from metric_person_at p
    left join (
      with recursive placed as materialized (
        select l.goal_id, l.parent_id, l.level from goal_place l
        where l.organization_id = ${organizationId} and l.holds @> ${asOf}::date
          and l.recorded <= ${knownAt} and (l.superseded is null or l.superseded > ${knownAt})
      ), owned as materialized (
        select o.goal_id, o.person_id, o.part from goal_ownership o
        where o.organization_id = ${organizationId} and o.holds @> ${asOf}::date
          and o.recorded <= ${knownAt} and (o.superseded is null or o.superseded > ${knownAt})
      ), below (goal_id) as (
        select l.goal_id from placed l where l.level = 'company' and exists (select from owned o where o.goal_id = l.goal_id and o.part = 'goal')
        union
        select l.goal_id from below b join placed l on l.parent_id = b.goal_id
      )
      select distinct o.person_id from owned o join below b on b.goal_id = o.goal_id
    ) g on g.person_id = p.person_id
    where p.past_grace and p.goals_on`,
}
