import { sql } from 'kysely'
import type { CompanyMetric } from '../metric.ts'
import { L10 } from './L10.ts'

/** Does training show at work? Managers who were trained against those who were not yet, over the same 60 days. */
export const L10B: CompanyMetric = {
  ...L10,
  id: 'L10B',
  unit: 'percent',
  of: 'people',
  target: 0,
  within: 'L10',
  words: {
    en: {
      name: 'Behaviour after training',
      sentence: 'How many more of the trained managers talked with their whole team, in points.',
      formula:
        'share of trained managers who held a check-in with every team member in 60 days − the same share of managers not yet trained',
      numerator: 'managers who talked with everybody',
      denominator: 'managers, trained before the 60 days or not yet',
      counts: [
        'Managers of waves that have been live for 60 days and have check-ins; team members who have been with them for as long. Level 3.',
        'Trained: all courses required of managers were finished before the 60 days. Not yet: some are open on the day. Whoever finished in between is in neither group.',
        'Both groups are at least as large as the floor. It is a comparison, not a proof: who was trained first was not drawn by lot.',
      ],
      excludes: ['Managers without required courses.', 'Managers and team members on leave on that day.'],
    },
    de: {
      name: 'Verhalten nach der Schulung',
      sentence: 'Um wie viele Punkte mehr der geschulten Führungskräfte mit ihrem ganzen Team gesprochen haben.',
      formula:
        'Anteil geschulter Führungskräfte mit einem Check-in mit jedem Teammitglied in 60 Tagen − derselbe Anteil der noch nicht geschulten',
      numerator: 'Führungskräfte, die mit allen gesprochen haben',
      denominator: 'Führungskräfte, vor den 60 Tagen geschult oder noch nicht',
      counts: [
        'Führungskräfte aus Wellen, die seit 60 Tagen laufen und Check-ins haben; Teammitglieder, die ebenso lange bei ihnen sind. Stufe 3.',
        'Geschult: Alle von Führungskräften verlangten Kurse waren vor den 60 Tagen abgeschlossen. Noch nicht: An diesem Tag sind welche offen. Wer dazwischen fertig wurde, zählt in keiner Gruppe.',
        'Beide Gruppen sind mindestens so groß wie die Mindestgruppengröße. Es ist ein Vergleich, kein Beweis: Wer zuerst geschult wurde, hat nicht das Los entschieden.',
      ],
      excludes: [
        'Führungskräfte ohne verlangte Kurse.',
        'Führungskräfte und Teammitglieder, die an diesem Tag beurlaubt sind.',
      ],
    },
    es: {
      name: 'Conducta tras la formación',
      sentence: 'Cuántas más personas responsables con formación hablaron con todo su equipo, en puntos.',
      formula:
        'proporción de responsables formados que tuvieron una conversación con cada miembro del equipo en 60 días − la misma de responsables aún sin formar',
      numerator: 'responsables que hablaron con todo su equipo',
      denominator: 'responsables, formados antes de los 60 días o aún no',
      counts: [
        'Responsables de oleadas en marcha desde hace 60 días que incluyen conversaciones; miembros del equipo que llevan ese tiempo en su equipo. Nivel 3.',
        'Con formación: todos los cursos obligatorios para responsables se terminaron antes de los 60 días. Aún no: ese día queda alguno abierto. Quien terminó entretanto no está en ningún grupo.',
        'Ambos grupos alcanzan el tamaño mínimo. Es una comparación, no una prueba: no se sorteó quién se formaba primero.',
      ],
      excludes: [
        'Responsables sin cursos obligatorios.',
        'Responsables y miembros del equipo con una ausencia prolongada ese día.',
      ],
    },
    fr: {
      name: 'Comportement après la formation',
      sentence: 'De combien de points plus de responsables formés ont échangé avec toute leur équipe.',
      formula:
        'part des responsables formés qui ont fait un point avec chaque membre de l’équipe en 60 jours − la même part des responsables pas encore formés',
      numerator: 'responsables qui ont échangé avec tout le monde',
      denominator: 'responsables, formés avant les 60 jours ou pas encore',
      counts: [
        'Les responsables de vagues lancées depuis 60 jours et qui ont des points ; les membres de l’équipe qui sont avec eux depuis aussi longtemps. Niveau 3.',
        'Formés : tous les cours demandés aux responsables étaient terminés avant les 60 jours. Pas encore : il en reste d’ouverts ce jour-là. Qui a terminé entre-temps n’est dans aucun groupe.',
        'Les deux groupes atteignent la taille minimale. C’est une comparaison, pas une preuve : le sort n’a pas décidé qui serait formé en premier.',
      ],
      excludes: [
        'Les responsables sans cours demandés.',
        'Les responsables et membres de l’équipe en congé long ce jour-là.',
      ],
    },
  },
  async measure(tx, { organizationId: org, asOf, knownAt }) {
    const known = (alias: string) =>
      sql<boolean>`${sql.ref(`${alias}.recorded`)} <= ${knownAt} and (${sql.ref(`${alias}.superseded`)} is null or ${sql.ref(`${alias}.superseded`)} > ${knownAt})`
    const { rows } = await sql<{ trained: number; trained_met: number; others: number; others_met: number }>`
      with live as materialized (
        select m.person_id from wave_member m
        join wave w on w.organization_id = m.organization_id and w.id = m.wave_id and w.launched_at <= ${knownAt} and w.goes_live_on <= ${asOf}::date - 60
        join wave_version x on x.organization_id = w.organization_id and x.wave_id = w.id and x.holds @> ${asOf}::date and ${known('x')}
        join program_version v on v.organization_id = w.organization_id and v.program_id = w.program_id and v.number = x.number
          and (v.elements -> 'checkins' ->> 'on')::boolean
        where m.organization_id = ${org} and m.holds @> ${asOf}::date and ${known('m')}
      ), working as materialized (
        select p.person_id, p.manager_id from placement p where p.organization_id = ${org} and p.holds @> ${asOf}::date and p.status = 'active' and ${known('p')}
      ), pair as materialized (
        select p.manager_id, p.person_id from working p
        join live l on l.person_id = p.person_id
        join live b on b.person_id = p.manager_id
        join working bw on bw.person_id = p.manager_id
        join placement q on q.organization_id = ${org} and q.person_id = p.person_id and q.holds @> (${asOf}::date - 60) and q.manager_id = p.manager_id and ${known('q')}
      ), disputed as (
        select distinct on (d.subject_id) d.subject_id, d.type from event d where d.organization_id = ${org}
          and d.type in ('checkin.disputed', 'checkin.dispute_withdrawn') and d.recorded_at <= ${knownAt} order by d.subject_id, d.id desc
      ), held as materialized (
        select distinct (e.data ->> 'managerId')::uuid as manager_id, (e.data ->> 'reportId')::uuid as person_id from event e
        where e.organization_id = ${org} and e.type = 'checkin.held' and e.happened_on <= ${asOf}::date and e.happened_on > ${asOf}::date - 60 and e.recorded_at <= ${knownAt}
          and not exists (select from event back where back.organization_id = e.organization_id and back.type = 'checkin.reopened'
            and back.subject_kind = e.subject_kind and back.subject_id = e.subject_id and back.recorded_at <= ${knownAt} and back.id > e.id)
          and not exists (select from disputed d where d.subject_id = e.subject_id and d.type = 'checkin.disputed')
      ), bar as (
        select p.manager_id, bool_and(h.person_id is not null) as met from pair p
        left join held h on h.manager_id = p.manager_id and h.person_id = p.person_id group by p.manager_id
      ), finished as (
        select e.subject_id as person_id, e.data ->> 'courseId' as course_id, min(e.happened_on) as on from event e
        where e.organization_id = ${org} and e.type = 'training.completed' and e.happened_on <= ${asOf}::date and e.recorded_at <= ${knownAt}
          and not exists (select from event back where back.organization_id = e.organization_id and back.type = 'training.completion_taken_back'
            and back.subject_kind = e.subject_kind and back.subject_id = e.subject_id and back.data ->> 'courseId' = e.data ->> 'courseId'
            and back.recorded_at <= ${knownAt} and back.id > e.id)
        group by 1, 2
      ), taught as (
        select a.person_id, bool_and(f.on <= ${asOf}::date - 60) is true and count(*) = count(f.on) as before, count(*) > count(f.on) as open
        from training_assignment a left join finished f on f.person_id = a.person_id and f.course_id = a.course_id
        where a.organization_id = ${org} and a.need = 'required' and a.role in ('managers', 'leaders')
          and a.assigned_on <= ${asOf}::date and (a.ended_on is null or a.ended_on > ${asOf}::date)
        group by a.person_id
      )
      select count(*) filter (where t.before)::integer as trained, count(*) filter (where t.before and b.met)::integer as trained_met,
        count(*) filter (where t.open)::integer as others, count(*) filter (where t.open and b.met)::integer as others_met
      from bar b join taught t on t.person_id = b.manager_id`.execute(tx)
    const { trained, trained_met: trainedMet, others, others_met: othersMet } = rows[0]!
    if (trained === 0 || others === 0) return null
    return {
      numerator: trainedMet + othersMet,
      denominator: trained + others,
      value: (trainedMet / trained - othersMet / others) * 100,
      fewest: Math.min(trained, others),
    }
  },
}
