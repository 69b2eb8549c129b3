import type { SurveyMetric } from '../metric.ts'
import { asSurveysSay, notInSurveys } from './asked.ts'

/** The middle of what each answer of the library's question stands for, in minutes; of the last one its beginning and half as much again. */
export const minutesAnswered = [15, 45, 90, 180, 360, 720] as const

/** What do reviews cost? By the word of those who wrote them: forms measure nobody's time. */
export const V5: SurveyMetric = {
  id: 'V5',
  version: 1,
  layer: 'quality',
  unit: 'minutes',
  of: 'answers',
  direction: 'down',
  target: null,
  floor: 5,
  element: 'reviews',
  firstAfterDays: () => 0,
  items: ['review.time'],
  says: 'minutes',
  words: {
    en: {
      name: 'Time for reviews',
      sentence: 'How many minutes a review cycle takes a person, by their own estimate.',
      formula: 'sum of the answers, each with the middle of its span ÷ answers',
      numerator: 'minutes, all answers together',
      denominator: 'answers of the newest survey',
      counts: [
        'One question of the library: under 30 minutes counts as 15, up to 1 hour as 45, up to 2 hours as 90, up to 4 as 180, up to 8 as 360, more as 720.',
        'What it takes managers and others stands in the table by managers or not. As a target, take what the process before it took.',
        ...asSurveysSay.en,
      ],
      excludes: ['A forecast of the next cycle: it is no part of this number.', ...notInSurveys.en],
    },
    de: {
      name: 'Zeit für Beurteilungen',
      sentence: 'Wie viele Minuten eine Beurteilungsrunde eine Person kostet, nach eigener Schätzung.',
      formula: 'Summe der Antworten, jede mit der Mitte ihrer Spanne ÷ Antworten',
      numerator: 'Minuten aller Antworten zusammen',
      denominator: 'Antworten der neuesten Befragung',
      counts: [
        'Eine Frage der Bibliothek: unter 30 Minuten zählt als 15, bis 1 Stunde als 45, bis 2 Stunden als 90, bis 4 als 180, bis 8 als 360, mehr als 720.',
        'Was sie Führungskräfte und andere kostet, steht in der Tabelle nach Führungskräften. Als Zielwert eignet sich, was das Verfahren davor gekostet hat.',
        ...asSurveysSay.de,
      ],
      excludes: ['Eine Vorausschau auf die nächste Runde: Sie ist nicht Teil der Zahl.', ...notInSurveys.de],
    },
    es: {
      name: 'Tiempo para evaluaciones',
      sentence: 'Cuántos minutos le lleva a una persona un ciclo de evaluaciones, según su propia estimación.',
      formula: 'suma de las respuestas, cada una con la mitad de su tramo ÷ respuestas',
      numerator: 'minutos, todas las respuestas juntas',
      denominator: 'respuestas de la encuesta más reciente',
      counts: [
        'Una pregunta de la biblioteca: menos de 30 minutos cuenta como 15, hasta 1 hora como 45, hasta 2 horas como 90, hasta 4 como 180, hasta 8 como 360, más como 720.',
        'Lo que lleva a responsables y a las demás personas está en la tabla por responsables o no. Como meta sirve lo que llevaba el proceso anterior.',
        ...asSurveysSay.es,
      ],
      excludes: ['Una previsión para el ciclo siguiente: no forma parte de la cifra.', ...notInSurveys.es],
    },
    fr: {
      name: 'Temps des évaluations',
      sentence: 'Combien de minutes une campagne d’évaluations prend à une personne, selon sa propre estimation.',
      formula: 'somme des réponses, chacune au milieu de sa tranche ÷ réponses',
      numerator: 'minutes, toutes réponses ensemble',
      denominator: 'réponses du baromètre le plus récent',
      counts: [
        'Une question de la bibliothèque : moins de 30 minutes compte pour 15, jusqu’à 1 heure pour 45, jusqu’à 2 heures pour 90, jusqu’à 4 pour 180, jusqu’à 8 pour 360, plus pour 720.',
        'Ce que cela prend aux responsables et aux autres est dans le tableau par responsables ou non. Comme cible, prenez ce que prenait le processus d’avant.',
        ...asSurveysSay.fr,
      ],
      excludes: ['Une prévision pour la campagne suivante : elle n’en fait pas partie.', ...notInSurveys.fr],
    },
  },
}
