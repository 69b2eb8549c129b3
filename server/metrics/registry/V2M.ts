import { stage } from './stages.ts'

/** How long until managers have written? */
export const V2M = stage('V2M', {
  en: {
    name: 'Time to the manager’s review',
    sentence: 'After how many days half of the people have what their manager wrote, not yet shared.',
    numerator: 'people whose manager has handed in their review',
  },
  de: {
    name: 'Zeit bis zur Beurteilung der Führungskraft',
    sentence:
      'Nach wie vielen Tagen für die Hälfte der Personen die Führungskraft geschrieben hat, noch nicht geteilt.',
    numerator: 'Personen, deren Führungskraft ihre Beurteilung abgegeben hat',
  },
  es: {
    name: 'Tiempo hasta la evaluación del responsable',
    sentence: 'Después de cuántos días el responsable ha escrito sobre la mitad de las personas, aún sin compartir.',
    numerator: 'personas cuyo responsable ha entregado su evaluación',
  },
  fr: {
    name: 'Délai jusqu’à l’évaluation du responsable',
    sentence: 'Après combien de jours le responsable a écrit pour la moitié des personnes, avant le partage.',
    numerator: 'personnes dont le responsable a remis l’évaluation',
  },
})
