import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { finished, L9 } from './L9.ts'

/** The same of whoever leads people: they are to have finished before their wave goes live. */
export const L9M: PeopleMetric = {
  ...L9,
  id: 'L9M',
  within: 'L9',
  target: 95,
  words: {
    en: {
      ...L9.words.en,
      name: 'Managers trained',
      sentence: 'How many who lead people have finished every course that is required of managers.',
      formula:
        'people who lead people and have finished all courses required of managers ÷ people of whom these are required',
      numerator: 'managers who have finished all of theirs',
      denominator: 'managers with required courses',
    },
    de: {
      ...L9.words.de,
      name: 'Geschulte Führungskräfte',
      sentence: 'Wie viele Führungskräfte alle Kurse abgeschlossen haben, die von Führungskräften verlangt werden.',
      formula:
        'Führungskräfte, die alle von ihnen verlangten Kurse abgeschlossen haben ÷ Führungskräfte, von denen diese verlangt werden',
      numerator: 'Führungskräfte, die alle ihre Kurse abgeschlossen haben',
      denominator: 'Führungskräfte mit verlangten Kursen',
    },
    es: {
      ...L9.words.es,
      name: 'Responsables con formación',
      sentence: 'Cuántas personas responsables han terminado todos los cursos que se piden a quien dirige equipos.',
      formula: 'responsables que han terminado todos los cursos que se les piden ÷ responsables a quienes se piden',
      numerator: 'responsables que han terminado todos los suyos',
      denominator: 'responsables con cursos obligatorios',
    },
    fr: {
      ...L9.words.fr,
      name: 'Responsables formés',
      sentence: 'Combien de responsables ont terminé tous les cours demandés à qui encadre.',
      formula:
        'responsables qui ont terminé tous les cours qui leur sont demandés ÷ responsables à qui ils sont demandés',
      numerator: 'responsables qui ont terminé tous les leurs',
      denominator: 'responsables avec des cours demandés',
    },
  },
  facts: (at) => finished(at, sql`a.role in ('managers', 'leaders')`),
}
