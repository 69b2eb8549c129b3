/** Sentences about who counts that several metrics say in the same words. */
import type { Language } from '../../../contract/library.ts'

type Sentences = Record<Language, string>

/** The practice counts people once their wave has been live for 30 days, and while they are at work. */
export const notInPractice: Record<Language, readonly string[]> = {
  en: ['People on leave on that day.', 'People whose 30 days are not over.', 'Accounts outside the people file.'],
  de: [
    'Personen, die an diesem Tag beurlaubt sind.',
    'Personen, deren 30 Tage noch laufen.',
    'Konten außerhalb der Personaldatei.',
  ],
  es: [
    'Personas con una ausencia prolongada ese día.',
    'Personas cuyos 30 días no han terminado.',
    'Cuentas que no están en el archivo de personal.',
  ],
  fr: [
    'Les personnes en congé long ce jour-là.',
    'Les personnes dont les 30 jours ne sont pas passés.',
    'Les comptes hors du fichier du personnel.',
  ],
}

export const withoutGoals: Sentences = {
  en: 'People whose program has no goals.',
  de: 'Personen, deren Programm keine Ziele hat.',
  es: 'Personas cuyo programa no incluye objetivos.',
  fr: 'Les personnes dont le programme ne comprend pas d’objectifs.',
}

export const withoutFeedback: Sentences = {
  en: 'People whose program has no feedback.',
  de: 'Personen, deren Programm kein Feedback umfasst.',
  es: 'Personas cuyo programa no incluye feedback.',
  fr: 'Les personnes dont le programme ne comprend pas le feedback.',
}

/** Goals count under whoever owns them. */
export const goalsOfOwners: Sentences = {
  en: 'Each goal counts once, under whoever owns it: people in a live wave, past their first 30 days and at work.',
  de: 'Jedes Ziel zählt einmal, bei der Person, der es gehört: in einer gestarteten Welle, nach ihren ersten 30 Tagen und im Dienst.',
  es: 'Cada objetivo cuenta una vez, en quien lo tiene: personas de una oleada en marcha, pasados sus primeros 30 días y en activo.',
  fr: 'Chaque objectif compte une fois, chez la personne qui le porte : dans une vague lancée, au-delà de ses 30 premiers jours et au travail.',
}

export const privateGoals: Sentences = {
  en: 'Goals that are not public count too; nobody sees whose they are.',
  de: 'Auch nicht öffentliche Ziele zählen; niemand sieht, wessen sie sind.',
  es: 'Los objetivos privados también cuentan; nadie ve de quién son.',
  fr: 'Les objectifs privés comptent aussi ; personne ne voit à qui ils sont.',
}
