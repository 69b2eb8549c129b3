import { stage } from './stages.ts'

/** How long until people have looked back themselves? */
export const V2S = stage('V2S', {
  en: {
    name: 'Time to own reviews',
    sentence: 'After how many days half of the people have handed in their own review.',
    numerator: 'people who have handed in their own review',
  },
  de: {
    name: 'Zeit bis zur eigenen Beurteilung',
    sentence: 'Nach wie vielen Tagen die Hälfte der Personen ihre eigene Beurteilung abgegeben hat.',
    numerator: 'Personen, die ihre eigene Beurteilung abgegeben haben',
  },
  es: {
    name: 'Tiempo hasta la evaluación propia',
    sentence: 'Después de cuántos días la mitad de las personas ha entregado su evaluación propia.',
    numerator: 'personas que han entregado su evaluación propia',
  },
  fr: {
    name: 'Délai jusqu’à l’auto-évaluation',
    sentence: 'Après combien de jours la moitié des personnes ont remis leur auto-évaluation.',
    numerator: 'personnes qui ont remis leur auto-évaluation',
  },
})
