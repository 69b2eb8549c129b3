/** Days on which nobody works: read from what a company brings, and kept by everything that counts working days. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../fixtures/actors.ts'
import { cast, lumenwerk } from '../../fixtures/lumenwerk.ts'
import { publishDesign, quietDesign, staffed, waveFor } from '../campaigns/testing-company.ts'
import { planLetters } from '../attention/attention.ts'
import { advanceClock } from '../platform/advance.ts'
import type { Context } from '../platform/context.ts'
import { drain } from '../platform/jobs.ts'
import { testBase, type TestBase } from '../platform/testing.ts'
import { work } from '../work.ts'
import { readHolidays } from './holiday-text.ts'

const today = '2026-03-27'
const calendar = (...events: string[][]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((e) => ['BEGIN:VEVENT', ...e, 'END:VEVENT']),
    'END:VCALENDAR',
  ].join('\r\n')

describe('what a company brings', () => {
  it('is a list, a line each, in whatever way the day and its name are parted', () => {
    expect(
      readHolidays(
        '\uFEFF# our own\n2026-12-25, Christmas Day\n2026-04-03;"Good Friday"\n\n2026-05-01\tLabour Day\n2026-12-25 twice',
        today,
      ),
    ).toEqual([
      { day: '2026-04-03', name: 'Good Friday' },
      { day: '2026-05-01', name: 'Labour Day' },
      { day: '2026-12-25', name: 'Christmas Day' },
    ])
  })

  it('or a calendar file: folded lines, several days, escaped names; meetings and cancelled days are none', () => {
    const text = calendar(
      ['DTSTART;VALUE=DATE:20260403', 'SUMMARY:Good Friday\\, in all', '  sites'],
      ['DTSTART;VALUE=DATE:20261224', 'DTEND;VALUE=DATE:20261227', 'SUMMARY;LANGUAGE=de:Weihnachten'],
      ['DTSTART:20260410T090000Z', 'SUMMARY:A meeting'],
      ['DTSTART;VALUE=DATE:20260601', 'STATUS:CANCELLED', 'SUMMARY:Not any more'],
    )
    expect(readHolidays(text, today)).toEqual([
      { day: '2026-04-03', name: 'Good Friday, in all sites' },
      { day: '2026-12-24', name: 'Weihnachten' },
      { day: '2026-12-25', name: 'Weihnachten' },
      { day: '2026-12-26', name: 'Weihnachten' },
    ])
  })

  it('with days that come every year on the same date, for the years ahead', () => {
    const days = readHolidays(calendar(['DTSTART;VALUE=DATE:19901003', 'RRULE:FREQ=YEARLY', 'SUMMARY:Unity']), today)
    expect(days.map((one) => one.day)).toEqual(
      ['2025', '2026', '2027', '2028', '2029', '2030', '2031'].map((y) => `${y}-10-03`),
    )
    const leap = readHolidays(
      calendar(['DTSTART;VALUE=DATE:20240229', 'RRULE:FREQ=YEARLY;COUNT=9', 'SUMMARY:Leap']),
      today,
    )
    expect(leap.map((one) => one.day)).toEqual(['2028-02-29'])
  })

  it('is refused with its line where it would have to be guessed at', () => {
    const refused = (text: string) => {
      try {
        return readHolidays(text, today)
      } catch (error) {
        return [(error as { code: string }).code, (error as { params: Record<string, unknown> }).params['line']]
      }
    }
    expect(refused('2026-12-25 Christmas\n25.12.2026 Christmas')).toEqual(['holidays_unreadable', 2])
    expect(refused('2026-02-30 Never')).toEqual(['holidays_unreadable', 1])
    expect(refused(calendar(['DTSTART;VALUE=DATE:20260525', 'RRULE:FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5']))).toEqual([
      'holidays_unreadable',
      3,
    ])
    expect(refused('')).toEqual(['holidays_none', undefined])
    expect(refused(calendar(['DTSTART:20260410T090000Z']))).toEqual(['holidays_none', undefined])
  })
})

describe('in a company with two countries', () => {
  let base: TestBase
  let c: Context
  let ids: Map<string, string>
  let office: Actor
  let lead: Actor

  const id = (who: string) => ids.get(`X-${who}`)!
  const easter = {
    name: 'Germany',
    places: [{ kind: 'country' as const, value: 'DE' }],
    text: '2026-04-03 Good Friday\n2026-04-06 Easter Monday',
  }
  const dueOf = async (kind: string, subjectId: string) => {
    const { rows } = await sql<{ person_id: string; due_at: string }>`select person_id, due_at from outgoing_mail
      where organization_id = ${c.organizationId} and kind = ${kind} and subject_id = ${subjectId}`.execute(c.db)
    return Object.fromEntries(rows.map((row) => [['de', 'us'].find((who) => id(who) === row.person_id)!, row.due_at]))
  }

  beforeEach(async () => {
    base = await testBase({ at: '2026-03-27T09:00:00Z' })
    const staff = lumenwerk().filter((p) => p.number === cast.sponsor || p.number === cast.lead)
    const model = staff.find((p) => p.number === cast.lead)!
    for (const [who, country] of [
      ['de', 'DE'],
      ['us', 'US'],
    ] as const)
      staff.push({
        ...model,
        number: `X-${who}`,
        given: who,
        email: `${who}@lumenwerk.example`,
        department: 'Reading',
        country,
        location: `Site ${who}`,
        timeZone: 'UTC',
        manager: cast.lead,
      })
    ;({ c, ids, office, lead } = await staffed(base, staff, { asOf: '2026-03-27', locale: 'en' }))
  })

  it('a letter that keeps to working hours waits for the next day on which its reader works', async () => {
    await office.call('holidays.create', easter)
    base.clock.set('2026-04-03T10:00:00Z')
    const subject = { kind: 'live', id: id('de') }
    await c.db.transaction().execute((tx) =>
      planLetters(
        tx,
        c,
        sql`select p.id as person_id, p.email as address, ${base.clock.now()}::timestamptz as due_at, null::text as excluded
        from person p where p.organization_id = ${c.organizationId} and p.id in (${id('de')}, ${id('us')})`,
        { kind: 'live_invited', subject },
      ),
    )
    expect(await dueOf('live_invited', id('de'))).toEqual({
      de: '2026-04-07T09:00:00.000Z',
      us: '2026-04-03T10:00:00.000Z',
    })
  })

  it('a message reaches each reader on its day, and those who are off on the next that they work', async () => {
    await office.call('holidays.create', easter)
    const { id: programId } = await lead.call('program.create', { name: 'Daylight', leadId: lead.personId })
    await publishDesign(lead, programId, quietDesign(ids, '2026-03-27'))
    const { waveId } = await waveFor(lead, programId, {
      name: 'Readers',
      rule: { field: 'department', in: ['Reading'] },
      preparesOn: '2026-03-28',
    })
    await drain(base, work)
    const { id: campaignId, revision } = await lead.call('campaigns.create', {
      template: 'what-you-get',
      waveId,
      senderId: lead.personId,
      sendsOn: '2026-04-03',
    })
    await lead.call('campaigns.ask', { campaignId })
    await lead.call('campaigns.approve', { campaignId, revision })
    await lead.call('campaigns.schedule', { campaignId })
    await advanceClock(base, base.clock, work, '2026-04-03T12:00:00Z')
    // The one is due a moment after the hour, when it was planned.
    expect(await dueOf('campaign', campaignId)).toEqual({
      de: '2026-04-07T09:00:00.000Z',
      us: expect.stringMatching(/^2026-04-03T09:00:0/),
    })
  })

  it('the plan and the roadmap pass over what holds for the whole company, and over that alone', async () => {
    const { id: programId } = await lead.call('program.create', { name: 'Daylight', leadId: lead.personId })
    await publishDesign(lead, programId, quietDesign(ids, '2026-03-27'))
    const { waveId } = await waveFor(lead, programId, {
      name: 'Readers',
      rule: { field: 'department', in: ['Reading'] },
      preparesOn: '2026-03-28',
    })
    await drain(base, work)
    await office.call('holidays.create', easter)
    const { calendars } = await office.call('holidays.list', {})
    await lead.call('plan.generate', { programId, waveId })
    const days = async () => (await lead.call('plan.get', { programId })).messages.map((m) => m.on)
    const before = await days()
    const taken = before.find((on) => on !== null && on > '2026-04-06')!
    // Off in one country it stays where it is, and says so.
    await office.call('holidays.update', { calendarId: calendars[0]!.id, text: `${taken} A day of our own` })
    const { messages } = await lead.call('plan.get', { programId })
    expect(messages.map((m) => m.on)).toEqual(before)
    expect(messages.filter((m) => m.offIn.length > 0).map((m) => [m.on, m.offIn])).toEqual(
      messages.filter((m) => m.on === taken).map(() => [taken, ['DE']]),
    )
    await office.call('holidays.update', {
      calendarId: calendars[0]!.id,
      places: [{ kind: 'company' }],
      text: `${taken} A day of our own`,
    })
    expect(before).toContain(taken)
    expect(await days()).not.toContain(taken)
  })

  it('calendars are the administration’s to write, and have one name each', async () => {
    const { id: calendarId } = await office.call('holidays.create', easter)
    await expect(office.call('holidays.create', { ...easter, name: 'germany' })).rejects.toMatchObject({
      code: 'holidays_name_taken',
    })
    await expect(lead.call('holidays.remove', { calendarId })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await lead.call('holidays.list', {})).toMatchObject({
      calendars: [{ name: 'Germany', days: [{ day: '2026-04-03' }, { day: '2026-04-06' }] }],
      countries: expect.arrayContaining(['DE', 'US']) as string[],
    })
    await office.call('holidays.remove', { calendarId })
    await expect(office.call('holidays.update', { calendarId, name: 'Gone' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
