/** Letters of the desk. They say that something waits, never what was asked or answered; but to whoever asked by mail. */
import { sql } from 'kysely'
import { mailLeftOut } from '../../contract/library.ts'
import { each, type Letters, pageAddress } from '../attention/attention.ts'

export const letters: Letters = {
  desk_answered: each(async (c, letter, { organization }) => {
    const { rows } = await sql<{ question_id: string; name: string }>`
      select m.question_id, p.full_name as name from desk_message m
      join person p on p.organization_id = m.organization_id and p.id = m.written_by
      where m.organization_id = ${c.organizationId} and m.id = ${letter.subjectId}`.execute(c.db)
    const row = rows[0]
    if (!row) return { excluded: 'not_needed' }
    return {
      template: 'desk-answered',
      facts: {
        sender: { name: row.name },
        action: { url: `${pageAddress(c, organization.slug, 'ask')}/${row.question_id}` },
      },
    }
  }),
  /** To whoever wrote a mail: that it has arrived, and the answer with its words. */
  desk_by_mail: each(async (c, letter, { organization }) => {
    const { rows } = await sql<{ id: string; by_mail: string | null; name: string | null; words: string | null }>`
      select q.id, q.by_mail, p.full_name as name, m.words
      from desk_question q
      left join desk_message m on m.organization_id = q.organization_id and m.id = ${letter.subjectId} and m.role is not null
      left join person p on p.organization_id = m.organization_id and p.id = m.written_by
      where q.organization_id = ${c.organizationId} and q.asked_by = ${letter.personId}
        and q.id = coalesce((select x.question_id from desk_message x where x.organization_id = q.organization_id and x.id = ${letter.subjectId}), ${letter.subjectId})`.execute(
      c.db,
    )
    const row = rows[0]
    if (!row) return { excluded: 'not_needed' }
    const leftOut = mailLeftOut.filter((what) => (letter.params['leftOut'] as string[] | undefined)?.includes(what))
    return {
      template: row.words !== null ? 'desk-answer' : leftOut.length > 0 ? 'desk-received-partly' : 'desk-received',
      ...(row.by_mail ? { answers: row.by_mail } : {}),
      facts: {
        mail: { leftOut },
        ...(row.words === null ? {} : { sender: { name: row.name ?? '' }, message: { words: row.words } }),
        action: { url: `${pageAddress(c, organization.slug, 'ask')}/${row.id}` },
      },
    }
  }),
  /** Answered since, it needs no letter. */
  desk_late: each(async (c, letter, { organization }) => {
    const { rows } = await sql<{
      id: string
    }>`select q.id from desk_question q where q.organization_id = ${c.organizationId}
      and q.id = coalesce((select m.question_id from desk_message m where m.organization_id = q.organization_id and m.id = ${letter.subjectId}), ${letter.subjectId})
      and q.due_at <= ${c.clock.now()}`.execute(c.db)
    if (!rows[0]) return { excluded: 'not_needed' }
    return {
      template: 'desk-late',
      facts: { action: { url: `${pageAddress(c, organization.slug, 'desk')}/${rows[0].id}` } },
    }
  }),
  /** Signed or handed over since, it needs no letter. */
  handover_sign: each(async (c, letter, { organization }) => {
    const { rows } = await sql<{ name: string; program: string | null; signed: boolean }>`
      select w.name, (select v.brand ->> 'name' from program_version v where v.organization_id = w.organization_id and v.program_id = w.program_id
          order by v.number desc limit 1) as program,
        exists (select from handover_signature s where s.organization_id = w.organization_id and s.wave_id = w.id and s.person_id = ${letter.personId}) as signed
      from wave w where w.organization_id = ${c.organizationId} and w.id = ${letter.subjectId}
        and not exists (select from handover h where h.organization_id = w.organization_id and h.wave_id = w.id)`.execute(
      c.db,
    )
    const row = rows[0]
    if (!row || row.signed) return { excluded: 'not_needed' }
    return {
      template: 'handover-sign',
      facts: {
        wave: { name: row.name },
        program: { name: row.program || organization.name },
        action: { url: `${pageAddress(c, organization.slug, 'hypercare')}/${letter.subjectId}/hand-over` },
      },
    }
  }),
}
