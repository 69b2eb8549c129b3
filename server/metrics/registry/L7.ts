import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'

/** Is it too much? Messages of the program, not what people write to each other. */
export const L7: PeopleMetric = {
  id: 'L7',
  version: 1,
  layer: 'adoption',
  unit: 'items',
  of: 'messages',
  direction: 'down',
  target: 4,
  floor: 5,
  element: null,
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Message load',
      sentence: 'How many messages of the program reach a person in a month.',
      formula: 'messages of the last 30 days, each counted for everybody it went to ÷ people past their first 30 days',
      numerator: 'messages received in 30 days',
      denominator: 'people past their first 30 days',
      counts: [
        'Everybody in a wave that has been live for 30 days, and has been in it for so long.',
        'A message that stands in the app and comes as a letter is one message.',
      ],
      excludes: [
        'Notices and reminders that somebody can switch off for themselves, and what colleagues write to each other.',
        'People on leave on that day.',
        'Accounts outside the people file.',
      ],
    },
    de: {
      name: 'Menge der Nachrichten',
      sentence: 'Wie viele Nachrichten des Programms eine Person in einem Monat erreichen.',
      formula:
        'Nachrichten der letzten 30 Tage, je Person gezählt, an die sie gingen ÷ Personen nach ihren ersten 30 Tagen',
      numerator: 'in 30 Tagen erhaltene Nachrichten',
      denominator: 'Personen nach ihren ersten 30 Tagen',
      counts: [
        'Alle in einer Welle, die seit 30 Tagen läuft, sobald sie selbst so lange dabei sind.',
        'Eine Nachricht, die in der App steht und als Brief kommt, ist eine Nachricht.',
      ],
      excludes: [
        'Hinweise und Erinnerungen, die jede Person für sich abstellen kann, und was Menschen im Unternehmen einander schreiben.',
        'Personen, die an diesem Tag beurlaubt sind.',
        'Konten außerhalb der Personaldatei.',
      ],
    },
    es: {
      name: 'Carga de mensajes',
      sentence: 'Cuántos mensajes del programa llegan a una persona en un mes.',
      formula:
        'mensajes de los últimos 30 días, contados por cada persona a la que llegaron ÷ personas que han pasado sus primeros 30 días',
      numerator: 'mensajes recibidos en 30 días',
      denominator: 'personas que han pasado sus primeros 30 días',
      counts: [
        'Todas las personas de una oleada que lleva 30 días en marcha, cuando ellas mismas llevan ese tiempo.',
        'Un mensaje que está en la aplicación y llega como carta es un solo mensaje.',
      ],
      excludes: [
        'Avisos y recordatorios que cada persona puede desactivar, y lo que las personas se escriben entre sí.',
        'Personas con una ausencia prolongada ese día.',
        'Cuentas que no están en el archivo de personal.',
      ],
    },
    fr: {
      name: 'Volume de messages',
      sentence: 'Combien de messages du programme une personne reçoit en un mois.',
      formula:
        'messages des 30 derniers jours, comptés pour chaque personne qui les a reçus ÷ personnes au-delà de leurs 30 premiers jours',
      numerator: 'messages reçus en 30 jours',
      denominator: 'personnes au-delà de leurs 30 premiers jours',
      counts: [
        'Toutes les personnes d’une vague lancée depuis 30 jours, dès qu’elles en font elles-mêmes partie depuis ce temps.',
        'Un message qui se trouve dans l’application et arrive en lettre est un seul message.',
      ],
      excludes: [
        'Les avis et rappels que chaque personne peut désactiver pour elle-même, et ce que les collègues s’écrivent.',
        'Les personnes en congé long ce jour-là.',
        'Les comptes hors du fichier du personnel.',
      ],
    },
  },
  facts: ({ organizationId, asOf, knownAt }) => sql`
    select p.no, coalesce(x.n, 0) as met, null::integer as days
    from metric_person_at p
    left join (
      select i.person_id, count(*)::integer as n from inbox_item i join organization o on o.id = i.organization_id
      where i.organization_id = ${organizationId} and i.subject_kind = 'campaign' and i.kind = 'message' and i.appears_at <= ${knownAt}
        and i.appears_at > (${asOf}::date - 29)::timestamp at time zone o.time_zone and i.appears_at < (${asOf}::date + 1)::timestamp at time zone o.time_zone
      group by i.person_id
    ) x on x.person_id = p.person_id
    where p.began <= ${asOf}::date - 30 and p.works`,
  value: ({ met }) => (met.length === 0 ? null : met.reduce((sum, n) => sum + n, 0) / met.length),
}
