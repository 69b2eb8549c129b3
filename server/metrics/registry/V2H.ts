import { stage } from './stages.ts'

/** How long until HR has looked? */
export const V2H = stage('V2H', {
  en: {
    name: 'Time to HR’s look',
    sentence: 'After how many days HR has looked at the reviews of half of the people.',
    numerator: 'people whose review HR has looked at',
  },
  de: {
    name: 'Zeit bis zur Durchsicht durch HR',
    sentence: 'Nach wie vielen Tagen HR die Beurteilungen der Hälfte der Personen durchgesehen hat.',
    numerator: 'Personen, deren Beurteilung HR durchgesehen hat',
  },
  es: {
    name: 'Tiempo hasta la revisión de RR. HH.',
    sentence: 'Después de cuántos días RR. HH. ha revisado la evaluación de la mitad de las personas.',
    numerator: 'personas cuya evaluación ha revisado RR. HH.',
  },
  fr: {
    name: 'Délai jusqu’au regard des RH',
    sentence: 'Après combien de jours les RH ont regardé l’évaluation de la moitié des personnes.',
    numerator: 'personnes dont les RH ont regardé l’évaluation',
  },
})
