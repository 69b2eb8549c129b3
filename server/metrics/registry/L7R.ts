import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { L7 } from './L7.ts'

/** How much of somebody's time do these messages ask? By how long each is, not by how long anybody looked at it. */
export const L7R: PeopleMetric = {
  ...L7,
  id: 'L7R',
  unit: 'minutes',
  target: 8,
  within: 'L7',
  words: {
    en: {
      ...L7.words.en,
      name: 'Reading time',
      sentence: 'How many minutes a month the messages of the program take a person to read.',
      formula:
        'seconds to read the messages of the last 30 days, each counted for everybody it went to ÷ people past their first 30 days ÷ 60',
      numerator: 'seconds to read what was received in 30 days',
      counts: [
        ...L7.words.en.counts,
        'How long a message takes follows from its length, in the language in which it is longest. Nobody measures how long somebody looks at it.',
        'One that went out before its length was kept counts as one minute.',
      ],
    },
    de: {
      ...L7.words.de,
      name: 'Lesezeit',
      sentence: 'Wie viele Minuten im Monat eine Person für die Nachrichten des Programms zum Lesen braucht.',
      formula:
        'Sekunden zum Lesen der Nachrichten der letzten 30 Tage, je Person gezählt, an die sie gingen ÷ Personen nach ihren ersten 30 Tagen ÷ 60',
      numerator: 'Sekunden zum Lesen des in 30 Tagen Erhaltenen',
      counts: [
        ...L7.words.de.counts,
        'Wie lange eine Nachricht dauert, folgt aus ihrer Länge, in der Sprache, in der sie am längsten ist. Niemand misst, wie lange jemand sie ansieht.',
        'Eine Nachricht, die hinausging, bevor ihre Länge festgehalten wurde, zählt als eine Minute.',
      ],
    },
    es: {
      ...L7.words.es,
      name: 'Tiempo de lectura',
      sentence: 'Cuántos minutos al mes necesita una persona para leer los mensajes del programa.',
      formula:
        'segundos para leer los mensajes de los últimos 30 días, contados por cada persona a la que llegaron ÷ personas que han pasado sus primeros 30 días ÷ 60',
      numerator: 'segundos para leer lo recibido en 30 días',
      counts: [
        ...L7.words.es.counts,
        'Lo que dura un mensaje depende de su longitud, en el idioma en que es más largo. Nadie mide cuánto tiempo lo mira una persona.',
        'Un mensaje enviado antes de que se guardara su longitud cuenta como un minuto.',
      ],
    },
    fr: {
      ...L7.words.fr,
      name: 'Temps de lecture',
      sentence: 'Combien de minutes par mois il faut à une personne pour lire les messages du programme.',
      formula:
        'secondes de lecture des messages des 30 derniers jours, comptées pour chaque personne qui les a reçus ÷ personnes au-delà de leurs 30 premiers jours ÷ 60',
      numerator: 'secondes de lecture de ce qui a été reçu en 30 jours',
      counts: [
        ...L7.words.fr.counts,
        'La durée d’un message dépend de sa longueur, dans la langue où il est le plus long. Personne ne mesure combien de temps quelqu’un le regarde.',
        'Un message parti avant que sa longueur ne soit gardée compte pour une minute.',
      ],
    },
  },
  facts: ({ organizationId, asOf, knownAt }) => sql`
    select p.no, coalesce(x.seconds, 0) as met, null::integer as days
    from metric_person_at p
    left join (
      select i.person_id, sum(coalesce(k.seconds, 60))::integer as seconds
      from inbox_item i join organization o on o.id = i.organization_id
      left join (select e.subject_id, max((e.data ->> 'seconds')::integer) as seconds from event e
        where e.organization_id = ${organizationId} and e.type = 'campaign.started' and e.recorded_at <= ${knownAt} group by e.subject_id) k on k.subject_id = i.subject_id
      where i.organization_id = ${organizationId} and i.subject_kind = 'campaign' and i.kind = 'message' and i.appears_at <= ${knownAt}
        and i.appears_at > (${asOf}::date - 29)::timestamp at time zone o.time_zone and i.appears_at < (${asOf}::date + 1)::timestamp at time zone o.time_zone
      group by i.person_id
    ) x on x.person_id = p.person_id
    where p.began <= ${asOf}::date - 30 and p.works`,
  value: ({ met }) => (met.length === 0 ? null : met.reduce((sum, n) => sum + n, 0) / met.length / 60),
}
