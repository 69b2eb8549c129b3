/**
 * A round's life: it opens, people are asked, who took part is counted at night, and when it
 * ends all answers are opened together and become counts. Until then nothing can be read.
 */
import { sql } from 'kysely'
import { commentFloor } from '../../contract/pulse.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { pulse, Question } from '../../contract/pulse.ts'
import { planLetters, putInInboxes, takeFromInboxes } from '../attention/attention.ts'
import { addDays, dayIn, type Day, instantAt, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { type Earlier, judgeRound, type Lines, type Member, nameOf, upwards } from './groups.ts'
import { optionsOf, secondsOf } from './numbers.ts'
import { candidatesOf, nextOpening, type RoundRow, roundRow, roundsOf, surveyRow, type SurveyRow } from './queries.ts'
import { sampleOf, shuffled } from './sample.ts'
import { newSeal, sealOf, unseal } from './seal.ts'
import { detailOf } from './surveys.ts'

/** Two rounds never choose their people at the same time, nor are given out: each is judged against all before it. */
async function oneAtATime(tx: Tx, c: Context): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(tx)
  await sql`select pg_advisory_xact_lock(hashtextextended('pulse ' || ${c.organizationId}::text, 0))`.execute(tx)
}

const batch = 20_000

// --- opening

/** Opens the next round of a survey where its day has come. */
export async function openDue(c: Context, surveyId: string): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    await oneAtATime(tx, c)
    await sql`select 1 from pulse_survey where organization_id = ${c.organizationId} and id = ${surveyId} for update`.execute(
      tx,
    )
    const s = await surveyRow(tx, c, surveyId)
    if (!s?.launched_at || !s.next_on || s.next_on > s.today) return
    const rounds = await roundsOf(tx, c, [s.id])
    if (rounds.some((r) => !r.closed_on)) return // it opens when that one is over
    const floor = Math.max(s.floor, s.least_floor)
    const { people } = await candidatesOf(tx, c, s, 'asked')
    const chosen = new Set(sampleOf(people, { share: s.sample, floor }))
    const number = (rounds[0]?.number ?? 0) + 1
    let next = nextOpening(s.opens_on!, s.every, number, s.open_days)
    for (let later = number; next !== null && next <= s.today;)
      next = nextOpening(s.opens_on!, s.every, ++later, s.open_days)
    await sql`update pulse_survey set next_on = ${next} where organization_id = ${c.organizationId} and id = ${s.id}`.execute(
      tx,
    )
    if (chosen.size < floor) return // too many rest for anything to be shown: nobody is asked in vain
    const closesOn = addDays(s.today, s.open_days - 1)
    const made = await sql<{ id: string }>`
      insert into pulse_round (organization_id, survey_id, number, opened_on, closes_on, floor, seal, asked, counted_on)
      values (${c.organizationId}, ${s.id}, ${number}, ${s.today}, ${closesOn}, ${floor}, ${newSeal()}, ${chosen.size}, ${s.today}) returning id`.execute(
      tx,
    )
    const roundId = made.rows[0]!.id
    const asked = people.filter((p) => chosen.has(p.id))
    for (let at = 0; at < asked.length; at += batch) {
      const some = asked.slice(at, at + batch)
      const of = <K extends keyof Member>(key: K) => some.map((p) => p[key])
      await sql`insert into pulse_invitation (organization_id, round_id, person_id, asked_on, wave, department, location, country, level, manager, tenure, line)
        select ${c.organizationId}::uuid, ${roundId}::uuid, x.person_id, ${s.today}::date, x.wave, x.department, x.location, x.country, x.level, x.manager, x.tenure, x.line
        from unnest(${of('person_id')}::uuid[], ${of('wave')}::text[], ${of('department')}::text[], ${of('location')}::text[], ${of('country')}::text[],
          ${of('level')}::text[], ${of('manager')}::text[], ${of('tenure')}::text[], ${of('line')}::text[])
          as x (person_id, wave, department, location, country, level, manager, tenure, line)`.execute(tx)
    }
    await sql`insert into pulse_line (organization_id, round_id, leader_id, above_id)
      select r.organization_id, ${roundId}::uuid, r.person_id, m.person_id from roster r
      left join roster m on m.organization_id = r.organization_id and m.person_id = r.manager_id and m.employed
      where r.organization_id = ${c.organizationId} and r.employed and r.direct_reports > 0`.execute(tx)
    const round = (await roundRow(tx, c, roundId))!
    await countResponse(tx, c, round, s.today, 'steps')
    await invite(tx, c, s, round, 'pulse_asked')
    await record(tx, c, {
      type: 'survey.round_opened',
      subject: { kind: 'survey', id: s.id },
      data: { roundId, number, asked: chosen.size },
    })
  })
}

