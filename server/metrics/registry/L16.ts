import type { SurveyMetric } from '../metric.ts'
import { asSurveysSay, notInSurveys } from './asked.ts'

/** Do leaders and everybody else see the same program? */
export const L16: SurveyMetric = {
  id: 'L16',
  version: 1,
  layer: 'adoption',
  unit: 'percent',
  of: 'answers',
  direction: 'down',
  // One market survey found 35 points between leaders and employees.
  target: 15,
  floor: 5,
  element: 'pulse',
  firstAfterDays: () => 0,
  items: ['program.success'],
  says: 'gap',
  words: {
    en: {
      name: 'Perception gap',
      sentence: 'Whether whoever leads people sees more success than those who work with it every day.',
      formula: 'favourable among whoever leads people, in per cent − favourable among all others',
      numerator: 'answers of 4 or 5',
      denominator: 'answers of the newest survey',
      counts: [
        'One statement of the library’s survey on the program: it is a success. Favourable is 4 or 5 of 5.',
        'In points: 0 is the same view; above 0 leaders see more success. It is told for the whole company alone, from what the survey shows of both groups.',
        ...asSurveysSay.en,
      ],
      excludes: [...notInSurveys.en],
    },
    de: {
      name: 'Wahrnehmungslücke',
      sentence: 'Ob Führungskräfte mehr Erfolg sehen als alle, die täglich damit arbeiten.',
      formula: 'Zustimmung unter Führungskräften in Prozent − Zustimmung unter allen anderen',
      numerator: 'Antworten mit 4 oder 5',
      denominator: 'Antworten der neuesten Befragung',
      counts: [
        'Eine Aussage aus der Befragung der Bibliothek zum Programm: Es ist ein Erfolg. Zustimmung heißt 4 oder 5 von 5.',
        'In Punkten: 0 heißt gleiche Sicht; über 0 sehen Führungskräfte mehr Erfolg. Die Zahl gibt es nur für das ganze Unternehmen, aus dem, was die Befragung von beiden Gruppen zeigt.',
        ...asSurveysSay.de,
      ],
      excludes: [...notInSurveys.de],
    },
    es: {
      name: 'Diferencia de percepción',
      sentence: 'Si quienes dirigen equipos ven más éxito que quienes trabajan con ello cada día.',
      formula: 'favorables entre quienes dirigen equipos, en por ciento − favorables entre las demás personas',
      numerator: 'respuestas de 4 o 5',
      denominator: 'respuestas de la encuesta más reciente',
      counts: [
        'Una afirmación de la encuesta de la biblioteca sobre el programa: es un éxito. Favorable es 4 o 5 de 5.',
        'En puntos: 0 es la misma visión; por encima de 0, quienes dirigen equipos ven más éxito. Solo hay cifra para toda la empresa, a partir de lo que la encuesta muestra de ambos grupos.',
        ...asSurveysSay.es,
      ],
      excludes: [...notInSurveys.es],
    },
    fr: {
      name: 'Écart de perception',
      sentence: 'Si les responsables voient plus de succès que les personnes qui travaillent avec chaque jour.',
      formula: 'favorables parmi les responsables, en pour cent − favorables parmi les autres',
      numerator: 'réponses de 4 ou 5',
      denominator: 'réponses du baromètre le plus récent',
      counts: [
        'Une affirmation du baromètre de la bibliothèque sur le programme : c’est un succès. Favorable veut dire 4 ou 5 sur 5.',
        'En points : 0, le même regard ; au-dessus de 0, les responsables voient plus de succès. Le chiffre n’existe que pour toute l’entreprise, d’après ce que le baromètre montre des deux groupes.',
        ...asSurveysSay.fr,
      ],
      excludes: [...notInSurveys.fr],
    },
  },
}
