/** Whoever has the database and tries to find out who said what. */
import { describe, expect, it } from 'vitest'
import { addDays } from '../platform/clock.ts'
import { results } from './results.ts'
import { close, nightly } from './rounds.ts'
import { ask, company, north, running, say, south, type World } from './testing-company.ts'

describe('whoever has the database', () => {
  type Row = Record<string, unknown> & { ctid: string; xmin: string }
  const rowsOf = async (w: World, name: string) =>
    (
      await w.base.database.owner.query<Row>(
        `select ctid::text, xmin::text, t.* from ${name} t where organization_id = '${w.c.organizationId}' order by t.ctid`,
      )
    ).rows
  const people = [...north, ...south.slice(0, 3)]

  it('cannot link who took part with what was answered: by column, transaction, place, order, time or log', async () => {
    const w = await company('pulse-link')
    const { roundId } = await running(w)
    const before = (
      await w.base.database.owner.query<{ id: number }>('select coalesce(max(id), 0)::int as id from event')
    ).rows[0]!.id
    // Each at a time of their own, in a known order, with an answer of their own.
    for (const [i, name] of people.entries()) {
      w.base.clock.forward({ minutes: 7 })
      await say(await w.as(name), roundId, (i % 5) + 1, `secret ${name}`)
    }

    // While the round is open: nothing names a person beside a seal, and nothing sealed can be read.
    const marks = await rowsOf(w, 'pulse_mark')
    const slips = await rowsOf(w, 'pulse_slip')
    expect(marks).toHaveLength(people.length)
    expect(await rowsOf(w, 'pulse_participation')).toEqual([])
    const ids = [...w.ids.values()]
    for (const row of [...marks, ...slips]) {
      const text = Object.values(row)
        .map((v) => (Buffer.isBuffer(v) ? v.toString('latin1') + v.toString('hex') : String(v)))
        .join(' ')
      for (const id of ids) expect(text).not.toContain(id)
      for (const id of ids) expect(text).not.toContain(id.replaceAll('-', ''))
      expect(text).not.toContain('secret')
      expect(text).not.toContain('North')
      expect(Object.keys(row).some((column) => /_at$|_on$|day|time|number/.test(column))).toBe(false)
    }
    // All slips look alike: same few lengths, none twice.
    expect(new Set(slips.map((s) => (s['sealed'] as Buffer).length)).size).toBeLessThanOrEqual(2)
    expect(new Set(slips.map((s) => (s['sealed'] as Buffer).toString('hex'))).size).toBe(slips.length)
    // Answering leaves no event, so the log has no order of answers.
    const { rows: events } = await w.base.database.owner.query<{ type: string; actor_id: string | null }>(
      `select type, actor_id from event where id > $1`,
      [before],
    )
    expect(events).toEqual([])

    // The night writes who took part: one transaction, another order than they came in.
    await nightly(w.c)
    const took = await rowsOf(w, 'pulse_participation')
    expect(took.map((r) => String(r['person_id'])).toSorted()).toEqual(people.map((n) => w.ids.get(n)!).toSorted())
    expect(new Set(took.map((r) => r.xmin)).size).toBe(1)
    expect(await rowsOf(w, 'pulse_mark')).toEqual([])
    expect(new Set(took.map((r) => r['day']))).toEqual(new Set(['2026-03-02']))
    expect(took.map((r) => r['person_id'])).not.toEqual(people.map((n) => w.ids.get(n)!))
    const moved = await rowsOf(w, 'pulse_slip')
    expect(new Set(moved.map((r) => r.xmin)).size).toBe(1)
    expect(moved.map((r) => r['id'])).not.toEqual(slips.map((r) => r['id']))
    expect(moved.map((r) => String(r['id'])).toSorted()).toEqual(slips.map((r) => String(r['id'])).toSorted())

    // The end opens everything at once: comments of no order and no group, counts of groups, and no answer.
    await close(await w.as('head'), { roundId })
    const comments = await rowsOf(w, 'pulse_comment')
    expect(comments).toHaveLength(people.length)
    expect(new Set(comments.map((r) => r.xmin)).size).toBe(1)
    expect(Object.keys(comments[0]!).toSorted()).toEqual(
      ['ctid', 'xmin', 'organization_id', 'id', 'round_id', 'question_id', 'words'].toSorted(),
    )
    expect(comments.map((r) => r['words'])).not.toEqual(people.map((n) => `secret ${n}`))
    const after = await rowsOf(w, 'pulse_participation')
    expect(after.map((r) => r['person_id'])).not.toEqual(took.map((r) => r['person_id']))
    // What lies beside: neither the order of people nor a transaction pairs the two lists.
    const order = after.map((r) => people.findIndex((n) => w.ids.get(n) === r['person_id']))
    const words = comments.map((r) => people.findIndex((n) => `secret ${n}` === r['words']))
    expect(words).not.toEqual(order)
    expect(await rowsOf(w, 'pulse_slip')).toEqual([])
    const log = await w.base.database.owner.query<{ data: unknown }>('select data from event where id > $1', [before])
    for (const { data } of log.rows) {
      expect(JSON.stringify(data)).not.toContain('secret')
      for (const name of people) expect(JSON.stringify(data)).not.toContain(w.ids.get(name))
    }
  })

  it('reads nothing with another secret: what cannot be opened is counted and said', async () => {
    const w = await company('pulse-secret')
    const { roundId } = await running(w)
    for (const name of north) await say(await w.as(name), roundId, 5, 'under the old secret')
    const other = { ...w.c, config: { ...w.c.config, secret: 'another-secret-of-at-least-32-characters' } }
    const lead = { ...(await w.as('head')), config: other.config }
    await close(lead, { roundId })
    const read = await results(await w.as('head'), ask({ roundId }))
    expect(read.unreadable).toBeGreaterThan(0)
    expect(read.questions[0]!.score).toBeNull()
  })

  it('finds what was sealed on an earlier day only by all who answered that day together', async () => {
    const w = await company('pulse-days')
    const { roundId } = await running(w)
    await say(await w.as('north0'), roundId, 5)
    w.base.clock.set(`${addDays('2026-03-02', 1)}T01:45:00Z`)
    await nightly(w.c)
    w.base.clock.forward({ hours: 8 })
    await say(await w.as('north1'), roundId, 5)
    w.base.clock.forward({ days: 1 })
    await nightly(w.c)
    const slips = await rowsOf(w, 'pulse_slip')
    // The slips of both days lie in one transaction, mixed.
    expect(new Set(slips.map((s) => s.xmin)).size).toBe(1)
    const took = await rowsOf(w, 'pulse_participation')
    expect(new Set(took.map((s) => s.xmin)).size).toBe(1)
  })
})