/** Letters go out in the reader's own working hours; in the app it stands from then on too. */
async function invite(tx: Tx, c: Context, s: SurveyRow, round: RoundRow, kind: 'pulse_asked' | 'pulse_reminder') {
  const roundId = round.id
  const { rows } = await sql<{ zone: string; own: string }>`select distinct r.time_zone as zone, o.time_zone as own
    from roster r join organization o on o.id = r.organization_id where r.organization_id = ${c.organizationId} and r.employed`.execute(
    tx,
  )
  const minutes = Math.max(1, Math.ceil(secondsOf(s.questions) / 60))
  const zones = rows.map((r) => r.zone)
  const times = rows.map((r) => workingTime(c.clock.now(), r.zone, r.own))
  const people = sql`from pulse_invitation i
    join roster r on r.organization_id = i.organization_id and r.person_id = i.person_id and r.employed
    join unnest(${zones}::text[], ${times}::timestamptz[]) as z (zone, due_at) on z.zone = r.time_zone`
  const mine = sql`i.organization_id = ${c.organizationId} and i.round_id = ${roundId}`
  await planLetters(
    tx,
    c,
    sql`select r.person_id, coalesce(p.email, '') as address, z.due_at, case when r.status = 'leave' then 'on_leave'
        when p.email is null then 'no_address' when p.email_key is null then 'shared_address' end as excluded
      ${people} join person p on p.organization_id = r.organization_id and p.id = r.person_id where ${mine}`,
    {
      kind,
      subject: { kind: 'pulse', id: roundId },
      lastDay: round.closes_on,
      // The survey itself asks once; a reminder is a look.
      ...(kind === 'pulse_asked' ? { minutes } : {}),
    },
  )
  if (kind === 'pulse_asked')
    await putInInboxes(tx, c, sql`select r.person_id, z.due_at as appears_at ${people} where ${mine}`, {
      kind: 'pulse_asked',
      subject: { kind: 'pulse', id: roundId },
      params: { subjects: s.title },
      asks: { minutes },
    })
}

/** Now between nine and five; otherwise the next morning at nine. */
export function workingTime(now: Instant, zone: string, own: string): Instant {
  const at = (z: string): Instant => {
    const today = dayIn(now, z)
    const [nine, five] = [instantAt(today, '09:00', z), instantAt(today, '17:00', z)]
    if (now < nine) return nine
    return now < five ? now : instantAt(addDays(today, 1), '09:00', z)
  }
  try {
    return at(zone)
  } catch {
    return at(own) // a zone that the people file misspells
  }
}

// --- counting who took part

/** Opens the marks of a day together, writes who took part in no order, and moves the slips about. */
async function takeMarks(tx: Tx, c: Context, round: RoundRow): Promise<void> {
  const seal = sealOf(c.config.secret, round.seal!)
  const { rows } = await sql<{ token: Buffer; sealed: Buffer }>`
    delete from pulse_mark where organization_id = ${c.organizationId} and round_id = ${round.id} returning token, sealed`.execute(
    tx,
  )
  const opened = rows.map((r) => ({ ...r, took: unseal(seal, r.sealed) as { person: string; day: Day } | null }))
  const took = shuffled(opened.flatMap((r) => r.took ?? []))
  for (let at = 0; at < took.length; at += batch) {
    const some = took.slice(at, at + batch)
    await sql`insert into pulse_participation (organization_id, round_id, person_id, day)
      select ${c.organizationId}::uuid, ${round.id}::uuid, x.person, x.day from unnest(${some.map((x) => x.person)}::uuid[], ${some.map((x) => x.day)}::date[]) as x (person, day)
      on conflict do nothing`.execute(tx)
  }
  // Sealed under another secret: it stays, so that the answer at least counts once.
  const closed = opened.filter((r) => r.took === null)
  for (const r of closed)
    await sql`insert into pulse_mark (organization_id, round_id, token, sealed) values (${c.organizationId}, ${round.id}, ${r.token}, ${r.sealed})`.execute(
      tx,
    )
  if (took.length > 0) await stir(tx, c, round.id)
}

