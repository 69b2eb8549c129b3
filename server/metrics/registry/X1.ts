import type { SurveyMetric } from '../metric.ts'
import { asSurveysSay, favourable, notInSurveys } from './asked.ts'

/** Do managers help? What their people say of them. How often anything is used never enters. */
export const X1: SurveyMetric = {
  id: 'X1',
  version: 1,
  layer: 'outcome',
  unit: 'percent',
  of: 'answers',
  direction: 'up',
  target: 75,
  floor: 5,
  element: 'pulse',
  firstAfterDays: () => 0,
  items: ['manager.clear', 'manager.support', 'manager.feedback', 'manager.fair', 'manager.time'],
  says: 'favourable',
  words: {
    en: {
      name: 'Manager effectiveness',
      sentence: 'How favourably people speak of their manager: what matters, support, feedback, fairness, time.',
      ...favourable.en,
      counts: [
        'The five statements of the library’s survey about one’s manager, taken together.',
        'How often a manager uses anything does not enter.',
        ...asSurveysSay.en,
      ],
      excludes: [...notInSurveys.en],
    },
    de: {
      name: 'Wirksamkeit der Führung',
      sentence:
        'Wie positiv Menschen über ihre Führungskraft sprechen: was wichtig ist, Unterstützung, Feedback, Fairness, Zeit.',
      ...favourable.de,
      counts: [
        'Die fünf Aussagen zur eigenen Führungskraft aus der Befragung der Bibliothek, zusammengenommen.',
        'Wie oft eine Führungskraft etwas nutzt, geht nicht ein.',
        ...asSurveysSay.de,
      ],
      excludes: [...notInSurveys.de],
    },
    es: {
      name: 'Eficacia de los responsables',
      sentence:
        'Con qué grado de acuerdo hablan las personas de su responsable: qué importa, apoyo, feedback, trato justo, tiempo.',
      ...favourable.es,
      counts: [
        'Las cinco afirmaciones sobre el propio responsable de la encuesta de la biblioteca, en conjunto.',
        'No interviene cuánto utiliza nada un responsable.',
        ...asSurveysSay.es,
      ],
      excludes: [...notInSurveys.es],
    },
    fr: {
      name: 'Efficacité managériale',
      sentence:
        'Combien les personnes parlent favorablement de leur responsable : l’essentiel, l’appui, le feedback, l’équité, le temps.',
      ...favourable.fr,
      counts: [
        'Les cinq affirmations sur la personne responsable, dans le baromètre de la bibliothèque, prises ensemble.',
        'La fréquence d’utilisation n’entre pas en compte.',
        ...asSurveysSay.fr,
      ],
      excludes: [...notInSurveys.fr],
    },
  },
}
