import { stage } from './stages.ts'

/** How long until second managers have had their say? */
export const V2N = stage('V2N', {
  en: {
    name: 'Time to the second manager',
    sentence: 'After how many days the second manager has written for half of the people who have one.',
    numerator: 'people whose second manager has handed in',
  },
  de: {
    name: 'Zeit bis zur zweiten Führungskraft',
    sentence:
      'Nach wie vielen Tagen die zweite Führungskraft für die Hälfte der Personen geschrieben hat, die eine haben.',
    numerator: 'Personen, deren zweite Führungskraft abgegeben hat',
  },
  es: {
    name: 'Tiempo hasta el segundo responsable',
    sentence:
      'Después de cuántos días el segundo responsable ha escrito sobre la mitad de las personas que tienen uno.',
    numerator: 'personas cuyo segundo responsable ha entregado',
  },
  fr: {
    name: 'Délai jusqu’au second responsable',
    sentence: 'Après combien de jours le second responsable a écrit pour la moitié des personnes qui en ont un.',
    numerator: 'personnes dont le second responsable a remis le sien',
  },
})