/** Writes rows anew in a random order: neither their place nor the transaction that made them says when they came. */
async function stir(tx: Tx, c: Context, roundId: string): Promise<void> {
  await sql`with taken as (delete from pulse_participation where organization_id = ${c.organizationId} and round_id = ${roundId} returning *)
    insert into pulse_participation select * from taken order by gen_random_uuid()`.execute(tx)
  await sql`with taken as (delete from pulse_slip where organization_id = ${c.organizationId} and round_id = ${roundId} returning *)
    insert into pulse_slip select * from taken order by gen_random_uuid()`.execute(tx)
}

const standing = sql`i.person_id, i.wave, i.department, i.location, i.country, i.level, i.manager, i.tenure, i.line`

async function askedIn(tx: Tx, c: Context, roundId: string): Promise<(Member & { took: boolean })[]> {
  const { rows } = await sql<
    Member & { took: boolean }
  >`select ${standing}, p.person_id is not null as took from pulse_invitation i
    left join pulse_participation p on p.organization_id = i.organization_id and p.round_id = i.round_id and p.person_id = i.person_id
    where i.organization_id = ${c.organizationId} and i.round_id = ${roundId} order by i.person_id`.execute(tx)
  return rows
}

async function linesIn(tx: Tx, c: Context, roundId: string): Promise<Lines> {
  const { rows } = await sql<{ leader_id: string; above_id: string | null }>`
    select leader_id, above_id from pulse_line where organization_id = ${c.organizationId} and round_id = ${roundId} order by leader_id`.execute(
    tx,
  )
  return new Map(rows.map((r) => [r.leader_id, r.above_id]))
}

/**
 * How many of those asked have answered, by group. Who was asked never changes within a
 * round, so the same groups are shown each night. While it is open a number moves on only
 * when at least the floor more have answered: steps of one, laid over each other from table
 * to table, would tell who it was that night.
 */
async function countResponse(
  tx: Tx,
  c: Context,
  round: RoundRow,
  today: Day,
  how: 'steps' | 'exact',
): Promise<(Member & { took: boolean })[]> {
  const step = how === 'exact' ? 0 : round.floor
  const asked = await askedIn(tx, c, round.id)
  const lines = await linesIn(tx, c, round.id)
  const answered = new Map<string, number>()
  for (const p of asked) {
    if (!p.took) continue
    const names = [
      nameOf('organization', ''),
      ...(['wave', 'department', 'location', 'country', 'level', 'manager', 'tenure'] as const).map((k) =>
        nameOf(k, p[k]),
      ),
      ...(p.line === null || !lines.has(p.line) ? [] : upwards(p.line, lines).map((l) => nameOf('line', l))),
    ]
    for (const name of names) answered.set(name, (answered.get(name) ?? 0) + 1)
  }
  const judged = judgeRound(asked, lines, [], round.floor)
  for (let at = 0; at < judged.length; at += batch) {
    const some = judged.slice(at, at + batch)
    await sql`insert into pulse_cell (organization_id, round_id, kind, key, asked, answered, response)
      select ${c.organizationId}::uuid, ${round.id}::uuid, x.* from unnest(${some.map((j) => j.kind)}::text[], ${some.map((j) => j.key)}::text[], ${some.map((j) => j.people)}::integer[],
        ${some.map((j) => answered.get(nameOf(j.kind, j.key)) ?? 0)}::integer[], ${some.map((j) => (j.verdict === 'shown' || j.verdict === 'floor' ? j.verdict : 'complement'))}::text[]) as x
      on conflict (organization_id, round_id, kind, key) do update set response = excluded.response,
        answered = case when excluded.answered - pulse_cell.answered >= ${step} then excluded.answered else pulse_cell.answered end`.execute(
      tx,
    )
  }
  const all = asked.filter((p) => p.took).length
  await sql`update pulse_round set answered = case when ${all}::integer - answered >= ${step} then ${all}::integer else answered end, counted_on = ${today}
    where organization_id = ${c.organizationId} and id = ${round.id}`.execute(tx)
  return asked
}

