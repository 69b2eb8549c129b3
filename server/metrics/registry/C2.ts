import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'

/**
 * Do both bring something? Of the check-ins that took place, those with words of both. Each
 * stands under the team member; a group is as large as its team members who had one.
 */
export const C2: PeopleMetric = {
  id: 'C2',
  version: 1,
  layer: 'quality',
  unit: 'percent',
  of: 'checkins',
  direction: 'up',
  target: 80,
  floor: 5,
  element: 'checkins',
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Both voices',
      sentence: 'In how many check-ins both wrote something: an answer they shared, or a topic.',
      formula: 'check-ins of the last 90 days with words of both ÷ check-ins of the last 90 days',
      numerator: 'check-ins with words of both',
      denominator: 'check-ins of the last 90 days',
      counts: [
        'Check-ins recorded as held in the 90 days up to that day, since go-live and since the team member joined.',
        'The team member is in a live wave, past the first 30 days, and at work.',
        'Words are answers that were shared and topics of that time. That there are some is counted; nobody reads them for it.',
      ],
      excludes: [
        'Check-ins that were taken back, or of which one says that they did not talk.',
        'Topics that came along from an earlier check-in.',
        'People whose program has no check-ins.',
      ],
    },
    de: {
      name: 'Beide Stimmen',
      sentence: 'In wie vielen Check-ins beide etwas geschrieben haben: eine geteilte Antwort oder ein Thema.',
      formula: 'Check-ins der letzten 90 Tage mit Worten von beiden ÷ Check-ins der letzten 90 Tage',
      numerator: 'Check-ins mit Worten von beiden',
      denominator: 'Check-ins der letzten 90 Tage',
      counts: [
        'Check-ins, die in den 90 Tagen bis zu diesem Tag als geführt eingetragen sind, seit dem Start und seit dem Eintritt des Teammitglieds.',
        'Das Teammitglied ist in einer gestarteten Welle, hat die ersten 30 Tage hinter sich und ist im Dienst.',
        'Worte sind geteilte Antworten und Themen dieses Mals. Gezählt wird, dass es welche gibt; niemand liest sie dafür.',
      ],
      excludes: [
        'Check-ins, die zurückgenommen wurden oder von denen eine Seite sagt, dass sie nicht stattfanden.',
        'Themen, die aus einem früheren Check-in mitgekommen sind.',
        'Personen, deren Programm keine Check-ins hat.',
      ],
    },
    es: {
      name: 'Ambas voces',
      sentence: 'En cuántas conversaciones escribieron algo ambas personas: una respuesta compartida o un tema.',
      formula:
        'conversaciones de los últimos 90 días con palabras de ambas personas ÷ conversaciones de los últimos 90 días',
      numerator: 'conversaciones con palabras de ambas personas',
      denominator: 'conversaciones de los últimos 90 días',
      counts: [
        'Conversaciones registradas como mantenidas en los 90 días hasta ese día, desde la puesta en marcha y desde la incorporación del miembro del equipo.',
        'El miembro del equipo está en una oleada en marcha, ha pasado los primeros 30 días y está trabajando.',
        'Las palabras son respuestas compartidas y temas de esa vez. Se cuenta que las hay; nadie las lee para ello.',
      ],
      excludes: [
        'Conversaciones que se retiraron, o de las que una persona dice que no hablaron.',
        'Temas que venían de una conversación anterior.',
        'Personas cuyo programa no incluye conversaciones de seguimiento.',
      ],
    },
    fr: {
      name: 'Les deux voix',
      sentence: 'Dans combien de points les deux ont écrit quelque chose : une réponse partagée ou un sujet.',
      formula: 'points des 90 derniers jours avec des mots des deux ÷ points des 90 derniers jours',
      numerator: 'points avec des mots des deux',
      denominator: 'points des 90 derniers jours',
      counts: [
        'Les points notés comme faits dans les 90 jours jusqu’à ce jour, depuis le lancement et depuis l’arrivée du membre de l’équipe.',
        'Le membre de l’équipe est dans une vague lancée, au-delà de ses 30 premiers jours, et au travail.',
        'Les mots sont les réponses partagées et les sujets de cette fois. On compte qu’il y en a ; personne ne les lit pour cela.',
      ],
      excludes: [
        'Les points retirés, ou dont l’un des deux dit qu’ils n’ont pas eu lieu.',
        'Les sujets venus d’un point précédent.',
        'Les personnes dont le programme ne comprend pas de points.',
      ],
    },
  },
  facts: ({ asOf }) => sql`
    select p.no, (count(*) filter (where h.both_voices))::integer as met, count(*)::integer as "of", null::integer as days
    from metric_person_at p
    join metric_held_at h on h.report_id = p.person_id
    where p.past_grace and p.checkin_days is not null and h.both_voices is not null
      and h.day > ${asOf}::date - 90 and h.day <= ${asOf}::date and h.day >= p.began
    group by p.no`,
}
