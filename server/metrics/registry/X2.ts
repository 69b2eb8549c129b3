import { recommendation } from './asked.ts'

/** Would people recommend the company as a place to work? */
export const X2 = recommendation('X2', 'enps.recommend', {
  en: { name: 'eNPS', sentence: 'Whether people would recommend the company as a place to work.' },
  de: { name: 'eNPS', sentence: 'Ob Menschen das Unternehmen als Arbeitgeber empfehlen würden.' },
  es: { name: 'eNPS', sentence: 'Si las personas recomendarían la empresa como lugar para trabajar.' },
  fr: { name: 'eNPS', sentence: 'Si les personnes recommanderaient l’entreprise comme lieu de travail.' },
})
