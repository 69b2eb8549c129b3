import type { SurveyMetric } from '../metric.ts'
import { asSurveysSay, favourable, notInSurveys } from './asked.ts'

/** Has it been explained? How many know why, what is in it for them and what to do, by their own word. */
export const L6: SurveyMetric = {
  id: 'L6',
  version: 1,
  layer: 'adoption',
  unit: 'percent',
  of: 'answers',
  direction: 'up',
  target: 75,
  floor: 5,
  element: 'pulse',
  firstAfterDays: () => 0,
  items: ['understanding.why', 'understanding.mine', 'understanding.next'],
  says: 'favourable',
  words: {
    en: {
      name: 'Understanding',
      sentence: 'How many know why the program is there, what is in it for them and what is expected of them.',
      ...favourable.en,
      counts: [
        'The three statements of the library’s survey on understanding, taken together: agree or fully agree.',
        ...asSurveysSay.en,
      ],
      excludes: [...notInSurveys.en],
    },
    de: {
      name: 'Verständnis',
      sentence: 'Wie viele wissen, warum es das Programm gibt, was sie davon haben und was von ihnen erwartet wird.',
      ...favourable.de,
      counts: [
        'Die drei Aussagen zum Verständnis aus der Befragung der Bibliothek, zusammengenommen: stimme zu oder stimme voll zu.',
        ...asSurveysSay.de,
      ],
      excludes: [...notInSurveys.de],
    },
    es: {
      name: 'Comprensión',
      sentence: 'Cuántas personas saben por qué existe el programa, qué les aporta y qué se espera de ellas.',
      ...favourable.es,
      counts: [
        'Las tres afirmaciones de la encuesta de la biblioteca sobre la comprensión, en conjunto: de acuerdo o totalmente de acuerdo.',
        ...asSurveysSay.es,
      ],
      excludes: [...notInSurveys.es],
    },
    fr: {
      name: 'Compréhension',
      sentence:
        'Combien de personnes savent pourquoi le programme existe, ce qu’il leur apporte et ce qui est attendu.',
      ...favourable.fr,
      counts: [
        'Les trois affirmations du baromètre de la bibliothèque sur la compréhension, prises ensemble : d’accord ou tout à fait d’accord.',
        ...asSurveysSay.fr,
      ],
      excludes: [...notInSurveys.fr],
    },
  },
}
