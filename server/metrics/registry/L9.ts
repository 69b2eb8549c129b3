import { type RawBuilder, sql } from 'kysely'
import type { At, PeopleMetric } from '../metric.ts'

/** Are people prepared? Whether everybody has finished what is required of them. */
export const L9: PeopleMetric = {
  id: 'L9',
  version: 1,
  layer: 'adoption',
  unit: 'percent',
  of: 'people',
  direction: 'up',
  target: 80,
  floor: 5,
  element: null,
  firstAfterDays: () => 0,
  words: {
    en: {
      name: 'Training completion',
      sentence: 'How many have finished every course that is required of them.',
      formula: 'people who have finished all their required courses ÷ people with required courses',
      numerator: 'people who have finished all of theirs',
      denominator: 'people with required courses',
      counts: [
        'Everybody in a wave that is live to whom at least one course was assigned as required, also before go-live.',
        'A course is finished when its last lesson is, or when whoever held the workshop says so.',
        'A completion that was taken back does not count.',
      ],
      excludes: [
        'Courses that are offered and not required, or no longer asked of somebody.',
        'People on leave on that day.',
        'Accounts outside the people file.',
      ],
    },
    de: {
      name: 'Abgeschlossene Kurse',
      sentence: 'Wie viele alle Kurse abgeschlossen haben, die von ihnen verlangt werden.',
      formula: 'Personen, die alle verlangten Kurse abgeschlossen haben ÷ Personen mit verlangten Kursen',
      numerator: 'Personen, die alle ihre Kurse abgeschlossen haben',
      denominator: 'Personen mit verlangten Kursen',
      counts: [
        'Alle in einer gestarteten Welle, denen mindestens ein Kurs als verlangt zugewiesen ist, auch schon vor dem Start.',
        'Ein Kurs ist abgeschlossen, wenn es seine letzte Lektion ist oder wenn die Person, die den Workshop hielt, es einträgt.',
        'Ein zurückgenommener Abschluss zählt nicht.',
      ],
      excludes: [
        'Kurse, die angeboten und nicht verlangt werden oder nicht mehr verlangt sind.',
        'Personen, die an diesem Tag beurlaubt sind.',
        'Konten außerhalb der Personaldatei.',
      ],
    },
    es: {
      name: 'Formación completada',
      sentence: 'Cuántas personas han terminado todos los cursos que se les piden.',
      formula: 'personas que han terminado todos sus cursos obligatorios ÷ personas con cursos obligatorios',
      numerator: 'personas que han terminado todos los suyos',
      denominator: 'personas con cursos obligatorios',
      counts: [
        'Todas las personas de una oleada en marcha a las que se asignó al menos un curso obligatorio, también antes de la puesta en marcha.',
        'Un curso está terminado cuando lo está su última lección, o cuando quien impartió el taller lo indica.',
        'Una finalización retirada no cuenta.',
      ],
      excludes: [
        'Cursos que se ofrecen sin ser obligatorios, o que ya no se piden.',
        'Personas con una ausencia prolongada ese día.',
        'Cuentas que no están en el archivo de personal.',
      ],
    },
    fr: {
      name: 'Formation terminée',
      sentence: 'Combien ont terminé tous les cours qui leur sont demandés.',
      formula: 'personnes qui ont terminé tous les cours qui leur sont demandés ÷ personnes avec des cours demandés',
      numerator: 'personnes qui ont terminé tous les leurs',
      denominator: 'personnes avec des cours demandés',
      counts: [
        'Toutes les personnes d’une vague lancée à qui au moins un cours a été demandé, même avant le lancement.',
        'Un cours est terminé quand sa dernière leçon l’est, ou quand qui a animé l’atelier l’indique.',
        'Un achèvement retiré ne compte pas.',
      ],
      excludes: [
        'Les cours proposés sans être demandés, ou qui ne sont plus demandés.',
        'Les personnes en congé long ce jour-là.',
        'Les comptes hors du fichier du personnel.',
      ],
    },
  },
  facts: (at) => finished(at, sql`true`),
}

/** Who has required courses of these, and whether all of them are finished; by the event log, as known then. */
export const finished = (
  { organizationId, asOf, knownAt }: At,
  which: RawBuilder<boolean>,
): ReturnType<PeopleMetric['facts']> => sql`
  with done as (
    select distinct e.subject_id as person_id, e.data ->> 'courseId' as course_id from event e
    where e.organization_id = ${organizationId} and e.type = 'training.completed' and e.happened_on <= ${asOf}::date and e.recorded_at <= ${knownAt}
      and not exists (select from event back where back.organization_id = e.organization_id and back.type = 'training.completion_taken_back'
        and back.subject_kind = e.subject_kind and back.subject_id = e.subject_id and back.data ->> 'courseId' = e.data ->> 'courseId'
        and back.recorded_at <= ${knownAt} and back.id > e.id)
  )
  select p.no, count(*) = count(d.course_id) as met, null::integer as days
  from metric_person_at p
  join training_assignment a on a.organization_id = ${organizationId} and a.person_id = p.person_id and a.need = 'required'
    and a.assigned_on <= ${asOf}::date and (a.ended_on is null or a.ended_on > ${asOf}::date) and ${which}
  left join done d on d.person_id = a.person_id and d.course_id = a.course_id
  where p.began <= ${asOf}::date and p.works
  group by p.no`
