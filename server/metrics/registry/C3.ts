import { sql } from 'kysely'
import type { AnswersMetric } from '../metric.ts'

/** Was it worth the time, in the eyes of the team member? Asked of a sample, answered anonymously. */
export const C3: AnswersMetric = {
  id: 'C3',
  version: 1,
  layer: 'quality',
  unit: 'percent',
  of: 'answers',
  direction: 'up',
  target: 70,
  floor: 5,
  element: 'checkins',
  firstAfterDays: () => 0,
  words: {
    en: {
      name: 'Check-in usefulness',
      sentence: 'How many team members who were asked found their check-in useful: 4 or 5 of 5.',
      formula: 'answers of 4 or 5 ÷ answers, of those released in the last 90 days',
      numerator: 'answers of 4 or 5',
      denominator: 'answers of the last 90 days',
      counts: [
        'Anonymous answers of team members after about every second check-in, at most once in eight weeks each.',
        'Answers come out in batches, never fewer together than the floor.',
        'There is one number for the whole company: nothing says whose an answer is, or of which team.',
      ],
      excludes: ['Questions that were passed or not answered within two weeks.', 'Answers that wait for more.'],
    },
    de: {
      name: 'Nutzen der Check-ins',
      sentence: 'Wie viele gefragte Teammitglieder ihren Check-in nützlich fanden: 4 oder 5 von 5.',
      formula: 'Antworten mit 4 oder 5 ÷ Antworten, die in den letzten 90 Tagen herausgegeben wurden',
      numerator: 'Antworten mit 4 oder 5',
      denominator: 'Antworten der letzten 90 Tage',
      counts: [
        'Anonyme Antworten von Teammitgliedern nach etwa jedem zweiten Check-in, von jeder Person höchstens einmal in acht Wochen.',
        'Antworten werden gemeinsam herausgegeben, nie weniger auf einmal als die Mindestgruppengröße.',
        'Es gibt eine Zahl für das ganze Unternehmen: Nichts sagt, von wem oder aus welchem Team eine Antwort ist.',
      ],
      excludes: [
        'Fragen, die übersprungen oder nicht innerhalb von zwei Wochen beantwortet wurden.',
        'Antworten, die auf weitere warten.',
      ],
    },
    es: {
      name: 'Utilidad de las conversaciones',
      sentence: 'Cuántos miembros del equipo a quienes se preguntó encontraron útil su conversación: 4 o 5 de 5.',
      formula: 'respuestas de 4 o 5 ÷ respuestas, de las publicadas en los últimos 90 días',
      numerator: 'respuestas de 4 o 5',
      denominator: 'respuestas de los últimos 90 días',
      counts: [
        'Respuestas anónimas de miembros del equipo tras una de cada dos conversaciones aproximadamente, como máximo una vez en ocho semanas por persona.',
        'Las respuestas se publican juntas, nunca menos a la vez que el tamaño mínimo de grupo.',
        'Hay una sola cifra para toda la empresa: nada dice de quién es una respuesta ni de qué equipo.',
      ],
      excludes: [
        'Preguntas que se omitieron o no se respondieron en dos semanas.',
        'Respuestas que esperan a que haya más.',
      ],
    },
    fr: {
      name: 'Utilité des points',
      sentence: 'Combien de membres d’équipe interrogés ont trouvé leur point utile : 4 ou 5 sur 5.',
      formula: 'réponses de 4 ou 5 ÷ réponses, parmi celles publiées ces 90 derniers jours',
      numerator: 'réponses de 4 ou 5',
      denominator: 'réponses des 90 derniers jours',
      counts: [
        'Des réponses anonymes de membres d’équipe après un point sur deux environ, au plus une fois en huit semaines par personne.',
        'Les réponses sont publiées ensemble, jamais moins à la fois que la taille minimale du groupe.',
        'Il y a un seul chiffre pour toute l’entreprise : rien ne dit de qui vient une réponse, ni de quelle équipe.',
      ],
      excludes: [
        'Les questions passées ou restées sans réponse au bout de deux semaines.',
        'Les réponses qui en attendent d’autres.',
      ],
    },
  },
  answers: ({ organizationId, asOf, knownAt }) => sql`
    select coalesce(sum(u.useful), 0)::integer as numerator, coalesce(sum(u.answers), 0)::integer as denominator
    from released_checkin_usefulness(${organizationId}) u
    where u.released_on > ${asOf}::date - 90 and u.released_on <= ${asOf}::date and u.released_at <= ${knownAt}`,
}
