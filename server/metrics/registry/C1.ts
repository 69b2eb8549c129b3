import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'

/**
 * Do managers and their people talk as agreed? Each pair counts once, under the team
 * member. A check-in that was recorded and then taken back was not held.
 */
export const C1v1: PeopleMetric = {
  id: 'C1',
  version: 1,
  layer: 'adoption',
  unit: 'percent',
  of: 'pairs',
  direction: 'up',
  target: 85,
  floor: 5,
  element: 'checkins',
  firstAfterDays: (cadence) => Math.max(30, cadence ?? 0),
  words: {
    en: {
      name: 'Check-in cadence',
      sentence: 'How many pairs of manager and team member held a check-in within the agreed rhythm.',
      formula:
        'pairs with a check-in held in the last window (7, 14, 31 or 92 days) ÷ pairs with a full window behind them',
      numerator: 'pairs who talked in time',
      denominator: 'pairs with a full window behind them',
      counts: [
        'Each pair of a team member and their manager, once a full window of the agreed rhythm has passed for the two.',
        'The team member is in a live wave, past the first 30 days; both are at work.',
      ],
      excludes: [
        'Pairs whose first window is not over, for example after a change of manager.',
        'People without a manager in the people file.',
        'People whose program has no check-ins.',
      ],
    },
    de: {
      name: 'Check-in-Rhythmus',
      sentence:
        'Wie viele Paare aus Führungskraft und Teammitglied im vereinbarten Rhythmus einen Check-in geführt haben.',
      formula:
        'Paare mit einem geführten Check-in im letzten Zeitraum (7, 14, 31 oder 92 Tage) ÷ Paare mit einem vollen Zeitraum',
      numerator: 'Paare, die rechtzeitig gesprochen haben',
      denominator: 'Paare mit einem vollen Zeitraum',
      counts: [
        'Jedes Paar aus einem Teammitglied und seiner Führungskraft, sobald für die beiden ein voller Zeitraum des vereinbarten Rhythmus vergangen ist.',
        'Das Teammitglied ist in einer gestarteten Welle und hat die ersten 30 Tage hinter sich; beide sind im Dienst.',
      ],
      excludes: [
        'Paare, deren erster Zeitraum noch läuft, etwa nach einem Wechsel der Führungskraft.',
        'Personen ohne Führungskraft in der Personaldatei.',
        'Personen, deren Programm keine Check-ins hat.',
      ],
    },
    es: {
      name: 'Frecuencia de las conversaciones',
      sentence:
        'Cuántas parejas de responsable y miembro del equipo mantuvieron una conversación de seguimiento dentro de la frecuencia acordada.',
      formula:
        'parejas con una conversación mantenida en el último periodo (7, 14, 31 o 92 días) ÷ parejas con un periodo completo',
      numerator: 'parejas que hablaron a tiempo',
      denominator: 'parejas con un periodo completo',
      counts: [
        'Cada pareja de un miembro del equipo y su responsable, cuando ha pasado un periodo completo de la frecuencia acordada.',
        'El miembro del equipo está en una oleada en marcha y ha pasado los primeros 30 días; ambos están trabajando.',
      ],
      excludes: [
        'Parejas cuyo primer periodo no ha terminado, por ejemplo tras un cambio de responsable.',
        'Personas sin responsable en el archivo de personal.',
        'Personas cuyo programa no incluye conversaciones de seguimiento.',
      ],
    },
    fr: {
      name: 'Rythme des points',
      sentence:
        'Combien de duos responsable et membre de l’équipe ont fait un point individuel dans le rythme convenu.',
      formula:
        'duos ayant fait un point dans la dernière période (7, 14, 31 ou 92 jours) ÷ duos ayant une période entière derrière eux',
      numerator: 'duos qui se sont parlé à temps',
      denominator: 'duos ayant une période entière derrière eux',
      counts: [
        'Chaque duo d’un membre de l’équipe et de son responsable, une fois passée une période entière du rythme convenu.',
        'Le membre de l’équipe est dans une vague lancée, au-delà des 30 premiers jours ; tous deux sont présents.',
      ],
      excludes: [
        'Les duos dont la première période n’est pas passée, par exemple après un changement de responsable.',
        'Les personnes sans responsable dans le fichier du personnel.',
        'Les personnes dont le programme ne comprend pas de points individuels.',
      ],
    },
  },
  facts: ({ asOf }) => sql`
    select p.no, h.no is not null as met, null::integer as days
    from metric_person_at p
    left join (
      select distinct q.no from metric_person_at q
      join metric_held_at h on h.report_id = q.person_id and h.manager_id = q.manager_id and h.day between ${asOf}::date - q.checkin_days and ${asOf}::date
    ) h on h.no = p.no
    where p.past_grace and p.checkin_days is not null and p.manager_works
      and greatest(p.began, p.pair_since) <= ${asOf}::date - p.checkin_days`,
}

/**
 * Since a check-in can be disputed and a program may ask some people more often than others. One that
 * only one of the two recorded counts, because most never press "that is right"; one of which the
 * other says that they did not talk counts from the day they agree. What two people agreed on
 * beyond the program's rhythm is their own affair and changes no number.
 */
export const C1: PeopleMetric = {
  ...C1v1,
  version: 2,
  words: {
    en: {
      ...C1v1.words.en,
      counts: [
        ...C1v1.words.en.counts,
        'The rhythm is the one that the program asks of this team member, for example weekly for people who are new.',
      ],
      excludes: [
        ...C1v1.words.en.excludes,
        'Check-ins of which one of the two says that they did not talk, until they agree.',
        'Check-ins with a second manager.',
      ],
    },
    de: {
      ...C1v1.words.de,
      counts: [
        ...C1v1.words.de.counts,
        'Es gilt der Rhythmus, den das Programm von diesem Teammitglied erwartet, zum Beispiel wöchentlich für neue Mitarbeitende.',
      ],
      excludes: [
        ...C1v1.words.de.excludes,
        'Check-ins, von denen eine Seite sagt, dass das Gespräch nicht stattfand, bis beide sich einig sind.',
        'Check-ins mit einer zweiten Führungskraft.',
      ],
    },
    es: {
      ...C1v1.words.es,
      counts: [
        ...C1v1.words.es.counts,
        'Vale la frecuencia que el programa pide a ese miembro del equipo, por ejemplo semanal para quienes acaban de llegar.',
      ],
      excludes: [
        ...C1v1.words.es.excludes,
        'Conversaciones de las que una de las dos personas dice que no tuvieron lugar, hasta que estén de acuerdo.',
        'Conversaciones con un segundo responsable.',
      ],
    },
    fr: {
      ...C1v1.words.fr,
      counts: [
        ...C1v1.words.fr.counts,
        'Le rythme est celui que le programme demande à ce membre de l’équipe, par exemple chaque semaine pour qui vient d’arriver.',
      ],
      excludes: [
        ...C1v1.words.fr.excludes,
        'Les points dont l’une des deux personnes dit qu’ils n’ont pas eu lieu, tant qu’elles ne sont pas d’accord.',
        'Les points avec un second responsable.',
      ],
    },
  },
}
