import { sql } from 'kysely'
import type { CompanyMetric } from '../metric.ts'

/** Do people stay? One number for the company: who left is no secret, and a share of few says nothing. */
export const X5: CompanyMetric = {
  id: 'X5',
  version: 1,
  layer: 'outcome',
  unit: 'percent',
  of: 'people',
  direction: 'down',
  target: null,
  floor: 5,
  element: null,
  firstAfterDays: () => 0,
  looksBack: true,
  words: {
    en: {
      name: 'Turnover',
      sentence: 'How many people leave in a year, for every 100 who work here.',
      formula:
        'people who left in the last 365 days ÷ average number of people; from a shorter history, for a whole year',
      numerator: 'people who left',
      denominator: 'people, on average',
      counts: [
        'Everybody in the people file, in whichever wave. Somebody leaves on the first day on which the file has them no more, or on the day that it names.',
        'The average is taken over one day in every thirty.',
        'Until there is a year of history, the number is what a year at this pace would be; before 90 days there is none.',
        'Leaving by one’s own wish and leaving that was regretted are told apart only where the people file has a column for the reason. It is not read yet.',
      ],
      excludes: ['Whoever comes back on the very next day.', 'Accounts outside the people file.'],
    },
    de: {
      name: 'Fluktuation',
      sentence: 'Wie viele Menschen in einem Jahr gehen, je 100, die hier arbeiten.',
      formula:
        'in den letzten 365 Tagen Ausgetretene ÷ mittlere Zahl der Personen; bei kürzerem Verlauf auf ein Jahr gerechnet',
      numerator: 'Ausgetretene',
      denominator: 'Personen im Mittel',
      counts: [
        'Alle in der Personaldatei, gleich in welcher Welle. Jemand geht an dem Tag, an dem die Datei die Person nicht mehr führt oder den sie nennt.',
        'Der Mittelwert nimmt jeden dreißigsten Tag.',
        'Bis es ein Jahr Verlauf gibt, ist die Zahl das, was ein Jahr in diesem Tempo wäre; vor 90 Tagen gibt es keine.',
        'Austritte auf eigenen Wunsch und bedauerte Austritte ließen sich nur unterscheiden, wenn die Personaldatei eine Spalte für den Grund hat. Sie wird noch nicht gelesen.',
      ],
      excludes: ['Wer am nächsten Tag wiederkommt.', 'Konten außerhalb der Personaldatei.'],
    },
    es: {
      name: 'Rotación',
      sentence: 'Cuántas personas se van en un año, por cada 100 que trabajan aquí.',
      formula:
        'personas que se fueron en los últimos 365 días ÷ número medio de personas; con menos historial, llevado a un año',
      numerator: 'personas que se fueron',
      denominator: 'personas, en promedio',
      counts: [
        'Todas las personas del archivo de personal, sea cual sea su oleada. Alguien se va el día en que el archivo ya no la recoge, o el que este indica.',
        'El promedio toma un día de cada treinta.',
        'Mientras no hay un año de historial, la cifra es lo que sería un año a este ritmo; antes de 90 días no hay ninguna.',
        'Irse por voluntad propia o con pesar de la empresa solo se distinguiría si el archivo tuviera una columna con el motivo. Aún no se lee.',
      ],
      excludes: ['Quien vuelve al día siguiente.', 'Cuentas que no están en el archivo de personal.'],
    },
    fr: {
      name: 'Rotation du personnel',
      sentence: 'Combien de personnes partent en un an, pour 100 qui travaillent ici.',
      formula:
        'personnes parties ces 365 derniers jours ÷ nombre moyen de personnes ; avec un historique plus court, ramené à un an',
      numerator: 'personnes parties',
      denominator: 'personnes, en moyenne',
      counts: [
        'Toutes les personnes du fichier, quelle que soit leur vague. Quelqu’un part le jour où le fichier ne le mentionne plus, ou celui qu’il indique.',
        'La moyenne prend un jour sur trente.',
        'Tant qu’il n’y a pas un an d’historique, le chiffre est ce que donnerait un an à ce rythme ; avant 90 jours il n’y en a pas.',
        'Partir de son gré ou au regret de l’entreprise ne se distinguerait que si le fichier avait une colonne pour la raison. Elle n’est pas encore lue.',
      ],
      excludes: ['Qui revient le lendemain.', 'Les comptes hors du fichier du personnel.'],
    },
  },
  company: ({ organizationId, asOf, knownAt }) => sql`
    with stay as (
      select s.person_id, s.holds from spell s
      where s.organization_id = ${organizationId} and s.recorded <= ${knownAt} and (s.superseded is null or s.superseded > ${knownAt})
    ), days as (
      select greatest(${asOf}::date - 365, (select min(lower(holds)) from stay)) as start
    ), average as (
      select avg(n) as people from (
        select (select count(*) from stay s where s.holds @> d::date) as n
        from days, generate_series(days.start::timestamp, ${asOf}::date::timestamp, interval '30 days') d) x
    )
    select gone.n::integer as numerator, round(average.people)::integer as denominator,
      (gone.n * 100.0 * 365 / (${asOf}::date - days.start) / average.people)::float8 as value
    from days, average, lateral (select count(*) as n from stay s where upper(s.holds) > days.start and upper(s.holds) <= ${asOf}::date
      and not exists (select from stay b where b.person_id = s.person_id and lower(b.holds) = upper(s.holds))) gone
    where ${asOf}::date - days.start >= 90 and average.people > 0`,
}
