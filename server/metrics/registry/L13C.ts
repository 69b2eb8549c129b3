import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { L13 } from './L13.ts'

/** A share, not a load. */
const { value: _load, ...same } = L13

/** Do people find help nearby? Of the questions that got their first answer in the last 28 days, those that a champion gave. */
export const L13C: PeopleMetric = {
  ...same,
  id: 'L13C',
  unit: 'percent',
  direction: 'up',
  target: null,
  within: 'L13',
  words: {
    en: {
      name: 'Answered by champions',
      sentence: 'How many of the answered questions were answered by a champion.',
      formula: 'questions whose first answer came from a champion ÷ questions first answered in the last 28 days',
      numerator: 'questions answered by a champion',
      denominator: 'questions first answered in 28 days',
      counts: [
        'A question stands under whoever asked it: people in a live wave, past their first 7 days.',
        'The first answer counts, as what it was given: a lead who is a champion as well answers as the lead.',
      ],
      excludes: ['Questions without an answer.', 'People on leave on that day.'],
    },
    de: {
      name: 'Von Ansprechpersonen beantwortet',
      sentence: 'Wie viele der beantworteten Fragen eine Ansprechperson vor Ort beantwortet hat.',
      formula:
        'Fragen, deren erste Antwort von einer Ansprechperson vor Ort kam ÷ Fragen mit erster Antwort in den letzten 28 Tagen',
      numerator: 'von einer Ansprechperson beantwortete Fragen',
      denominator: 'Fragen mit erster Antwort in 28 Tagen',
      counts: [
        'Eine Frage zählt bei der Person, die sie gestellt hat: in einer gestarteten Welle, nach ihren ersten 7 Tagen.',
        'Es zählt die erste Antwort und in welcher Rolle sie gegeben wurde: Eine Programmleitung, die auch Ansprechperson ist, antwortet als Programmleitung.',
      ],
      excludes: ['Fragen ohne Antwort.', 'Personen, die an diesem Tag beurlaubt sind.'],
    },
    es: {
      name: 'Respondidas por referentes',
      sentence: 'Cuántas de las preguntas respondidas respondió un referente.',
      formula:
        'preguntas cuya primera respuesta vino de un referente ÷ preguntas con primera respuesta en los últimos 28 días',
      numerator: 'preguntas respondidas por un referente',
      denominator: 'preguntas con primera respuesta en 28 días',
      counts: [
        'Una pregunta cuenta en quien la hizo: personas de una oleada en marcha que han pasado sus primeros 7 días.',
        'Cuenta la primera respuesta y en qué función se dio: quien es responsable del programa y también referente responde como responsable.',
      ],
      excludes: ['Las preguntas sin respuesta.', 'Personas con una ausencia prolongada ese día.'],
    },
    fr: {
      name: 'Réponses des relais',
      sentence: 'À combien des questions qui ont reçu une réponse c’est un relais qui a répondu.',
      formula:
        'questions dont la première réponse est venue d’un relais ÷ questions ayant eu leur première réponse ces 28 derniers jours',
      numerator: 'questions auxquelles un relais a répondu',
      denominator: 'questions ayant eu leur première réponse en 28 jours',
      counts: [
        'Une question compte chez qui l’a posée : les personnes d’une vague lancée, au-delà de leurs 7 premiers jours.',
        'C’est la première réponse qui compte, et à quel titre elle a été donnée : responsable du programme et relais à la fois, on répond comme responsable.',
      ],
      excludes: ['Les questions sans réponse.', 'Les personnes en congé long ce jour-là.'],
    },
  },
  facts: ({ organizationId, asOf, knownAt }) => sql`
    select p.no, (count(*) filter (where e.data ->> 'as' = 'champion'))::integer as met, count(*)::integer as "of", null::integer as days
    from event e join metric_person_at p on p.person_id = (e.data ->> 'askerId')::uuid
    where e.organization_id = ${organizationId} and e.type = 'desk.answered' and e.happened_on > ${asOf}::date - 28 and e.happened_on <= ${asOf}::date
      and e.recorded_at <= ${knownAt} and p.began <= ${asOf}::date - 7
    group by p.no`,
}
