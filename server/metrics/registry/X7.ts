import type { OwnMetric } from '../metric.ts'
import { asImported } from '../own-words.ts'

/** Does the work go better? The company's own measure; until it has one, there is nothing to show and nothing is invented. */
const words = {
  en: {
    name: 'Productivity',
    sentence: 'What the company itself measures its work by. Nothing is computed in its place.',
  },
  de: {
    name: 'Produktivität',
    sentence: 'Woran das Unternehmen selbst seine Arbeit misst. An ihrer Stelle wird nichts berechnet.',
  },
  es: {
    name: 'Productividad',
    sentence: 'Con qué mide la propia empresa su trabajo. Nada se calcula en su lugar.',
  },
  fr: {
    name: 'Productivité',
    sentence: 'Ce par quoi l’entreprise mesure elle-même son travail. Rien n’est calculé à la place.',
  },
}

export const X7: OwnMetric = {
  id: 'X7',
  version: 1,
  layer: 'outcome',
  unit: 'number',
  of: 'imported',
  direction: 'up',
  target: null,
  floor: 5,
  element: null,
  firstAfterDays: () => 0,
  brought: new Map(),
  words: asImported(words),
}
