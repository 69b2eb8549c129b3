import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'

/** Do people get on here? How often they move within the company. */
export const X6: PeopleMetric = {
  id: 'X6',
  version: 1,
  layer: 'outcome',
  unit: 'percent',
  of: 'people',
  direction: 'up',
  target: null,
  floor: 5,
  element: null,
  firstAfterDays: () => 0,
  looksBack: true,
  words: {
    en: {
      name: 'Internal mobility',
      sentence: 'How often people move within the company, in a year, for every 100 of them.',
      formula:
        'moves to another department, division or level in the last 365 days ÷ people who have been there for as long',
      numerator: 'moves in 365 days',
      denominator: 'people who have been there for 365 days',
      counts: [
        'People of live waves who have been in the people file for 365 days.',
        'A move is a day from which on the people file names another department, division or level. Two moves of one person are two.',
      ],
      excludes: [
        'A new title alone: titles change names more often than work.',
        'Corrections of what was written wrongly from the start.',
        'People on leave on that day.',
        'Accounts outside the people file.',
      ],
    },
    de: {
      name: 'Interne Wechsel',
      sentence: 'Wie oft Menschen innerhalb des Unternehmens wechseln, im Jahr und je 100 von ihnen.',
      formula:
        'Wechsel in eine andere Abteilung, einen anderen Geschäftsbereich oder eine andere Stufe in den letzten 365 Tagen ÷ Personen, die so lange da sind',
      numerator: 'Wechsel in 365 Tagen',
      denominator: 'Personen, die seit 365 Tagen da sind',
      counts: [
        'Personen gestarteter Wellen, die seit 365 Tagen in der Personaldatei stehen.',
        'Ein Wechsel ist ein Tag, ab dem die Personaldatei eine andere Abteilung, einen anderen Geschäftsbereich oder eine andere Stufe nennt. Zwei Wechsel einer Person sind zwei.',
      ],
      excludes: [
        'Eine neue Bezeichnung der Funktion allein: Bezeichnungen wechseln öfter als die Arbeit.',
        'Berichtigungen von Angaben, die von Anfang an falsch waren.',
        'Personen, die an diesem Tag beurlaubt sind.',
        'Konten außerhalb der Personaldatei.',
      ],
    },
    es: {
      name: 'Movilidad interna',
      sentence: 'Con qué frecuencia cambian de puesto las personas dentro de la empresa, al año y por cada 100.',
      formula: 'cambios a otro departamento, división o nivel en los últimos 365 días ÷ personas que llevan ese tiempo',
      numerator: 'cambios en 365 días',
      denominator: 'personas que llevan 365 días',
      counts: [
        'Personas de oleadas en marcha que llevan 365 días en el archivo de personal.',
        'Un cambio es un día desde el cual el archivo nombra otro departamento, división o nivel. Dos cambios de una persona son dos.',
      ],
      excludes: [
        'Un nuevo nombre del puesto por sí solo: los puestos cambian de nombre más que de trabajo.',
        'Correcciones de lo que estaba mal desde el principio.',
        'Personas con una ausencia prolongada ese día.',
        'Cuentas que no están en el archivo de personal.',
      ],
    },
    fr: {
      name: 'Mobilité interne',
      sentence: 'Combien de fois les gens changent de place dans l’entreprise, par an et pour 100 d’entre eux.',
      formula:
        'changements de service, de division ou de niveau ces 365 derniers jours ÷ personnes présentes depuis aussi longtemps',
      numerator: 'changements en 365 jours',
      denominator: 'personnes présentes depuis 365 jours',
      counts: [
        'Les personnes des vagues lancées qui figurent depuis 365 jours dans le fichier du personnel.',
        'Un changement est un jour à partir duquel le fichier nomme un autre service, une autre division ou un autre niveau. Deux changements d’une personne comptent pour deux.',
      ],
      excludes: [
        'Un nouvel intitulé de fonction seul : les intitulés changent plus souvent que le travail.',
        'Les corrections de ce qui était faux dès le début.',
        'Les personnes en congé long ce jour-là.',
        'Les comptes hors du fichier du personnel.',
      ],
    },
  },
  facts: ({ organizationId, asOf, knownAt }) => sql`
    with placed as (
      select p.person_id, lower(p.holds) as since, lag(p.department) over of_one as department, lag(p.division) over of_one as division, lag(p.level) over of_one as level,
        lag(upper(p.holds)) over of_one as until, p.department as to_department, p.division as to_division, p.level as to_level
      from placement p where p.organization_id = ${organizationId} and p.recorded <= ${knownAt} and (p.superseded is null or p.superseded > ${knownAt})
      window of_one as (partition by p.person_id order by p.holds)
    ), moved as (
      select person_id, count(*)::integer as n from placed
      where since = until and since > ${asOf}::date - 365 and since <= ${asOf}::date
        and (department, division, level) is distinct from (to_department, to_division, to_level) group by person_id
    )
    select p.no, coalesce(m.n, 0) as met, null::integer as days
    from metric_person_at p
    join spell s on s.organization_id = ${organizationId} and s.person_id = p.person_id and s.holds @> ${asOf}::date and lower(s.holds) <= ${asOf}::date - 365
      and s.recorded <= ${knownAt} and (s.superseded is null or s.superseded > ${knownAt})
    left join moved m on m.person_id = p.person_id
    where p.began <= ${asOf}::date`,
}
