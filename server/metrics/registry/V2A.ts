import { stage } from './stages.ts'

/** How long until people have read their review and answered? */
export const V2A = stage('V2A', {
  en: {
    name: 'Time to the person’s answer',
    sentence: 'After how many days half of the people have read their review and answered.',
    numerator: 'people who have read their review and answered',
  },
  de: {
    name: 'Zeit bis zur Antwort der Person',
    sentence: 'Nach wie vielen Tagen die Hälfte der Personen ihre Beurteilung gelesen und beantwortet hat.',
    numerator: 'Personen, die ihre Beurteilung gelesen und beantwortet haben',
  },
  es: {
    name: 'Tiempo hasta la respuesta de la persona',
    sentence: 'Después de cuántos días la mitad de las personas ha leído su evaluación y ha respondido.',
    numerator: 'personas que han leído su evaluación y han respondido',
  },
  fr: {
    name: 'Délai jusqu’à la réponse de la personne',
    sentence: 'Après combien de jours la moitié des personnes ont lu leur évaluation et répondu.',
    numerator: 'personnes qui ont lu leur évaluation et répondu',
  },
})
