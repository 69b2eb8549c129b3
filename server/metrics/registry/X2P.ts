import { recommendation } from './asked.ts'

/** Would people recommend the program itself? */
export const X2P = recommendation('X2P', 'program.recommend', {
  en: { name: 'Program NPS', sentence: 'Whether people would recommend the program to somebody in another company.' },
  de: {
    name: 'Programm-NPS',
    sentence: 'Ob Menschen das Programm jemandem in einem anderen Unternehmen empfehlen würden.',
  },
  es: { name: 'NPS del programa', sentence: 'Si las personas recomendarían el programa a alguien de otra empresa.' },
  fr: {
    name: 'NPS du programme',
    sentence: 'Si les personnes recommanderaient le programme à quelqu’un d’une autre entreprise.',
  },
})
