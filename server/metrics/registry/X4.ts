import type { SurveyMetric } from '../metric.ts'
import { asSurveysSay, favourable, notInSurveys } from './asked.ts'

/** Do managers coach? What their people say of how they listen, ask, develop and follow up. */
export const X4: SurveyMetric = {
  id: 'X4',
  version: 1,
  layer: 'outcome',
  unit: 'percent',
  of: 'answers',
  direction: 'up',
  target: 70,
  floor: 5,
  element: 'pulse',
  firstAfterDays: () => 0,
  items: ['coaching.listens', 'coaching.questions', 'coaching.growth', 'coaching.follows'],
  says: 'favourable',
  words: {
    en: {
      name: 'Coaching',
      sentence:
        'How many say of their manager that they listen, ask helpful questions, speak of learning and take up what was agreed.',
      ...favourable.en,
      counts: [
        'The four statements of the library’s survey on coaching, taken together; by leader, above the floor.',
        ...asSurveysSay.en,
      ],
      excludes: [...notInSurveys.en],
    },
    de: {
      name: 'Coaching',
      sentence:
        'Wie viele von ihrer Führungskraft sagen, dass sie zuhört, hilfreich fragt, über Lernen spricht und Vereinbartes aufgreift.',
      ...favourable.de,
      counts: [
        'Die vier Aussagen der Befragung der Bibliothek zum Coaching, zusammengenommen; je Führungskraft ab der Mindestgruppengröße.',
        ...asSurveysSay.de,
      ],
      excludes: [...notInSurveys.de],
    },
    es: {
      name: 'Acompañamiento',
      sentence:
        'Cuántas personas dicen de su responsable que escucha, pregunta con acierto, habla de aprender y retoma lo acordado.',
      ...favourable.es,
      counts: [
        'Las cuatro afirmaciones de la encuesta de la biblioteca sobre el acompañamiento, en conjunto; por responsable, a partir del tamaño mínimo.',
        ...asSurveysSay.es,
      ],
      excludes: [...notInSurveys.es],
    },
    fr: {
      name: 'Accompagnement',
      sentence:
        'Combien de personnes disent que leur responsable écoute, pose des questions utiles, parle d’apprendre et reprend ce qui est convenu.',
      ...favourable.fr,
      counts: [
        'Les quatre affirmations du baromètre de la bibliothèque sur l’accompagnement, prises ensemble ; par responsable, à partir de la taille minimale.',
        ...asSurveysSay.fr,
      ],
      excludes: [...notInSurveys.fr],
    },
  },
}
