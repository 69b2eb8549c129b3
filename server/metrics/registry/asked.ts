/** What all numbers of surveys have in common, in words. */
import type { Language } from '../../../contract/library.ts'
import type { SurveyMetric } from '../metric.ts'

export const asSurveysSay: Record<Language, readonly string[]> = {
  en: [
    'The newest survey for the whole company that asks all of this and has ended, at most a year old. Until the next one the number stays.',
    'Answers are anonymous. Groups are shown as the survey itself shows them, with the floor that was fixed at its launch.',
  ],
  de: [
    'Die neueste beendete Befragung des ganzen Unternehmens, die nach all dem fragt, höchstens ein Jahr alt. Bis zur nächsten bleibt die Zahl.',
    'Antworten sind anonym. Gruppen werden so gezeigt, wie die Befragung selbst sie zeigt, mit der bei ihrem Start festgelegten Mindestgruppengröße.',
  ],
  es: [
    'La encuesta terminada más reciente de toda la empresa que pregunta todo esto, de hace un año como máximo. Hasta la siguiente, la cifra se mantiene.',
    'Las respuestas son anónimas. Los grupos se muestran como los muestra la propia encuesta, con el tamaño mínimo fijado al ponerla en marcha.',
  ],
  fr: [
    'Le baromètre terminé le plus récent de toute l’entreprise qui demande tout cela, vieux d’un an au plus. Jusqu’au suivant, le chiffre reste.',
    'Les réponses sont anonymes. Les groupes sont montrés comme le baromètre les montre, avec la taille minimale fixée à son lancement.',
  ],
}

export const notInSurveys: Record<Language, readonly string[]> = {
  en: ['Whoever would rather not say.', 'Groups that the survey hides.', 'Answers in rounds that are still open.'],
  de: [
    'Wer lieber nichts sagen wollte.',
    'Gruppen, die die Befragung ausblendet.',
    'Antworten in Runden, die noch laufen.',
  ],
  es: ['Quien prefirió no decirlo.', 'Grupos que la encuesta oculta.', 'Respuestas de rondas aún abiertas.'],
  fr: [
    'Qui a préféré ne pas répondre.',
    'Les groupes que le baromètre masque.',
    'Les réponses des tours encore ouverts.',
  ],
}

/** Numerator and denominator of a favourable share. */
export const favourable: Record<Language, { formula: string; numerator: string; denominator: string }> = {
  en: {
    formula: 'answers of 4 or 5 of 5 ÷ answers',
    numerator: 'answers of 4 or 5',
    denominator: 'answers of the newest survey',
  },
  de: {
    formula: 'Antworten mit 4 oder 5 von 5 ÷ Antworten',
    numerator: 'Antworten mit 4 oder 5',
    denominator: 'Antworten der neuesten Befragung',
  },
  es: {
    formula: 'respuestas de 4 o 5 sobre 5 ÷ respuestas',
    numerator: 'respuestas de 4 o 5',
    denominator: 'respuestas de la encuesta más reciente',
  },
  fr: {
    formula: 'réponses de 4 ou 5 sur 5 ÷ réponses',
    numerator: 'réponses de 4 ou 5',
    denominator: 'réponses du baromètre le plus récent',
  },
}

/** Numerator, denominator and what is counted, of a score. */
const recommending: Record<Language, { formula: string; numerator: string; denominator: string }> = {
  en: {
    formula: 'per cent who say 9 or 10 − per cent who say 0 to 6, with 95% interval (adjusted Wald)',
    numerator: 'answers of 9 or 10',
    denominator: 'answers of the newest survey',
  },
  de: {
    formula: 'Prozent mit 9 oder 10 − Prozent mit 0 bis 6, mit 95-%-Intervall (angepasst nach Wald)',
    numerator: 'Antworten mit 9 oder 10',
    denominator: 'Antworten der neuesten Befragung',
  },
  es: {
    formula: 'por ciento que dice 9 o 10 − por ciento que dice de 0 a 6, con intervalo del 95 % (Wald ajustado)',
    numerator: 'respuestas de 9 o 10',
    denominator: 'respuestas de la encuesta más reciente',
  },
  fr: {
    formula: 'pour cent à 9 ou 10 − pour cent de 0 à 6, avec intervalle à 95 % (Wald ajusté)',
    numerator: 'réponses de 9 ou 10',
    denominator: 'réponses du baromètre le plus récent',
  },
}

const fromNoughtToTen: Record<Language, readonly string[]> = {
  en: [
    'One question, answered from 0 to 10. The score lies between −100 and 100.',
    'The interval says how far chance alone could move it.',
  ],
  de: [
    'Eine Frage, beantwortet von 0 bis 10. Der Wert liegt zwischen −100 und 100.',
    'Das Intervall sagt, wie weit allein der Zufall ihn verschieben könnte.',
  ],
  es: [
    'Una pregunta, respondida de 0 a 10. El valor está entre −100 y 100.',
    'El intervalo dice cuánto podría moverlo el mero azar.',
  ],
  fr: [
    'Une question, avec une réponse de 0 à 10. Le score va de −100 à 100.',
    'L’intervalle dit de combien le seul hasard pourrait le déplacer.',
  ],
}

/** A score of one question, whether people would recommend something. */
export function recommendation(
  id: SurveyMetric['id'],
  item: SurveyMetric['items'][number],
  about: Record<Language, { name: string; sentence: string }>,
): SurveyMetric {
  const words = (language: Language) => ({
    ...about[language],
    ...recommending[language],
    counts: [...fromNoughtToTen[language], ...asSurveysSay[language]],
    excludes: [...notInSurveys[language]],
  })
  return {
    id,
    version: 1,
    layer: 'outcome',
    unit: 'score',
    of: 'answers',
    direction: 'up',
    target: 20,
    floor: 5,
    element: 'pulse',
    firstAfterDays: () => 0,
    items: [item],
    says: 'score',
    words: { en: words('en'), de: words('de'), es: words('es'), fr: words('fr') },
  }
}
