import { sql } from 'kysely'
import type { Language } from '../../../contract/library.ts'
import type { MetricWords, PeopleMetric } from '../metric.ts'
import { medianOfWaits } from '../survival.ts'
import { F3, requestsOver } from './F3.ts'

/** The same requests as in F3, and what is said of them there. */
const words = (
  language: Language,
  said: Pick<MetricWords, 'name' | 'sentence' | 'formula'>,
  days: string,
): MetricWords => ({
  ...F3.words[language],
  ...said,
  counts: [...F3.words[language].counts, days],
})

/** How long do people wait for an answer? Over all requests, not over people: who was asked often counts as often. */
export const F3D: PeopleMetric = {
  ...F3,
  id: 'F3D',
  unit: 'days',
  direction: 'down',
  target: 7,
  within: 'F3',
  words: {
    en: words(
      'en',
      {
        name: 'Time to a requested answer',
        sentence: 'After how many days half of the requests for feedback are answered.',
        formula:
          'median days from asking to the answer, requests without one counting as waiting until their last day (Kaplan-Meier)',
      },
      'Whole days: an answer on the day of the request counts as 0. A round begins when its questions go out.',
    ),
    de: words(
      'de',
      {
        name: 'Zeit bis zum erbetenen Feedback',
        sentence: 'Nach wie vielen Tagen die Hälfte der Bitten um Feedback beantwortet ist.',
        formula:
          'mittlere Tage von der Bitte bis zur Antwort; Bitten ohne Antwort zählen bis zu ihrem letzten Tag als wartend (Median nach Kaplan-Meier)',
      },
      'Ganze Tage: Eine Antwort am Tag der Bitte zählt als 0. Ein 360-Grad-Feedback beginnt, wenn seine Fragen hinausgehen.',
    ),
    es: words(
      'es',
      {
        name: 'Tiempo hasta el feedback pedido',
        sentence: 'Después de cuántos días la mitad de las peticiones de feedback tiene respuesta.',
        formula:
          'mediana de días desde la petición hasta la respuesta; las que no la tienen cuentan como en espera hasta su último día (Kaplan-Meier)',
      },
      'Días enteros: una respuesta el mismo día de la petición cuenta como 0. Un feedback 360 empieza cuando salen sus preguntas.',
    ),
    fr: words(
      'fr',
      {
        name: 'Délai jusqu’au feedback demandé',
        sentence: 'Après combien de jours la moitié des demandes de feedback ont une réponse.',
        formula:
          'jours médians de la demande à la réponse ; celles sans réponse comptent comme en attente jusqu’à leur dernier jour (Kaplan-Meier)',
      },
      'Des jours entiers : une réponse le jour même de la demande compte pour 0. Un feedback 360 commence quand ses questions partent.',
    ),
  },
  facts: (at) => sql`
    select p.no, (count(*) filter (where q.answered))::integer as met, count(*)::integer as "of", null::integer as days,
      array_agg(case when q.answered then q.days else -1 - q.days end) as waits
    from (${requestsOver(at)}) q join metric_person_at p on p.person_id = q.person_id
    where p.past_grace and p.feedback_since is not null
    group by p.no`,
  value: medianOfWaits,
}
