/** Letters about tasks of the roadmap, and to the people of a wave that is paused, goes on, or was taken back. */
import { sql } from 'kysely'
import { each, type Letters, pageAddress, type Waiting } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import { readPicture } from './picture.ts'

/** Tasks that are still theirs and open; a line each, with the wave where it has one. */
async function tasksOf(c: Context, letter: Waiting): Promise<{ program: string; tasks: string[] } | null> {
  const { programId, tasks } = letter.params as { programId: string; tasks: string[] }
  // In the language in which they read.
  const theirs: Context = { ...c, viewer: { ...c.viewer, locale: letter.locale } }
  const picture = await readPicture(c.db, theirs, programId)
  if (!picture) return null
  const lines = tasks.flatMap((id) => {
    const row = picture.rows.find((one) => one.id === id)
    if (!row || row.owner_id !== letter.personId || row.done_on !== null || row.left_out) return []
    const wave = picture.facts.waves.find((one) => one.id === row.wave_id)
    const title = picture.titles.get(id)!.title
    return [wave ? `${title} (${wave.name})` : title]
  })
  return lines.length > 0 ? { program: picture.map.program, tasks: lines } : null
}

/** A long list says less than its beginning. */
const mostLines = 12

const about = (template: string): Letters[string] =>
  each(async (c, letter, { organization }) => {
    const found = await tasksOf(c, letter)
    if (!found) return { excluded: 'not_needed' }
    return {
      template,
      facts: {
        program: { name: found.program || organization.name },
        roadmap: { tasks: found.tasks.slice(0, mostLines) },
        action: { url: pageAddress(c, organization.slug, 'roadmap') },
      },
    }
  })

type HaltRow = {
  kind: 'pause' | 'rollback'
  ended: boolean
  wave: string
  live: boolean
  program: string | null
  letter: string | null
  end_letter: string | null
  by: string
  ended_by: string | null
}

async function haltOf(c: Context, id: string | null): Promise<HaltRow | undefined> {
  const { rows } = await sql<HaltRow>`
    select h.kind, h.ended_at is not null as ended, w.name as wave, w.launched_at is not null as live, h.letter, h.end_letter,
      b.full_name as by, e.full_name as ended_by,
      (select v.brand ->> 'name' from program_version v where v.organization_id = w.organization_id and v.program_id = w.program_id
        order by v.number desc limit 1) as program
    from wave_halt h
    join wave w on w.organization_id = h.organization_id and w.id = h.wave_id
    join person b on b.organization_id = h.organization_id and b.id = h.began_by
    left join person e on e.organization_id = h.organization_id and e.id = h.ended_by
    where h.organization_id = ${c.organizationId} and h.id = ${id}`.execute(c.db)
  return rows[0]
}

export const letters: Letters = {
  roadmap_assigned: about('roadmap-assigned'),
  roadmap_due: about('roadmap-due'),
  roadmap_late: about('roadmap-late'),
  /** Over since, it would only confuse. */
  wave_halted: each(async (c, letter, { organization }) => {
    const halt = await haltOf(c, letter.subjectId)
    if (!halt?.letter || halt.ended) return { excluded: 'not_needed' }
    return {
      template: halt.kind === 'pause' ? 'wave-paused' : 'wave-rolled-back',
      facts: {
        program: { name: halt.program || organization.name },
        wave: { name: halt.wave },
        sender: { name: halt.by },
        message: { words: halt.letter },
        action: { url: pageAddress(c, organization.slug, halt.kind === 'pause' ? 'week' : 'program') },
      },
    }
  }),
  wave_resumed: each(async (c, letter, { organization }) => {
    const halt = await haltOf(c, letter.subjectId)
    if (!halt?.end_letter || !halt.live) return { excluded: 'not_needed' }
    return {
      template: 'wave-resumed',
      facts: {
        program: { name: halt.program || organization.name },
        wave: { name: halt.wave },
        sender: { name: halt.ended_by ?? halt.by },
        message: { words: halt.end_letter },
        action: { url: pageAddress(c, organization.slug, 'week') },
      },
    }
  }),
}
