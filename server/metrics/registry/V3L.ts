import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { ofRatings, ratingsThat } from './V3.ts'

/** The other end of the same: the share of ratings below the middle of the scale. */
export const V3L: PeopleMetric = {
  id: 'V3L',
  version: 1,
  layer: 'quality',
  unit: 'percent',
  of: 'ratings',
  direction: 'up',
  target: null,
  floor: 5,
  element: 'reviews',
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Ratings below the middle',
      sentence: 'How many ratings lie below the middle of their scale, once the cycle is closed.',
      formula: 'ratings below the middle of their scale ÷ ratings in cycles closed in the last 365 days',
      numerator: 'ratings below the middle of their scale',
      ...ofRatings.en,
    },
    de: {
      name: 'Bewertungen unter der Mitte',
      sentence: 'Wie viele Bewertungen unter der Mitte ihrer Skala liegen, sobald die Runde geschlossen ist.',
      formula:
        'Bewertungen unter der Mitte ihrer Skala ÷ Bewertungen in Runden, die in den letzten 365 Tagen geschlossen wurden',
      numerator: 'Bewertungen unter der Mitte ihrer Skala',
      ...ofRatings.de,
    },
    es: {
      name: 'Valoraciones por debajo del centro',
      sentence: 'Cuántas valoraciones están por debajo del centro de su escala, una vez cerrado el ciclo.',
      formula:
        'valoraciones por debajo del centro de su escala ÷ valoraciones de ciclos cerrados en los últimos 365 días',
      numerator: 'valoraciones por debajo del centro de su escala',
      ...ofRatings.es,
    },
    fr: {
      name: 'Appréciations en dessous du milieu',
      sentence: 'Combien d’appréciations se situent en dessous du milieu de leur échelle, une fois la campagne close.',
      formula:
        'appréciations en dessous du milieu de leur échelle ÷ appréciations de campagnes closes ces 365 derniers jours',
      numerator: 'appréciations en dessous du milieu de leur échelle',
      ...ofRatings.fr,
    },
  },
  facts: ratingsThat(sql`2 * r.value < r.steps + 1`),
}
