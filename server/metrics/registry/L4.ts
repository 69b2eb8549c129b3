import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'
import { medianWait } from '../survival.ts'
import { type CoreActs, coreActs, coreActsBefore } from './core-acts.ts'

/**
 * How long does it take? The median of the Kaplan-Meier curve: whoever has not begun
 * by the day counts as still waiting, not as never.
 */
const facts =
  (acts: CoreActs): PeopleMetric['facts'] =>
  ({ asOf }) =>
    sql`
    select p.no, f.day is not null as met, (coalesce(f.day, ${asOf}::date) - p.began)::integer as days
    from metric_person_at p
    left join (
      select p2.no, min(a.day) as day from metric_person_at p2 join ${acts} a on a.person_id = p2.person_id and a.day >= p2.began group by p2.no
    ) f on f.no = p.no
    where p.past_grace`

/** As counted before feedback was a part of the practice. */
export const L4before: PeopleMetric = {
  id: 'L4',
  version: 1,
  of: 'people',
  layer: 'adoption',
  unit: 'days',
  direction: 'down',
  target: 14,
  floor: 5,
  element: null,
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Time to adoption',
      sentence: 'How many days it took until half of the people had saved a goal or held a check-in.',
      formula:
        'median days from go-live to the first goal saved or check-in held (Kaplan–Meier; people still waiting are censored)',
      numerator: 'people who have begun',
      denominator: 'people past their first 30 days',
      counts: [
        'Everybody in a wave that is live, once 30 days have passed since its go-live, or since they joined if that was later.',
      ],
      excludes: [
        'People on leave on that day.',
        'People whose 30 days are not over.',
        'Accounts outside the people file.',
      ],
    },
    de: {
      name: 'Zeit bis zur Nutzung',
      sentence:
        'Wie viele Tage es gedauert hat, bis die Hälfte der Personen ein Ziel gespeichert oder einen Check-in geführt hatte.',
      formula:
        'Median der Tage vom Start bis zum ersten gespeicherten Ziel oder geführten Check-in (Kaplan–Meier; wer noch wartet, ist zensiert)',
      numerator: 'Personen, die begonnen haben',
      denominator: 'Personen nach ihren ersten 30 Tagen',
      counts: [
        'Alle in einer gestarteten Welle, sobald 30 Tage seit dem Start vergangen sind, oder seit dem Eintritt, falls dieser später war.',
      ],
      excludes: [
        'Personen, die an diesem Tag beurlaubt sind.',
        'Personen, deren 30 Tage noch laufen.',
        'Konten außerhalb der Personaldatei.',
      ],
    },
    es: {
      name: 'Tiempo hasta la adopción',
      sentence:
        'Cuántos días pasaron hasta que la mitad de las personas guardó un objetivo o mantuvo una conversación de seguimiento.',
      formula:
        'mediana de días desde la puesta en marcha hasta el primer objetivo guardado o la primera conversación mantenida (Kaplan–Meier; quien aún espera está censurado)',
      numerator: 'personas que han empezado',
      denominator: 'personas que han pasado sus primeros 30 días',
      counts: [
        'Todas las personas de una oleada en marcha, cuando han pasado 30 días desde la puesta en marcha, o desde su incorporación si fue posterior.',
      ],
      excludes: [
        'Personas con una ausencia prolongada ese día.',
        'Personas cuyos 30 días no han terminado.',
        'Cuentas que no están en el archivo de personal.',
      ],
    },
    fr: {
      name: 'Délai d’adoption',
      sentence:
        'Combien de jours ont passé avant que la moitié des personnes ait enregistré un objectif ou fait un point individuel.',
      formula:
        'médiane des jours entre le lancement et le premier objectif enregistré ou le premier point (Kaplan–Meier ; les personnes qui attendent encore sont censurées)',
      numerator: 'personnes qui ont commencé',
      denominator: 'personnes au-delà de leurs 30 premiers jours',
      counts: [
        'Toutes les personnes d’une vague lancée, une fois 30 jours passés depuis le lancement, ou depuis leur arrivée si elle est plus tardive.',
      ],
      excludes: [
        'Les personnes en congé long ce jour-là.',
        'Les personnes dont les 30 jours ne sont pas passés.',
        'Les comptes hors du fichier du personnel.',
      ],
    },
  },
  facts: facts(coreActsBefore),
  value: medianWait,
}

export const L4: PeopleMetric = {
  ...L4before,
  version: 2,
  words: {
    en: {
      ...L4before.words.en,
      sentence: 'How many days it took until half of the people had saved a goal, held a check-in or given feedback.',
      formula:
        'median days from go-live to the first goal saved, check-in held or feedback given (Kaplan–Meier; people still waiting are censored)',
    },
    de: {
      ...L4before.words.de,
      sentence:
        'Wie viele Tage es gedauert hat, bis die Hälfte der Personen ein Ziel gespeichert, einen Check-in geführt oder Feedback gegeben hatte.',
      formula:
        'Median der Tage vom Start bis zum ersten gespeicherten Ziel, geführten Check-in oder gegebenen Feedback (Kaplan–Meier; wer noch wartet, ist zensiert)',
    },
    es: {
      ...L4before.words.es,
      sentence:
        'Cuántos días pasaron hasta que la mitad de las personas guardó un objetivo, mantuvo una conversación de seguimiento o dio feedback.',
      formula:
        'mediana de días desde la puesta en marcha hasta el primer objetivo guardado, la primera conversación mantenida o el primer feedback dado (Kaplan–Meier; quien aún espera está censurado)',
    },
    fr: {
      ...L4before.words.fr,
      sentence:
        'Combien de jours ont passé avant que la moitié des personnes ait enregistré un objectif, fait un point individuel ou donné un feedback.',
      formula:
        'médiane des jours entre le lancement et le premier objectif enregistré, le premier point ou le premier feedback donné (Kaplan–Meier ; les personnes qui attendent encore sont censurées)',
    },
  },
  facts: facts(coreActs),
}
