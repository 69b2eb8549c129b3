import { sql } from 'kysely'
import { actSlack, matchActs, type Planned, type SponsorAct } from '../../plan/plan.ts'
import { addDays } from '../../platform/clock.ts'
import type { CompanyMetric } from '../metric.ts'

/** Planned acts are judged once their two weeks are over, and for so many days. */
const lookBack = 90

/** Does the sponsor do what was planned? Of acts that everybody can see; whoever sees them needs no floor. */
export const L8: CompanyMetric = {
  id: 'L8',
  version: 1,
  layer: 'adoption',
  unit: 'percent',
  of: 'acts',
  direction: 'up',
  target: 100,
  floor: 1,
  element: null,
  firstAfterDays: () => 0,
  words: {
    en: {
      name: 'Sponsor activity',
      sentence: 'How many of the planned acts the sponsor did, for everybody to see.',
      formula: 'planned acts that were done ÷ acts planned for the 90 days that ended two weeks ago',
      numerator: 'acts done',
      denominator: 'acts planned, two weeks past their day',
      counts: [
        'Acts in the plan on the sponsor’s page: messages, sessions and own goals shown. At least one a month is usual.',
        'Whether one was done is read from what happened, up to two weeks before or after its day: a message sent in their name, a session led, a goal of theirs updated in public. Each act counts once.',
      ],
      excludes: [
        'Own check-ins: on which day somebody talked is nobody else’s business.',
        'Acts that were taken out of the plan, and those whose two weeks are not over.',
      ],
    },
    de: {
      name: 'Aktivität des Sponsors',
      sentence: 'Wie viele der geplanten Vorhaben der Sponsor für alle sichtbar umgesetzt hat.',
      formula: 'umgesetzte Vorhaben ÷ Vorhaben, die für die 90 Tage bis vor zwei Wochen geplant waren',
      numerator: 'umgesetzte Vorhaben',
      denominator: 'geplante Vorhaben, deren Tag zwei Wochen zurückliegt',
      counts: [
        'Vorhaben im Plan auf der Seite des Sponsors: Nachrichten, Termine und gezeigte eigene Ziele. Üblich ist mindestens eines im Monat.',
        'Ob eines umgesetzt wurde, zeigt, was geschehen ist, bis zwei Wochen vor oder nach seinem Tag: eine im eigenen Namen versandte Nachricht, ein geleiteter Termin, ein öffentlich fortgeschriebenes eigenes Ziel. Jede Handlung zählt einmal.',
      ],
      excludes: [
        'Eigene Check-ins: An welchem Tag jemand gesprochen hat, geht niemanden sonst etwas an.',
        'Vorhaben, die aus dem Plan genommen wurden, und solche, deren zwei Wochen noch laufen.',
      ],
    },
    es: {
      name: 'Actividad del sponsor',
      sentence: 'Cuántos de los actos previstos llevó a cabo el sponsor, a la vista de todo el mundo.',
      formula: 'actos previstos que se hicieron ÷ actos previstos para los 90 días que terminaron hace dos semanas',
      numerator: 'actos hechos',
      denominator: 'actos previstos, dos semanas después de su fecha',
      counts: [
        'Los actos del plan en la página del sponsor: mensajes, sesiones y objetivos propios a la vista. Lo habitual es al menos uno al mes.',
        'Si se hizo se lee de lo que ocurrió, hasta dos semanas antes o después de su fecha: un mensaje enviado en su nombre, una sesión dirigida, un objetivo propio actualizado en público. Cada acto cuenta una vez.',
      ],
      excludes: [
        'Las conversaciones propias: qué día habló alguien no le incumbe a nadie más.',
        'Los actos retirados del plan y aquellos cuyas dos semanas no han terminado.',
      ],
    },
    fr: {
      name: 'Activité du sponsor',
      sentence: 'Combien des actes prévus le sponsor a accomplis, à la vue de tout le monde.',
      formula: 'actes prévus qui ont été accomplis ÷ actes prévus pour les 90 jours terminés il y a deux semaines',
      numerator: 'actes accomplis',
      denominator: 'actes prévus, deux semaines après leur jour',
      counts: [
        'Les actes du plan sur la page du sponsor : messages, séances et objectifs personnels montrés. L’usage est d’au moins un par mois.',
        'Qu’un acte ait été accompli se lit dans ce qui s’est passé, jusqu’à deux semaines avant ou après son jour : un message envoyé en son nom, une séance animée, un objectif personnel mis à jour en public. Chaque acte compte une fois.',
      ],
      excludes: [
        'Ses propres points : le jour où quelqu’un s’est entretenu ne regarde personne d’autre.',
        'Les actes retirés du plan et ceux dont les deux semaines ne sont pas passées.',
      ],
    },
  },
  async measure(tx, { organizationId: org, asOf, knownAt }) {
    const until = addDays(asOf, -actSlack)
    const { rows } = await sql<{ planned: Planned[]; acts: SponsorAct[] }>`
      with zone as materialized (select time_zone as name from organization where id = ${org}),
      sponsor as (
        select distinct on (v.program_id) v.program_id, (v.design ->> 'sponsorId')::uuid as person_id from program_version v, zone
        where v.organization_id = ${org} and v.published_at <= ${knownAt} and (v.published_at at time zone zone.name)::date <= ${asOf}::date
        order by v.program_id, v.number desc
      ), planned as (
        select e.subject_id as program_id, e.data ->> 'actId' as id, e.data ->> 'kind' as kind, (e.data ->> 'on')::date as on,
          (e.recorded_at at time zone zone.name)::date as "plannedOn"
        from event e, zone where e.organization_id = ${org} and e.type = 'sponsor_act.planned' and e.recorded_at <= ${knownAt} and e.happened_on <= ${asOf}::date
          and e.data ->> 'kind' <> 'checkin' and (e.data ->> 'on')::date <= ${until}::date and (e.data ->> 'on')::date > ${until}::date - ${sql.lit(lookBack)}
          and not exists (select from event r where r.organization_id = e.organization_id and r.type = 'sponsor_act.removed'
            and r.data ->> 'actId' = e.data ->> 'actId' and r.recorded_at <= ${knownAt} and r.happened_on <= ${asOf}::date)
      ), act as (
        select s.program_id, 'message' as kind, (coalesce(k.started_at, k.approved_at) at time zone zone.name)::date as on, k.id as "subjectId"
        from sponsor s join campaign k on k.organization_id = ${org} and k.sender_id = s.person_id, zone
        where (k.cancelled_at is null or k.cancelled_at > ${knownAt}) and coalesce(k.started_at, k.approved_at) <= ${knownAt}
        union
        select s.program_id, 'session', (t.starts_at at time zone zone.name)::date, t.id
        from sponsor s join training_session_leader l on l.organization_id = ${org} and l.person_id = s.person_id
        join training_session t on t.organization_id = l.organization_id and t.id = l.session_id, zone
        where (t.called_off_at is null or t.called_off_at > ${knownAt}) and t.starts_at <= ${knownAt}
        union
        select s.program_id, 'goal', (u.created_at at time zone zone.name)::date, g.id
        from sponsor s join goal g on g.organization_id = ${org} and g.owner_id = s.person_id and g.visibility = 'public' and g.published_at <= ${knownAt}
          and (g.removed_at is null or g.removed_at > ${knownAt})
        join goal_update u on u.organization_id = g.organization_id and u.goal_id = g.id and u.author_id = s.person_id
          and u.kind in ('published', 'progressed', 'closed') and u.created_at <= ${knownAt}, zone
      )
      select jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'on', p.on, 'plannedOn', p."plannedOn", 'note', '') order by p.on, p.id) as planned,
        coalesce((select jsonb_agg(jsonb_build_object('kind', a.kind, 'on', a.on, 'subjectId', a."subjectId", 'seen', true) order by a.on, a.kind, a."subjectId")
          from act a where a.program_id = p.program_id and a.on <= ${asOf}::date and a.on > ${until}::date - ${sql.lit(lookBack + actSlack)}), '[]'::jsonb) as acts
      from planned p group by p.program_id`.execute(tx)
    const matched = rows.flatMap(({ planned, acts }) => matchActs(planned, acts, asOf))
    if (matched.length === 0) return null
    return { numerator: matched.filter((one) => one.done).length, denominator: matched.length, value: null }
  },
}
