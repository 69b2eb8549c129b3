import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { notInPractice } from './who.ts'

/** Does everybody have somebody nearby to ask? A champion of their site or department, there on that day. */
export const L12: PeopleMetric = {
  id: 'L12',
  version: 1,
  layer: 'adoption',
  unit: 'percent',
  of: 'people',
  direction: 'up',
  target: 95,
  floor: 5,
  element: null,
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Champion coverage',
      sentence: 'How many people have a champion at their site or in their department.',
      formula: 'people whose site or department has a champion ÷ people past their first 30 days',
      numerator: 'people whose site or department has a champion',
      denominator: 'people past their first 30 days',
      counts: [
        'A champion covers what was agreed with them; without an agreement the site they work at, or their department where the people file has no sites.',
        'Whoever held the role on that day and was at work. How many people one champion is for stands on the page of champions.',
      ],
      excludes: [...notInPractice.en],
    },
    de: {
      name: 'Abdeckung durch Ansprechpersonen',
      sentence: 'Wie viele Personen an ihrem Standort oder in ihrer Abteilung eine Ansprechperson vor Ort haben.',
      formula:
        'Personen, deren Standort oder Abteilung eine Ansprechperson vor Ort hat ÷ Personen nach ihren ersten 30 Tagen',
      numerator: 'Personen, deren Standort oder Abteilung eine Ansprechperson hat',
      denominator: 'Personen nach ihren ersten 30 Tagen',
      counts: [
        'Eine Ansprechperson deckt ab, was mit ihr vereinbart ist; ohne Vereinbarung den Standort, an dem sie arbeitet, oder ihre Abteilung, wenn die Personaldatei keine Standorte kennt.',
        'Es zählt, wer die Rolle an diesem Tag hatte und im Dienst war. Für wie viele Personen eine Ansprechperson da ist, steht auf der Seite der Ansprechpersonen.',
      ],
      excludes: [...notInPractice.de],
    },
    es: {
      name: 'Cobertura de referentes',
      sentence: 'Cuántas personas tienen un referente en su centro de trabajo o en su departamento.',
      formula: 'personas cuyo centro o departamento tiene un referente ÷ personas que han pasado sus primeros 30 días',
      numerator: 'personas cuyo centro o departamento tiene un referente',
      denominator: 'personas que han pasado sus primeros 30 días',
      counts: [
        'Un referente cubre lo acordado; sin acuerdo, el centro donde trabaja, o su departamento si el archivo de personal no tiene centros.',
        'Cuenta quien tenía la función ese día y estaba en activo. Para cuántas personas hay un referente se ve en la página de referentes.',
      ],
      excludes: [...notInPractice.es],
    },
    fr: {
      name: 'Couverture par les relais',
      sentence: 'Combien de personnes ont un relais sur leur site ou dans leur service.',
      formula: 'personnes dont le site ou le service a un relais ÷ personnes au-delà de leurs 30 premiers jours',
      numerator: 'personnes dont le site ou le service a un relais',
      denominator: 'personnes au-delà de leurs 30 premiers jours',
      counts: [
        'Un relais couvre ce qui a été convenu ; sans accord, le site où il travaille, ou son service si le fichier du personnel n’a pas de sites.',
        'Compte qui avait le rôle ce jour-là et était au travail. Pour combien de personnes un relais est là se lit sur la page des relais.',
      ],
      excludes: [...notInPractice.fr],
    },
  },
  // Roles and areas as they were known then; where somebody works is the picture's.
  facts: ({ organizationId, asOf, knownAt }) => sql`
    with champ as materialized (
      select p.person_id, p.location, p.department from role_grant g
      join organization o on o.id = g.organization_id
      join metric_person_at p on p.person_id = g.person_id and p.works
      where g.organization_id = ${organizationId} and g.role = 'champion' and g.granted_at <= ${knownAt}
        and (g.granted_at at time zone o.time_zone)::date <= ${asOf}::date
        and (g.ended_at is null or g.ended_at > ${knownAt} or (g.ended_at at time zone o.time_zone)::date > ${asOf}::date)
    ), held as materialized (
      select a.person_id, a.kind, a.key from champion_area a join organization o on o.id = a.organization_id
      where a.organization_id = ${organizationId} and a.began_at <= ${knownAt} and (a.began_at at time zone o.time_zone)::date <= ${asOf}::date
        and (a.ended_at is null or a.ended_at > ${knownAt} or (a.ended_at at time zone o.time_zone)::date > ${asOf}::date)
    ), place as materialized (
      select h.kind, h.key from held h join champ c on c.person_id = h.person_id
      union
      select case when c.location <> '' then 'location' else 'department' end, coalesce(nullif(c.location, ''), c.department) from champ c
      where coalesce(nullif(c.location, ''), c.department) <> '' and not exists (select from held h where h.person_id = c.person_id)
    )
    select p.no, p.location in (select key from place where kind = 'location') or p.department in (select key from place where kind = 'department') as met,
      null::integer as days
    from metric_person_at p where p.past_grace`,
}