// --- ending

type Slip = { k: string; g: string; a: Record<string, number> } | { q: string; w: string }

/** Rounds that were given out before and asked something that this one asks too, by its item or in the same words, in order. */
async function earlierRounds(tx: Tx, c: Context, s: SurveyRow): Promise<Earlier[]> {
  const items = s.questions.flatMap((q) => q.item ?? [])
  const said = s.questions.flatMap((q) => Object.values(q.text).map((words) => words.trim().toLowerCase()))
  const { rows } = await sql<{ id: string; survey_id: string }>`
    select r.id, r.survey_id from pulse_round r join pulse_survey o on o.organization_id = r.organization_id and o.id = r.survey_id
    where r.organization_id = ${c.organizationId} and r.closed_on is not null
      and (r.survey_id = ${s.id} or exists (select from jsonb_array_elements(o.questions) q where q ->> 'item' = any(${items}::text[])
        or exists (select from jsonb_each_text(q -> 'text') w where lower(trim(w.value)) = any(${said}::text[]))))
    order by r.closed_on, r.opened_on, r.number`.execute(tx)
  const earlier: Earlier[] = []
  for (const r of rows) {
    const { rows: shown } = await sql<{ kind: string; key: string }>`select kind, key from pulse_cell
      where organization_id = ${c.organizationId} and round_id = ${r.id} and verdict = 'shown'`.execute(tx)
    earlier.push({
      roundId: r.id,
      same: r.survey_id === s.id,
      members: (await askedIn(tx, c, r.id)).filter((p) => p.took),
      lines: await linesIn(tx, c, r.id),
      shown: new Set(shown.map((k) => nameOf(k.kind, k.key))),
    })
  }
  return earlier
}

/** Ends a round: opens all its answers at once, keeps the counts of groups that may be shown, and destroys the rest. */
async function closeRound(tx: Tx, c: Context, s: SurveyRow, roundId: string): Promise<void> {
  await oneAtATime(tx, c)
  const round = await roundRow(tx, c, roundId, true)
  if (!round || round.closed_on) return
  await takeMarks(tx, c, round)
  const floor = Math.max(round.floor, s.least_floor)
  const asked = await countResponse(tx, c, { ...round, floor }, s.today, 'exact')
  const lines = await linesIn(tx, c, round.id)
  const members = asked.filter((p) => p.took)
  const judged = judgeRound(members, lines, await earlierRounds(tx, c, s), floor)
  const opened = await openSlips(tx, c, round, s.questions, members.length)

  // What could not be opened is in no count, so a group may have become too small after all.
  const verdicts = judged.map((j) => ({
    ...j,
    ...(j.verdict === 'shown' && (opened.sizes.get(nameOf(j.kind, j.key)) ?? 0) < floor
      ? { verdict: 'floor' as const, heldFrom: null }
      : {}),
  }))
  // A round in which some answers were lost shows the whole company or nothing: its groups were judged with them.
  const shown = new Set(
    verdicts
      .filter((j) => j.verdict === 'shown' && (opened.unreadable === 0 || j.kind === 'organization'))
      .map((j) => nameOf(j.kind, j.key)),
  )
  for (let at = 0; at < verdicts.length; at += batch) {
    const some = verdicts.slice(at, at + batch)
    const said = some.map((j) =>
      j.verdict === 'shown' && !shown.has(nameOf(j.kind, j.key)) ? 'complement' : j.verdict,
    )
    await sql`update pulse_cell k set verdict = x.verdict, held_round_id = x.held
      from unnest(${some.map((j) => j.kind)}::text[], ${some.map((j) => j.key)}::text[], ${said}::text[], ${some.map((j) => j.heldFrom)}::uuid[]) as x (kind, key, verdict, held)
      where k.organization_id = ${c.organizationId} and k.round_id = ${round.id} and k.kind = x.kind and k.key = x.key`.execute(
      tx,
    )
  }
  await sql`update pulse_cell set verdict = 'nobody' where organization_id = ${c.organizationId} and round_id = ${round.id} and verdict is null`.execute(
    tx,
  )
  await keepCounts(tx, c, round.id, opened.counts, shown)
  await keepComments(tx, c, round.id, opened.comments, members.length >= floor)
  await sql`delete from pulse_slip where organization_id = ${c.organizationId} and round_id = ${round.id}`.execute(tx)
  await sql`delete from pulse_mark where organization_id = ${c.organizationId} and round_id = ${round.id}`.execute(tx)
  await stir(tx, c, round.id)
  await sql`update pulse_round set closed_on = ${s.today}, closed_by = ${c.viewer.via === 'job' ? null : c.viewer.personId}, seal = null, floor = ${floor}, unreadable = ${opened.unreadable}
    where organization_id = ${c.organizationId} and id = ${round.id}`.execute(tx)
  await takeFromInboxes(tx, c, { kind: 'pulse', id: round.id }, 'unseen')
  await record(tx, c, {
    type: 'survey.round_closed',
    subject: { kind: 'survey', id: s.id },
    data: { roundId: round.id, asked: asked.length, answered: members.length },
  })
  await putInInboxes(
    tx,
    c,
    sql`select g.person_id, ${c.clock.now()}::timestamptz as appears_at from role_grant g
      where g.organization_id = ${c.organizationId} and g.role in ('lead', 'sponsor') and g.ended_at is null group by g.person_id`,
    { kind: 'pulse_results', subject: { kind: 'pulse_round', id: round.id }, params: { subjects: s.title } },
  )
}

