import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'

/** Does it arrive? How many open what the program writes to them; nobody watches what they do with a letter. */
export const L5: PeopleMetric = {
  id: 'L5',
  version: 1,
  layer: 'adoption',
  unit: 'percent',
  of: 'people',
  direction: 'up',
  target: 80,
  floor: 5,
  element: null,
  firstAfterDays: () => 0,
  words: {
    en: {
      name: 'Message reach',
      sentence:
        'How many of those who were sent messages of the program in the last four weeks opened at least one of them.',
      formula: 'people who opened a message ÷ people who were sent one, in the last 28 days',
      numerator: 'people who opened at least one',
      denominator: 'people who were sent a message in 28 days',
      counts: [
        'Everybody in a wave that is live to whom a message of the program went in the 28 days up to that day.',
        'Opened means: read in the app, or reached from the letter by its button. Whether somebody reads a letter in their mail program is not watched.',
        'For comparison: two of three open what a company sends its own people by mail.',
      ],
      excludes: [
        'Notices, reminders and letters about access.',
        'People on leave on that day.',
        'Accounts outside the people file.',
      ],
    },
    de: {
      name: 'Reichweite der Nachrichten',
      sentence:
        'Wie viele von denen, die in den letzten vier Wochen Nachrichten des Programms erhielten, mindestens eine davon geöffnet haben.',
      formula: 'Personen, die eine Nachricht geöffnet haben ÷ Personen, die eine erhielten, in den letzten 28 Tagen',
      numerator: 'Personen, die mindestens eine geöffnet haben',
      denominator: 'Personen, an die in 28 Tagen eine Nachricht ging',
      counts: [
        'Alle in einer gestarteten Welle, an die in den 28 Tagen bis zu diesem Tag eine Nachricht des Programms ging.',
        'Geöffnet heißt: in der App gelesen oder über den Knopf im Brief erreicht. Ob jemand einen Brief im Mailprogramm liest, wird nicht beobachtet.',
        'Zum Vergleich: Was ein Unternehmen seinen Mitarbeitenden per E-Mail sendet, öffnen zwei von drei.',
      ],
      excludes: [
        'Hinweise, Erinnerungen und Briefe zum Zugang.',
        'Personen, die an diesem Tag beurlaubt sind.',
        'Konten außerhalb der Personaldatei.',
      ],
    },
    es: {
      name: 'Alcance de los mensajes',
      sentence:
        'Cuántas de las personas que recibieron mensajes del programa en las últimas cuatro semanas abrieron al menos uno.',
      formula: 'personas que abrieron un mensaje ÷ personas que recibieron uno, en los últimos 28 días',
      numerator: 'personas que abrieron al menos uno',
      denominator: 'personas a las que se envió un mensaje en 28 días',
      counts: [
        'Todas las personas de una oleada en marcha a las que se envió un mensaje del programa en los 28 días hasta ese día.',
        'Abierto significa: leído en la aplicación o alcanzado con el botón de la carta. No se observa si alguien lee una carta en su programa de correo.',
        'Para comparar: dos de cada tres personas abren lo que su empresa les envía por correo.',
      ],
      excludes: [
        'Avisos, recordatorios y cartas sobre el acceso.',
        'Personas con una ausencia prolongada ese día.',
        'Cuentas que no están en el archivo de personal.',
      ],
    },
    fr: {
      name: 'Portée des messages',
      sentence:
        'Combien des personnes à qui des messages du programme ont été envoyés ces quatre dernières semaines en ont ouvert au moins un.',
      formula: 'personnes qui ont ouvert un message ÷ personnes qui en ont reçu un, ces 28 derniers jours',
      numerator: 'personnes qui en ont ouvert au moins un',
      denominator: 'personnes à qui un message est parti en 28 jours',
      counts: [
        'Toutes les personnes d’une vague lancée à qui un message du programme est parti dans les 28 jours jusqu’à ce jour.',
        'Ouvert veut dire : lu dans l’application, ou atteint par le bouton de la lettre. On n’observe pas si quelqu’un lit une lettre dans sa messagerie.',
        'Pour comparer : deux personnes sur trois ouvrent ce que leur entreprise leur envoie par e-mail.',
      ],
      excludes: [
        'Les avis, les rappels et les lettres sur l’accès.',
        'Les personnes en congé long ce jour-là.',
        'Les comptes hors du fichier du personnel.',
      ],
    },
  },
  facts: ({ organizationId, asOf, knownAt }) => sql`
    select p.no, bool_or(i.read_at <= ${knownAt} and (i.read_at at time zone o.time_zone)::date <= ${asOf}::date) is true as met, null::integer as days
    from metric_person_at p
    join organization o on o.id = ${organizationId}
    join inbox_item i on i.organization_id = o.id and i.person_id = p.person_id and i.subject_kind = 'campaign' and i.kind = 'message'
      and i.appears_at <= ${knownAt} and i.appears_at > (${asOf}::date - 27)::timestamp at time zone o.time_zone
      and i.appears_at < (${asOf}::date + 1)::timestamp at time zone o.time_zone
    where p.began <= ${asOf}::date and p.works
    group by p.no`,
}
