import { sql } from 'kysely'
import type { PeopleMetric } from '../metric.ts'

/** As counted while only a sign-in counted: whoever signed in before their first day and stayed signed in did not. */
export const L1before: PeopleMetric = {
  id: 'L1',
  version: 1,
  layer: 'adoption',
  unit: 'percent',
  of: 'people',
  direction: 'up',
  target: 90,
  floor: 5,
  element: null,
  firstAfterDays: () => 30,
  words: {
    en: {
      name: 'Activation',
      sentence: 'How many people have signed in at least once since their go-live.',
      formula: 'people who signed in since go-live ÷ people past their first 30 days',
      numerator: 'people who signed in',
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
      name: 'Aktivierung',
      sentence: 'Wie viele Personen sich seit ihrem Start mindestens einmal angemeldet haben.',
      formula: 'Personen mit Anmeldung seit dem Start ÷ Personen nach ihren ersten 30 Tagen',
      numerator: 'Personen, die sich angemeldet haben',
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
      name: 'Activación',
      sentence: 'Cuántas personas han iniciado sesión al menos una vez desde su puesta en marcha.',
      formula:
        'personas que han iniciado sesión desde la puesta en marcha ÷ personas que han pasado sus primeros 30 días',
      numerator: 'personas que han iniciado sesión',
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
      name: 'Activation',
      sentence: 'Combien de personnes se sont connectées au moins une fois depuis leur lancement.',
      formula: 'personnes connectées depuis le lancement ÷ personnes au-delà de leurs 30 premiers jours',
      numerator: 'personnes qui se sont connectées',
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
  facts: ({ organizationId, asOf, knownAt }) => sql`
    select p.no, s.no is not null as met, null::integer as days
    from metric_person_at p
    left join (
      select distinct q.no from metric_person_at q join event e on e.actor_id = q.person_id and e.happened_on between q.began and ${asOf}::date
      where e.organization_id = ${organizationId} and e.type = 'session.started' and e.recorded_at <= ${knownAt}
    ) s on s.no = p.no
    where p.past_grace`,
}

/** Have people been inside at all? Counts whoever signed in on or after their first day, or used a session that began before it. */
export const L1: PeopleMetric = {
  ...L1before,
  version: 2,
  words: {
    en: {
      ...L1before.words.en,
      sentence: 'How many people have used it, signed in, at least once since their go-live.',
      formula: 'people who were signed in and used it since go-live ÷ people past their first 30 days',
      numerator: 'people who used it',
      counts: [
        ...L1before.words.en.counts,
        'Whoever signed in earlier and stays signed in counts from the first day since go-live on which they use it.',
      ],
    },
    de: {
      ...L1before.words.de,
      sentence: 'Wie viele Personen seit ihrem Start mindestens einmal angemeldet damit gearbeitet haben.',
      formula: 'Personen, die es seit dem Start angemeldet benutzt haben ÷ Personen nach ihren ersten 30 Tagen',
      numerator: 'Personen, die es benutzt haben',
      counts: [
        ...L1before.words.de.counts,
        'Wer sich früher angemeldet hat und angemeldet bleibt, zählt vom ersten Tag der Nutzung seit dem Start an.',
      ],
    },
    es: {
      ...L1before.words.es,
      sentence: 'Cuántas personas lo han usado con la sesión iniciada al menos una vez desde su puesta en marcha.',
      formula:
        'personas que lo han usado con la sesión iniciada desde la puesta en marcha ÷ personas que han pasado sus primeros 30 días',
      numerator: 'personas que lo han usado',
      counts: [
        ...L1before.words.es.counts,
        'Quien inició sesión antes y la mantiene abierta cuenta desde el primer día de uso tras la puesta en marcha.',
      ],
    },
    fr: {
      ...L1before.words.fr,
      sentence: 'Combien de personnes l’ont utilisé, connectées, au moins une fois depuis leur lancement.',
      formula:
        'personnes connectées qui l’ont utilisé depuis le lancement ÷ personnes au-delà de leurs 30 premiers jours',
      numerator: 'personnes qui l’ont utilisé',
      counts: [
        ...L1before.words.fr.counts,
        'Qui s’est connecté plus tôt et le reste compte dès le premier jour d’utilisation depuis le lancement.',
      ],
    },
  },
  facts: ({ organizationId, asOf, knownAt }) => sql`
    select p.no, s.no is not null as met, null::integer as days
    from metric_person_at p
    left join (
      select q.no from metric_person_at q join event e on e.actor_id = q.person_id and e.happened_on between q.began and ${asOf}::date
      where e.organization_id = ${organizationId} and e.type = 'session.started' and e.recorded_at <= ${knownAt}
      union
      select q.no from metric_person_at q join use_day u on u.person_id = q.person_id and u.day between q.began and ${asOf}::date
      where u.organization_id = ${organizationId}
    ) s on s.no = p.no
    where p.past_grace`,
}