type Opened = {
  /** Group → question → how often each option. */
  counts: Map<string, Map<string, number[]>>
  sizes: Map<string, number>
  comments: Map<string, string[]>
  unreadable: number
}

async function openSlips(
  tx: Tx,
  c: Context,
  round: RoundRow,
  questions: readonly Question[],
  answered: number,
): Promise<Opened> {
  const seal = sealOf(c.config.secret, round.seal!)
  const lines = await linesIn(tx, c, round.id)
  const opened: Opened = { counts: new Map(), sizes: new Map(), comments: new Map(), unreadable: 0 }
  const scored = questions.filter((q) => q.kind !== 'comment')
  let wholes = 0
  let closed = 0
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<{ id: string; sealed: Buffer }>`select id, sealed from pulse_slip
      where organization_id = ${c.organizationId} and id > ${after}::uuid and round_id = ${round.id} order by id limit ${batch}`.execute(
      tx,
    )
    if (rows.length === 0) break
    after = rows.at(-1)!.id
    for (const row of rows) {
      const slip = unseal(seal, row.sealed) as Slip | null
      if (!slip) closed++
      else if ('w' in slip) {
        const list = opened.comments.get(slip.q)
        if (list) list.push(slip.w)
        else opened.comments.set(slip.q, [slip.w])
      } else {
        if (slip.k === 'organization') wholes++
        for (const key of slip.k === 'line' ? upwards(slip.g, lines) : [slip.g])
          add(opened, nameOf(slip.k, key), slip.a, scored)
      }
    }
  }
  opened.unreadable = closed === 0 ? 0 : Math.max(1, answered - wholes)
  return opened
}

function add(opened: Opened, name: string, answers: Record<string, number>, questions: readonly Question[]): void {
  opened.sizes.set(name, (opened.sizes.get(name) ?? 0) + 1)
  let counts = opened.counts.get(name)
  if (!counts)
    opened.counts.set(
      name,
      (counts = new Map(questions.map((q) => [q.id, Array.from({ length: optionsOf(q) + 1 }, () => 0)]))),
    )
  for (const [id, of] of counts) of[answers[id] ?? of.length - 1]!++
}

