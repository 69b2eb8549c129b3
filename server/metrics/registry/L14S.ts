import type { CompanyMetric } from '../metric.ts'
import { L14, openBlockers, testsAt } from './L14.ts'

/** Is anything in the way of a start? What testers called a blocker and nobody has settled. */
export const L14S: CompanyMetric = {
  ...L14,
  id: 'L14S',
  unit: 'items',
  of: 'scripts',
  direction: 'down',
  target: 0,
  within: 'L14',
  words: {
    en: {
      name: 'Open blockers',
      sentence: 'How many findings of the highest severity are open.',
      formula: 'findings that block a start and are neither closed nor accepted',
      numerator: 'open blockers',
      denominator: 'scripts in the plans',
      counts: [...L14.words.en.counts.slice(0, 1), 'A finding that waits to be tried again is open.'],
      excludes: ['Findings that were accepted by name.', 'Findings of a lower severity.'],
    },
    de: {
      name: 'Offene Blocker',
      sentence: 'Wie viele Funde mit der höchsten Schwere offen sind.',
      formula: 'Funde, die einen Start verhindern und weder erledigt noch angenommen sind',
      numerator: 'offene Blocker',
      denominator: 'Testfälle in den Plänen',
      counts: [...L14.words.de.counts.slice(0, 1), 'Ein Fund, der auf einen neuen Versuch wartet, ist offen.'],
      excludes: ['Funde, die namentlich angenommen wurden.', 'Funde von geringerer Schwere.'],
    },
    es: {
      name: 'Hallazgos bloqueantes abiertos',
      sentence: 'Cuántos hallazgos de la máxima gravedad están abiertos.',
      formula: 'hallazgos que impiden una puesta en marcha y no están cerrados ni aceptados',
      numerator: 'hallazgos bloqueantes abiertos',
      denominator: 'casos de los planes',
      counts: [...L14.words.es.counts.slice(0, 1), 'Un hallazgo que espera a que se pruebe de nuevo está abierto.'],
      excludes: ['Los hallazgos que alguien aceptó con su nombre.', 'Los hallazgos de menor gravedad.'],
    },
    fr: {
      name: 'Constats bloquants ouverts',
      sentence: 'Combien de constats de la plus haute gravité sont ouverts.',
      formula: 'constats qui empêchent un lancement et ne sont ni clos ni acceptés',
      numerator: 'constats bloquants ouverts',
      denominator: 'cas des plans',
      counts: [...L14.words.fr.counts.slice(0, 1), 'Un constat qui attend un nouvel essai est ouvert.'],
      excludes: ['Les constats acceptés nommément.', 'Les constats de moindre gravité.'],
    },
  },
  async measure(tx, at) {
    const { scripts, findings } = await testsAt(tx, at)
    if (scripts.length === 0) return null
    const open = openBlockers(findings)
    return { numerator: open, denominator: scripts.length, value: open }
  },
}
