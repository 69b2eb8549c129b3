import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { goalsOfOwners, notInPractice, privateGoals, withoutGoals } from './who.ts'

/** Do goals hang together? Each goal below the top that serves another which is active too. */
export const G2: PeopleMetric = {
  id: 'G2',
  version: 1,
  layer: 'quality',
  unit: 'percent',
  of: 'goals',
  direction: 'up',
  target: 70,
  floor: 5,
  element: 'goals',
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Goal alignment',
      sentence: 'How many of the active goals serve another active goal.',
      formula: 'active goals with an active parent ÷ active goals below the top',
      numerator: 'active goals that serve another active goal',
      denominator: 'active goals that are not the company’s own',
      counts: [
        goalsOfOwners.en,
        'It serves a goal that is active on the same day; one that is closed or past its last day does not count.',
        'Not every goal needs one above it: between 70 and 80 per cent is good.',
        privateGoals.en,
      ],
      excludes: ['Goals of the company: they are the top.', ...notInPractice.en, withoutGoals.en],
    },
    de: {
      name: 'Ausrichtung der Ziele',
      sentence: 'Wie viele der laufenden Ziele einem anderen laufenden Ziel dienen.',
      formula: 'laufende Ziele mit einem laufenden übergeordneten Ziel ÷ laufende Ziele unterhalb der obersten',
      numerator: 'laufende Ziele, die einem anderen laufenden Ziel dienen',
      denominator: 'laufende Ziele, die nicht Ziele des Unternehmens sind',
      counts: [
        goalsOfOwners.de,
        'Das übergeordnete Ziel läuft am selben Tag; ein abgeschlossenes oder abgelaufenes zählt nicht.',
        'Nicht jedes Ziel braucht eines darüber: 70 bis 80 Prozent sind gut.',
        privateGoals.de,
      ],
      excludes: ['Ziele des Unternehmens: Sie stehen ganz oben.', ...notInPractice.de, withoutGoals.de],
    },
    es: {
      name: 'Alineación de los objetivos',
      sentence: 'Cuántos de los objetivos activos sirven a otro objetivo activo.',
      formula: 'objetivos activos con un objetivo superior activo ÷ objetivos activos por debajo de los más altos',
      numerator: 'objetivos activos que sirven a otro objetivo activo',
      denominator: 'objetivos activos que no son de la empresa',
      counts: [
        goalsOfOwners.es,
        'El objetivo superior está activo el mismo día; uno cerrado o vencido no cuenta.',
        'No todo objetivo necesita uno por encima: entre un 70 y un 80 por ciento está bien.',
        privateGoals.es,
      ],
      excludes: ['Los objetivos de la empresa: son los más altos.', ...notInPractice.es, withoutGoals.es],
    },
    fr: {
      name: 'Alignement des objectifs',
      sentence: 'Combien des objectifs en cours servent un autre objectif en cours.',
      formula: 'objectifs en cours ayant un objectif parent en cours ÷ objectifs en cours sous le sommet',
      numerator: 'objectifs en cours qui en servent un autre en cours',
      denominator: 'objectifs en cours qui ne sont pas ceux de l’entreprise',
      counts: [
        goalsOfOwners.fr,
        'L’objectif parent est en cours le même jour ; un objectif clos ou échu ne compte pas.',
        'Tout objectif n’a pas besoin d’un parent : de 70 à 80 pour cent, c’est bien.',
        privateGoals.fr,
      ],
      excludes: ['Les objectifs de l’entreprise : ils sont le sommet.', ...notInPractice.fr, withoutGoals.fr],
    },
  },
  facts: () => sql`
    select p.no, (count(up.goal_id))::integer as met, count(*)::integer as "of", null::integer as days
    from metric_goal_at g
    join metric_person_at p on p.person_id = g.person_id
    left join (select distinct goal_id from metric_goal_at) up on up.goal_id = g.parent_id
    where g.level <> 'company' and p.past_grace and p.goals_on
    group by p.no`,
}