async function keepCounts(tx: Tx, c: Context, roundId: string, counts: Opened['counts'], shown: ReadonlySet<string>) {
  const rows = [...counts]
    .filter(([name]) => shown.has(name))
    .flatMap(([name, of]) => {
      const space = name.indexOf(' ')
      return [...of].map(([question, n]) => ({ kind: name.slice(0, space), key: name.slice(space + 1), question, n }))
    })
  for (let at = 0; at < rows.length; at += batch) {
    const some = rows.slice(at, at + batch)
    await sql`insert into pulse_count (organization_id, round_id, kind, key, question_id, counts)
      select ${c.organizationId}::uuid, ${roundId}::uuid, x.kind, x.key, x.question, x.counts::integer[]
      from unnest(${some.map((r) => r.kind)}::text[], ${some.map((r) => r.key)}::text[], ${some.map((r) => r.question)}::text[], ${some.map((r) => `{${r.n.join()}}`)}::text[])
        as x (kind, key, question, counts)`.execute(tx)
  }
}

/** Comments have a floor of their own; those under it are destroyed unread. */
async function keepComments(tx: Tx, c: Context, roundId: string, comments: Opened['comments'], enough: boolean) {
  for (const [question, all] of comments) {
    if (!enough || all.length < commentFloor) continue
    await sql`insert into pulse_comment (organization_id, round_id, question_id, words)
      select ${c.organizationId}::uuid, ${roundId}::uuid, ${question}, x from unnest(${shuffled(all)}::text[]) as x`.execute(
      tx,
    )
  }
}

/** Before its last day, by the lead. */
export async function close(c: Context, input: Input<typeof pulse.close>): Promise<Answer<typeof pulse.close>> {
  return c.db.transaction().execute(async (tx) => {
    const round = await roundRow(tx, c, input.roundId)
    if (!round) throw problem('not_found')
    if (round.closed_on) throw problem('pulse_closed', { on: round.closed_on })
    const s = (await surveyRow(tx, c, round.survey_id))!
    await closeRound(tx, c, s, round.id)
    return detailOf(c, tx, s.id)
  })
}

// --- every night

/** Counts who took part, ends what is over, opens what is due, and reminds once. */
export async function nightly(c: Context): Promise<void> {
  const { rows: open } = await sql<{ id: string; survey_id: string }>`
    select id, survey_id from pulse_round where organization_id = ${c.organizationId} and closed_on is null order by opened_on, id`.execute(
    c.db,
  )
  for (const { id, survey_id } of open) {
    await c.db.transaction().execute(async (tx) => {
      await oneAtATime(tx, c)
      const s = (await surveyRow(tx, c, survey_id))!
      const round = await roundRow(tx, c, id, true)
      if (!round || round.closed_on) return
      if (round.closes_on < s.today) return closeRound(tx, c, s, id)
      await takeMarks(tx, c, round)
      const before = round.answered
      await countResponse(tx, c, round, s.today, 'steps')
      const now = (await roundRow(tx, c, id))!
      await remind(tx, c, s, now)
      if (now.answered !== before)
        await record(tx, c, {
          type: 'survey.counted',
          subject: { kind: 'survey', id: s.id },
          data: { roundId: id, answered: now.answered },
        })
    })
  }
  const { rows: due } = await sql<{ id: string }>`select s.id from pulse_survey s
    where s.organization_id = ${c.organizationId} and s.next_on <= (${c.clock.now()}::timestamptz at time zone (select time_zone from organization where id = ${c.organizationId}))::date
    order by s.next_on, s.id`.execute(c.db)
  for (const { id } of due) await openDue(c, id)
}

/**
 * Once, and to everybody who was asked: were it only to those who have not answered, the list
 * of outgoing mail would say who has.
 */
async function remind(tx: Tx, c: Context, s: SurveyRow, round: RoundRow): Promise<void> {
  if (s.reminder_after === null || round.reminded_on !== null) return
  if (addDays(round.opened_on, s.reminder_after) > s.today || round.closes_on <= s.today) return
  await invite(tx, c, s, round, 'pulse_reminder')
  await sql`update pulse_round set reminded_on = ${s.today} where organization_id = ${c.organizationId} and id = ${round.id}`.execute(
    tx,
  )
}
