import type { SurveyMetric } from '../metric.ts'
import { asSurveysSay, favourable, notInSurveys } from './asked.ts'

/** Do people dare? How many are comfortable giving feedback, by their own word. */
export const F4: SurveyMetric = {
  id: 'F4',
  version: 2,
  layer: 'outcome',
  unit: 'percent',
  of: 'answers',
  direction: 'up',
  target: null,
  rise: { by: 10, months: 12 },
  floor: 5,
  element: 'pulse',
  firstAfterDays: () => 0,
  items: ['feedback.giving'],
  says: 'favourable',
  words: {
    en: {
      name: 'Comfort with feedback',
      sentence: 'How many agree that they are comfortable giving feedback: 4 or 5 of 5.',
      ...favourable.en,
      counts: [
        'One question: “I am comfortable giving feedback.” The usual aim is ten points more within twelve months.',
        ...asSurveysSay.en,
      ],
      excludes: [...notInSurveys.en],
    },
    de: {
      name: 'Leichtigkeit mit Feedback',
      sentence: 'Wie viele zustimmen, dass es ihnen leichtfällt, Feedback zu geben: 4 oder 5 von 5.',
      ...favourable.de,
      counts: [
        'Eine Frage: „Es fällt mir leicht, Feedback zu geben.“ Üblich ist das Ziel, in zwölf Monaten zehn Punkte zuzulegen.',
        ...asSurveysSay.de,
      ],
      excludes: [...notInSurveys.de],
    },
    es: {
      name: 'Comodidad con el feedback',
      sentence: 'Cuántas personas están de acuerdo en que se sienten cómodas dando feedback: 4 o 5 sobre 5.',
      ...favourable.es,
      counts: [
        'Una pregunta: si dar feedback resulta cómodo. Lo habitual es proponerse diez puntos más en doce meses.',
        ...asSurveysSay.es,
      ],
      excludes: [...notInSurveys.es],
    },
    fr: {
      name: 'Aisance avec le feedback',
      sentence: 'Combien de personnes disent être à l’aise pour donner du feedback : 4 ou 5 sur 5.',
      ...favourable.fr,
      counts: [
        'Une question : si l’on est à l’aise pour donner du feedback. On vise d’ordinaire dix points de plus en douze mois.',
        ...asSurveysSay.fr,
      ],
      excludes: [...notInSurveys.fr],
    },
  },
}

/** With a target like any other: numbers of earlier days were measured by it. */
const { rise: _, ...before } = F4
export const F4v1: SurveyMetric = { ...before, version: 1, target: 70 }
