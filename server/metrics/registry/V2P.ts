import { stage } from './stages.ts'

/** How long until all colleagues who were asked have written? */
export const V2P = stage('V2P', {
  en: {
    name: 'Time to what colleagues write',
    sentence: 'After how many days half of the people have all that colleagues were asked to write about them.',
    numerator: 'people about whom every colleague who was asked has written',
  },
  de: {
    name: 'Zeit bis zu den Bögen aus dem Umfeld',
    sentence:
      'Nach wie vielen Tagen für die Hälfte der Personen alles da ist, worum andere aus dem Umfeld gebeten wurden.',
    numerator: 'Personen, über die alle Gefragten aus dem Umfeld geschrieben haben',
  },
  es: {
    name: 'Tiempo hasta lo que escriben los colegas',
    sentence: 'Después de cuántos días la mitad de las personas tiene todo lo que se pidió a sus colegas.',
    numerator: 'personas sobre las que ha escrito cada colega a quien se preguntó',
  },
  fr: {
    name: 'Délai jusqu’à l’écriture des collègues',
    sentence: 'Après combien de jours la moitié des personnes ont tout ce qui a été demandé à leurs collègues.',
    numerator: 'personnes au sujet desquelles chaque collègue sollicité a écrit',
  },
})
