import type { SurveyMetric } from '../metric.ts'
import { asSurveysSay, favourable, notInSurveys } from './asked.ts'

/** Do people care about their work here? */
export const X3: SurveyMetric = {
  id: 'X3',
  version: 1,
  layer: 'outcome',
  unit: 'percent',
  of: 'answers',
  direction: 'up',
  target: 70,
  floor: 5,
  element: 'pulse',
  firstAfterDays: () => 0,
  items: ['engagement.proud', 'engagement.energy', 'engagement.stay'],
  says: 'favourable',
  words: {
    en: {
      name: 'Engagement',
      sentence: 'How many agree that they are proud, have energy for their work and want to stay.',
      ...favourable.en,
      counts: [
        'The three statements of the library’s survey on engagement, taken together: agree or fully agree.',
        ...asSurveysSay.en,
      ],
      excludes: [...notInSurveys.en],
    },
    de: {
      name: 'Verbundenheit',
      sentence: 'Wie viele zustimmen, dass sie stolz sind, Energie für ihre Arbeit haben und bleiben möchten.',
      ...favourable.de,
      counts: [
        'Die drei Aussagen zur Verbundenheit aus der Befragung der Bibliothek, zusammengenommen: stimme zu oder stimme voll zu.',
        ...asSurveysSay.de,
      ],
      excludes: [...notInSurveys.de],
    },
    es: {
      name: 'Compromiso',
      sentence:
        'Cuántas personas están de acuerdo en que sienten orgullo, energía para su trabajo y ganas de quedarse.',
      ...favourable.es,
      counts: [
        'Las tres afirmaciones de la encuesta de la biblioteca sobre el compromiso, en conjunto: de acuerdo o totalmente de acuerdo.',
        ...asSurveysSay.es,
      ],
      excludes: [...notInSurveys.es],
    },
    fr: {
      name: 'Engagement',
      sentence: 'Combien de personnes disent être fières, avoir de l’énergie pour leur travail et vouloir rester.',
      ...favourable.fr,
      counts: [
        'Les trois affirmations du baromètre de la bibliothèque sur l’engagement, prises ensemble : d’accord ou tout à fait d’accord.',
        ...asSurveysSay.fr,
      ],
      excludes: [...notInSurveys.fr],
    },
  },
}
