import type { MetricId } from '../../../contract/metrics.ts'
import type { Language } from '../../../contract/library.ts'
import type { SurveyMetric } from '../metric.ts'
import { asSurveysSay, notInSurveys } from './asked.ts'

const means: Record<Language, { formula: string; numerator: string; denominator: string }> = {
  en: {
    formula: 'mean of all answers from 1 (not at all) to 5 (fully)',
    numerator: 'sum of the answers',
    denominator: 'answers of the newest survey',
  },
  de: {
    formula: 'Mittelwert aller Antworten von 1 (gar nicht) bis 5 (ganz)',
    numerator: 'Summe der Antworten',
    denominator: 'Antworten der neuesten Befragung',
  },
  es: {
    formula: 'media de todas las respuestas de 1 (nada) a 5 (del todo)',
    numerator: 'suma de las respuestas',
    denominator: 'respuestas de la encuesta más reciente',
  },
  fr: {
    formula: 'moyenne de toutes les réponses de 1 (pas du tout) à 5 (tout à fait)',
    numerator: 'somme des réponses',
    denominator: 'réponses du baromètre le plus récent',
  },
}
const steps: Record<Language, string> = {
  en: 'The five statements of the library’s survey on the change, taken together; each also stands on its own. The first that lies at 3 or below is where the change is stuck.',
  de: 'Die fünf Aussagen zur Veränderung aus der Befragung der Bibliothek, zusammengenommen; jede steht auch für sich. Die erste, die bei 3 oder darunter liegt, ist die Stelle, an der es stockt.',
  es: 'Las cinco afirmaciones de la encuesta de la biblioteca sobre el cambio, en conjunto; cada una está también por separado. La primera que esté en 3 o por debajo es donde el cambio se atasca.',
  fr: 'Les cinq affirmations du baromètre de la bibliothèque sur le changement, prises ensemble ; chacune figure aussi seule. La première à 3 ou en dessous est là où le changement bloque.',
}

type Said = Record<Language, { name: string; sentence: string }>
/** A mean of answers from 1 to 5; the model of five steps is Prosci’s ADKAR. */
function step(id: MetricId, items: readonly string[], said: Said, within?: MetricId): SurveyMetric {
  const words = (language: Language) => ({
    ...said[language],
    ...means[language],
    counts: [steps[language], ...asSurveysSay[language]],
    excludes: [...notInSurveys[language]],
  })
  return {
    id,
    version: 1,
    layer: 'adoption',
    unit: 'of_five',
    of: 'answers',
    direction: 'up',
    // Above the middle: a step at 3 or below holds up those after it.
    target: 3.5,
    floor: 5,
    element: 'pulse',
    firstAfterDays: () => 0,
    items: items.map((item) => `adkar.${item}`),
    says: 'mean',
    ...(within ? { within } : {}),
    words: { en: words('en'), de: words('de'), es: words('es'), fr: words('fr') },
  }
}

/** How far is the change? The first low step is where it is stuck. */
export const L11 = step('L11', ['awareness', 'desire', 'knowledge', 'ability', 'reinforcement'], {
  en: {
    name: 'Progress of the change',
    sentence:
      'How far people are with the change, from 1 to 5: they see why, want it, know how, manage to, and it is noticed when they do.',
  },
  de: {
    name: 'Fortschritt der Veränderung',
    sentence:
      'Wie weit die Menschen in der Veränderung sind, von 1 bis 5: Sie sehen warum, wollen sie, wissen wie, schaffen es, und es fällt auf, wenn sie dranbleiben.',
  },
  es: {
    name: 'Avance del cambio',
    sentence:
      'Hasta dónde han llegado las personas en el cambio, de 1 a 5: ven por qué, lo quieren, saben cómo, lo consiguen y se nota cuando perseveran.',
  },
  fr: {
    name: 'Avancée du changement',
    sentence:
      'Où en sont les gens dans le changement, de 1 à 5 : ils voient pourquoi, en ont envie, savent comment, y arrivent, et cela se remarque.',
  },
})
export const L11A = step(
  'L11A',
  ['awareness'],
  {
    en: { name: 'Awareness', sentence: 'How much people see why.' },
    de: { name: 'Bewusstsein', sentence: 'Wie sehr die Menschen sehen, warum.' },
    es: { name: 'Conciencia', sentence: 'Cuánto ven las personas el porqué.' },
    fr: { name: 'Prise de conscience', sentence: 'À quel point les gens voient pourquoi.' },
  },
  'L11',
)
export const L11D = step(
  'L11D',
  ['desire'],
  {
    en: { name: 'Desire', sentence: 'How much they want to take part.' },
    de: { name: 'Wollen', sentence: 'Wie sehr sie mitmachen wollen.' },
    es: { name: 'Deseo', sentence: 'Cuánto quieren participar.' },
    fr: { name: 'Envie', sentence: 'À quel point ils ont envie d’y prendre part.' },
  },
  'L11',
)
export const L11K = step(
  'L11K',
  ['knowledge'],
  {
    en: { name: 'Knowledge', sentence: 'How much they know how it is done.' },
    de: { name: 'Wissen', sentence: 'Wie sehr sie wissen, wie es geht.' },
    es: { name: 'Conocimiento', sentence: 'Cuánto saben cómo se hace.' },
    fr: { name: 'Savoir', sentence: 'À quel point ils savent comment faire.' },
  },
  'L11',
)
export const L11B = step(
  'L11B',
  ['ability'],
  {
    en: { name: 'Ability', sentence: 'How much they manage to do it in everyday work.' },
    de: { name: 'Können', sentence: 'Wie sehr sie es im Alltag schaffen.' },
    es: { name: 'Capacidad', sentence: 'Cuánto lo consiguen en el día a día.' },
    fr: { name: 'Capacité', sentence: 'À quel point ils y arrivent au quotidien.' },
  },
  'L11',
)
export const L11R = step(
  'L11R',
  ['reinforcement'],
  {
    en: { name: 'Reinforcement', sentence: 'How much it is noticed when somebody keeps at it.' },
    de: { name: 'Verankerung', sentence: 'Wie sehr auffällt, wenn jemand dranbleibt.' },
    es: { name: 'Refuerzo', sentence: 'Cuánto se nota que alguien persevera.' },
    fr: { name: 'Ancrage', sentence: 'À quel point on remarque qui persévère.' },
  },
  'L11',
)
