import type { SurveyMetric } from '../metric.ts'
import { asSurveysSay, notInSurveys, recommending } from './asked.ts'

/** Would people recommend the program itself? */
export const X2P: SurveyMetric = {
  id: 'X2P',
  version: 1,
  layer: 'outcome',
  unit: 'score',
  of: 'answers',
  direction: 'up',
  target: 20,
  floor: 5,
  element: 'pulse',
  firstAfterDays: () => 0,
  items: ['program.recommend'],
  says: 'score',
  words: {
    en: {
      name: 'Program NPS',
      sentence: 'Whether people would recommend the program to somebody in another company.',
      ...recommending.en,
      counts: [
        'One question, answered from 0 to 10. The score lies between −100 and 100.',
        'The interval says how far chance alone could move it.',
        ...asSurveysSay.en,
      ],
      excludes: [...notInSurveys.en],
    },
    de: {
      name: 'Programm-NPS',
      sentence: 'Ob Menschen das Programm jemandem in einem anderen Unternehmen empfehlen würden.',
      ...recommending.de,
      counts: [
        'Eine Frage, beantwortet von 0 bis 10. Der Wert liegt zwischen −100 und 100.',
        'Das Intervall sagt, wie weit allein der Zufall ihn verschieben könnte.',
        ...asSurveysSay.de,
      ],
      excludes: [...notInSurveys.de],
    },
    es: {
      name: 'NPS del programa',
      sentence: 'Si las personas recomendarían el programa a alguien de otra empresa.',
      ...recommending.es,
      counts: [
        'Una pregunta, respondida de 0 a 10. El valor está entre −100 y 100.',
        'El intervalo dice cuánto podría moverlo el mero azar.',
        ...asSurveysSay.es,
      ],
      excludes: [...notInSurveys.es],
    },
    fr: {
      name: 'NPS du programme',
      sentence: 'Si les personnes recommanderaient le programme à quelqu’un d’une autre entreprise.',
      ...recommending.fr,
      counts: [
        'Une question, avec une réponse de 0 à 10. Le score va de −100 à 100.',
        'L’intervalle dit de combien le seul hasard pourrait le déplacer.',
        ...asSurveysSay.fr,
      ],
      excludes: [...notInSurveys.fr],
    },
  },
}
