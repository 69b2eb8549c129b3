import { sql } from 'kysely'
import type { CompanyMetric } from '../metric.ts'
import { addDays } from '../../platform/clock.ts'

/** Are there enough champions? Counts of the people file and of a role, which everybody may look through. */
export const L12R: CompanyMetric = {
  id: 'L12R',
  version: 1,
  layer: 'adoption',
  unit: 'items',
  of: 'champions',
  direction: 'down',
  target: 30,
  floor: 1,
  element: null,
  firstAfterDays: () => 30,
  within: 'L12',
  words: {
    en: {
      name: 'People for each champion',
      sentence: 'How many people one champion is there for, on average.',
      formula: 'people in waves that have been live for 30 days ÷ champions at work',
      numerator: 'people in waves live for 30 days',
      denominator: 'champions at work',
      counts: [
        'Whoever held the role on that day and was at work, wherever they are.',
        'One for every 20 to 30 people is what programs of this kind reckon with; how it stands at each site is on the page of champions.',
      ],
      excludes: ['People on leave on that day.', 'Accounts outside the people file.'],
    },
    de: {
      name: 'Personen je Ansprechperson',
      sentence: 'Für wie viele Personen eine Ansprechperson im Durchschnitt da ist.',
      formula: 'Personen in Wellen, die seit 30 Tagen laufen ÷ Ansprechpersonen im Dienst',
      numerator: 'Personen in Wellen, die seit 30 Tagen laufen',
      denominator: 'Ansprechpersonen im Dienst',
      counts: [
        'Wer an diesem Tag die Rolle hatte und im Dienst war, wo auch immer.',
        'Eine auf 20 bis 30 Personen ist üblich; wie es an jedem Standort steht, zeigt die Seite der Ansprechpersonen.',
      ],
      excludes: ['Personen, die an diesem Tag beurlaubt sind.', 'Konten außerhalb der Personaldatei.'],
    },
    es: {
      name: 'Personas por referente',
      sentence: 'Para cuántas personas está cada referente, de media.',
      formula: 'personas en oleadas en marcha desde hace 30 días ÷ referentes en activo',
      numerator: 'personas en oleadas en marcha desde hace 30 días',
      denominator: 'referentes en activo',
      counts: [
        'Quien tenía la función ese día y estaba en activo, esté donde esté.',
        'Lo habitual es una persona referente por cada 20 a 30; cómo está cada centro figura en la página de referentes.',
      ],
      excludes: ['Personas con una ausencia prolongada ese día.', 'Cuentas que no están en el archivo de personal.'],
    },
    fr: {
      name: 'Personnes par relais',
      sentence: 'Pour combien de personnes un relais est là, en moyenne.',
      formula: 'personnes dans des vagues lancées depuis 30 jours ÷ relais au travail',
      numerator: 'personnes dans des vagues lancées depuis 30 jours',
      denominator: 'relais au travail',
      counts: [
        'Qui avait le rôle ce jour-là et était au travail, où que ce soit.',
        'Un relais pour 20 à 30 personnes est l’usage ; la page des relais montre ce qu’il en est de chaque site.',
      ],
      excludes: ['Les personnes en congé long ce jour-là.', 'Les comptes hors du fichier du personnel.'],
    },
  },
  company: ({ organizationId: org, asOf, knownAt, graceDays }) => sql`
    with working as materialized (
      select p.person_id from placement p where p.organization_id = ${org} and p.holds @> ${asOf}::date and p.status = 'active'
        and p.recorded <= ${knownAt} and (p.superseded is null or p.superseded > ${knownAt})
    ), champion as (
      select distinct g.person_id from role_grant g join organization o on o.id = g.organization_id join working k on k.person_id = g.person_id
      where g.organization_id = ${org} and g.role = 'champion' and g.granted_at <= ${knownAt}
        and (g.granted_at at time zone o.time_zone)::date <= ${asOf}::date
        and (g.ended_at is null or g.ended_at > ${knownAt} or (g.ended_at at time zone o.time_zone)::date > ${asOf}::date)
    ), inside as (
      select distinct m.person_id from wave_member m
      join wave w on w.organization_id = m.organization_id and w.id = m.wave_id and w.launched_at <= ${knownAt} and w.goes_live_on <= ${addDays(asOf, -graceDays)}::date
      join working k on k.person_id = m.person_id
      where m.organization_id = ${org} and m.holds @> ${asOf}::date and m.recorded <= ${knownAt} and (m.superseded is null or m.superseded > ${knownAt})
    ), counted as (select (select count(*) from inside)::integer as people, (select count(*) from champion)::integer as champions)
    select people as numerator, champions as denominator, people::double precision / champions as value from counted where champions > 0 and people > 0`,
}
