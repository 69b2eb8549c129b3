import type { SurveyMetric } from '../metric.ts'
import { asSurveysSay, notInSurveys, recommending } from './asked.ts'

/** Would people recommend the company as a place to work? */
export const X2: SurveyMetric = {
  id: 'X2',
  version: 1,
  layer: 'outcome',
  unit: 'score',
  of: 'answers',
  direction: 'up',
  target: 20,
  floor: 5,
  element: 'pulse',
  firstAfterDays: () => 0,
  items: ['enps.recommend'],
  says: 'score',
  words: {
    en: {
      name: 'eNPS',
      sentence: 'Whether people would recommend the company as a place to work.',
      ...recommending.en,
      counts: [
        'One question, answered from 0 to 10. The score lies between −100 and 100.',
        'The interval says how far chance alone could move it.',
        ...asSurveysSay.en,
      ],
      excludes: [...notInSurveys.en],
    },
    de: {
      name: 'eNPS',
      sentence: 'Ob Menschen das Unternehmen als Arbeitgeber empfehlen würden.',
      ...recommending.de,
      counts: [
        'Eine Frage, beantwortet von 0 bis 10. Der Wert liegt zwischen −100 und 100.',
        'Das Intervall sagt, wie weit allein der Zufall ihn verschieben könnte.',
        ...asSurveysSay.de,
      ],
      excludes: [...notInSurveys.de],
    },
    es: {
      name: 'eNPS',
      sentence: 'Si las personas recomendarían la empresa como lugar para trabajar.',
      ...recommending.es,
      counts: [
        'Una pregunta, respondida de 0 a 10. El valor está entre −100 y 100.',
        'El intervalo dice cuánto podría moverlo el mero azar.',
        ...asSurveysSay.es,
      ],
      excludes: [...notInSurveys.es],
    },
    fr: {
      name: 'eNPS',
      sentence: 'Si les personnes recommanderaient l’entreprise comme lieu de travail.',
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
