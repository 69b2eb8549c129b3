/** Medians of waits, in the version that needs enough people to have been followed for so long. */
import type { Language } from '../../../contract/library.ts'
import type { Group, MetricWords, PeopleMetric } from '../metric.ts'

const enough: Record<Language, string> = {
  en: 'Said only where at least five could be followed until that day. Where nearly all began later, half of the few others would be told as half of all.',
  de: 'Wird nur genannt, wo mindestens fünf bis zu diesem Tag zu verfolgen waren. Wo fast alle später begannen, gälte sonst die Hälfte der wenigen anderen als Hälfte aller.',
  es: 'Se dice solo donde se pudo seguir al menos a cinco hasta ese día. Donde casi todas empezaron después, la mitad de las pocas restantes pasaría por la mitad de todas.',
  fr: 'Dite seulement là où cinq au moins ont pu être suivies jusqu’à ce jour. Là où presque toutes ont commencé plus tard, la moitié des quelques autres passerait pour la moitié de toutes.',
}

/** The next version of it; the one before stays for the numbers that were made with it. */
export function followed(before: PeopleMetric, value: (group: Group) => number | null): PeopleMetric {
  const said = (language: Language): MetricWords => ({
    ...before.words[language],
    counts: [...before.words[language].counts, enough[language]],
  })
  return {
    ...before,
    version: before.version + 1,
    words: { en: said('en'), de: said('de'), es: said('es'), fr: said('fr') },
    value,
  }
}
