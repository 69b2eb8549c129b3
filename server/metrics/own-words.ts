/** What is said of every imported number, around the company's own name and sentence for it. */
import { type Language, languages } from '../../contract/library.ts'
import type { MetricWords } from './metric.ts'

const shared: Record<Language, Omit<MetricWords, 'name' | 'sentence'>> = {
  en: {
    formula: 'as the company brings it: numerator ÷ denominator, or a value and how many stand behind it',
    numerator: 'as brought',
    denominator: 'stand behind it',
    counts: [
      'What the company brought, by file or from another system, for the day that it names. Belay computes nothing of it.',
      'A correction is a new row: what was known before stays known.',
    ],
    excludes: ['Parts of the company with fewer behind their value than its floor.'],
  },
  de: {
    formula: 'wie vom Unternehmen eingebracht: Zähler ÷ Nenner, oder ein Wert und wie viele dahinterstehen',
    numerator: 'wie eingebracht',
    denominator: 'stehen dahinter',
    counts: [
      'Was das Unternehmen als Datei oder aus einem anderen System eingebracht hat, für den genannten Tag. Belay berechnet daran nichts.',
      'Eine Korrektur ist eine neue Zeile: Was vorher bekannt war, bleibt bekannt.',
    ],
    excludes: ['Teile des Unternehmens, hinter deren Wert weniger stehen als die Mindestgruppengröße.'],
  },
  es: {
    formula: 'como lo aporta la empresa: numerador ÷ denominador, o un valor y cuántos hay detrás',
    numerator: 'como se aportó',
    denominator: 'hay detrás',
    counts: [
      'Lo que la empresa aportó, en un archivo o desde otro sistema, para el día que indica. Belay no calcula nada de ello.',
      'Una corrección es una fila nueva: lo que se sabía antes se sigue sabiendo.',
    ],
    excludes: ['Las partes de la empresa con menos detrás de su valor que el tamaño mínimo.'],
  },
  fr: {
    formula: 'tel que l’entreprise l’importe : numérateur ÷ dénominateur, ou une valeur et l’effectif derrière elle',
    numerator: 'tel qu’importé',
    denominator: 'effectif derrière',
    counts: [
      'Ce que l’entreprise a importé, par fichier ou depuis un autre système, pour le jour qu’elle nomme. Belay n’en calcule rien.',
      'Une correction est une nouvelle ligne : ce qui était connu avant le reste.',
    ],
    excludes: ['Les parties de l’entreprise dont l’effectif derrière la valeur est sous la taille minimale.'],
  },
}

export const asImported = (
  words: Record<Language, Pick<MetricWords, 'name' | 'sentence'>>,
): Record<Language, MetricWords> =>
  Object.fromEntries(languages.map((l) => [l, { ...shared[l], ...words[l] }])) as Record<Language, MetricWords>
