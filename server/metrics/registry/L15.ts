import type { SurveyMetric } from '../metric.ts'
import { recommendation } from './asked.ts'

/** Was the beginning a good one? Whether people would recommend starting as they did. */
export const L15: SurveyMetric = {
  ...recommendation('L15', 'start.recommend', {
    en: {
      name: 'Onboarding NPS',
      sentence: 'Whether people would recommend to others that they begin as we did.',
    },
    de: { name: 'Start-NPS', sentence: 'Ob Menschen anderen empfehlen würden, so zu beginnen wie wir.' },
    es: { name: 'NPS del comienzo', sentence: 'Si las personas recomendarían a otras empezar como nosotros.' },
    fr: { name: 'NPS du lancement', sentence: 'Si les personnes recommanderaient à d’autres de commencer comme nous.' },
  }),
  layer: 'quality',
  target: 90,
}
