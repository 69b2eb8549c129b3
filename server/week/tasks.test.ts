import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Pair } from '../../contract/checkins.ts'
import { addDays } from '../platform/clock.ts'
import type { Task } from '../../contract/week.ts'
import { type Facts, isAsked, mostTasks, tasksOf } from './tasks.ts'
import { nothing } from './testing-facts.ts'

const today = '2026-03-02'
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const pairIn = (n: number, days: number, ready = false): Pair => ({
  person: { id: id(n), name: `Person ${n}`, title: '' },
  side: 'manager',
  second: false,
  cadence: 'weekly',
  windowEndsOn: addDays(today, days),
  lastHeldOn: null,
  held: 0,
  lastId: null,
  disputedId: null,
  due: {
    on: addDays(today, days),
    days,
    state: days < 0 ? 'waiting' : days === 0 ? 'today' : days <= 3 ? 'soon' : 'later',
  },
  open: {
    id: id(n + 500),
    plannedFor: addDays(today, days),
    mineReady: ready,
    theirsReady: false,
    items: 0,
    startsAt: null,
  },
})

describe('what is worth doing', () => {
  it('proposes feedback to somebody who has had none for long only after all that waits', () => {
    const untold = { id: id(9), name: 'Ida' }
    const facts = { ...nothing, feedback: { ...nothing.feedback, untold } }
    expect(tasksOf(facts).todo).toEqual([{ kind: 'feedback_idea', person: untold }])
    const goals = [1, 2].map((n) => ({ id: id(n), title: `Goal ${n}`, endsOn: addDays(today, 30), quietDays: 40 }))
    expect(tasksOf({ ...facts, goals }).todo.map((t) => t.kind)).toEqual(['goal_quiet', 'goal_quiet', 'feedback_idea'])
    expect(tasksOf({ ...facts, halted: { me: null, others: new Set([id(9)]) } }).todo).toEqual([])
    expect(tasksOf({ ...facts, halted: { me: 'pause', others: new Set() } }).todo).toEqual([])
  })

  it('asks a sender first of all for their word on a message', () => {
    const message = {
      campaignId: id(7),
      title: 'Why we start',
      askedBy: { id: id(1), name: 'Ada' },
      people: 240,
      upTo: false,
      sendsOn: addDays(today, 9),
    }
    const { todo } = tasksOf({ ...nothing, pairs: [pairIn(1, 0), pairIn(2, -4)], toApprove: [message] })
    expect(todo.map((t) => t.kind)).toEqual(['message_approve', 'checkin', 'checkin'])
    expect(todo[0]).toEqual({ kind: 'message_approve', ...message })
  })

  it('reminds of a course a week before it is due, behind whoever waits for an answer', () => {
    const course = (days: number) => ({
      courseId: 'feedback',
      title: 'Feedback',
      dueOn: addDays(today, days),
      minutes: 6,
      started: false,
    })
    const asked = { roundId: id(3), title: 'How is it going?', closesOn: addDays(today, 6), seconds: 40 }
    expect(tasksOf({ ...nothing, courses: [course(5)] }).todo).toEqual([{ kind: 'training', ...course(5) }])
    for (const days of [5, 0, -20])
      expect(
        tasksOf({ ...nothing, courses: [course(days)], surveys: [asked], pairs: [pairIn(1, 0)] }).todo.map(
          (t) => t.kind,
        ),
      ).toEqual(['checkin', 'pulse', 'training'])
    // Late goes before one's own order.
    const goal = { id: id(4), title: 'Ship it', endsOn: addDays(today, 30), quietDays: 22 }
    expect(tasksOf({ ...nothing, courses: [course(-1)], goals: [goal] }).todo.map((t) => t.kind)).toEqual([
      'training',
      'goal_quiet',
    ])
  })

  it('tells of a session with a seat on its day first, and of an invitation before it is over', () => {
    const at = (days: number, seat: 'seated' | 'waiting' | 'invited') => {
      const on = addDays(today, days)
      const one = {
        sessionId: id(3),
        title: 'Listening',
        startsAt: `${on}T09:00:00Z`,
        endsAt: `${on}T10:00:00Z`,
        place: '',
        seat,
      }
      return tasksOf({ ...nothing, pairs: [pairIn(1, -4)], nextGoal: true, seats: [{ ...one, on }] }).todo.map(
        (t) => t.kind,
      )
    }
    expect(at(0, 'seated')).toEqual(['session', 'checkin', 'next_goal'])
    expect(at(1, 'seated')).toEqual(['checkin', 'session', 'next_goal'])
    expect(at(5, 'seated')).toEqual(['checkin', 'next_goal', 'session'])
    expect(at(2, 'invited')).toEqual(['checkin', 'session', 'next_goal'])
    expect(at(15, 'invited')).toEqual(['checkin', 'next_goal', 'session'])
  })

  it('asks nobody in a pause to book, and still says where somebody has a seat', () => {
    const on = addDays(today, 1)
    const one = {
      sessionId: id(3),
      title: 'Listening',
      startsAt: `${on}T09:00:00Z`,
      endsAt: `${on}T10:00:00Z`,
      place: '',
      on,
    }
    const kinds = (seat: 'seated' | 'invited') =>
      tasksOf({ ...nothing, seats: [{ ...one, seat }], halted: { me: 'pause', others: new Set() } }).todo.map(
        (t) => t.kind,
      )
    expect([kinds('seated'), kinds('invited')]).toEqual([['session'], []])
  })

  it('reminds of a session of calibration, on its day before one’s own order', () => {
    const session = { sessionId: id(3), name: 'Works', cycle: 'Half-year', as: 'participant' as const, open: false }
    const at = (days: number) => ({ ...session, heldOn: addDays(today, days) })
    const kinds = (days: number) =>
      tasksOf({ ...nothing, pairs: [pairIn(1, -4)], nextGoal: true, sessions: [at(days)] }).todo.map((t) => t.kind)
    expect(kinds(0)).toEqual(['calibration', 'checkin', 'next_goal'])
    expect(kinds(2)).toEqual(['checkin', 'calibration', 'next_goal'])
    expect(kinds(6)).toEqual(['checkin', 'next_goal', 'calibration'])
    expect(kinds(-2)).toEqual(['checkin', 'calibration', 'next_goal'])
  })

  it('says who waits for a look, and reminds of an action when its day is near', () => {
    const other = { id: id(1), name: 'Ada' }
    const { todo } = tasksOf({
      ...nothing,
      growth: {
        actions: [{ actionId: id(2), words: 'Ask first', dueOn: addDays(today, 2) }],
        looks: [{ personId: id(1), side: 'manager', other }],
      },
    })
    expect(todo).toEqual([
      { kind: 'growth_look', personId: id(1), side: 'manager', other },
      { kind: 'growth_action', actionId: id(2), words: 'Ask first', dueOn: addDays(today, 2) },
    ])
  })

  it('says that somebody wrote and that somebody asks, the sooner the more pressing', () => {
    const person = { id: id(1), name: 'Ada' }
    const asked = (n: number, days: number) => ({
      requestId: id(n),
      about: person,
      askedBy: person,
      dueOn: addDays(today, days),
    })
    const { todo, more } = tasksOf({
      ...nothing,
      feedback: {
        toAnswer: [asked(2, 2), asked(3, 9), asked(4, 20)],
        toApprove: [{ requestId: id(5), about: person, dueOn: addDays(today, 20) }],
        unread: [{ itemId: id(6), author: null }],
        untold: null,
      },
    })
    expect(todo.map((t) => t.kind)).toEqual(['feedback_asked', 'feedback_new', 'feedback_approve'])
    expect(todo[0]).toMatchObject({ requestId: id(2) })
    expect(more).toBe(2)
  })

  it('puts a signature before all, a question that waits too long after a talk that is late, one in time after what has a day', () => {
    const toSign = [{ waveId: id(7), wave: 'Wave 1' }]
    const policy = { programId: id(8), policyId: id(9), title: 'How we talk', dueOn: addDays(today, 2) }
    const kinds = (late: number) =>
      tasksOf({ ...nothing, pairs: [pairIn(2, -4)], policies: [policy], desk: { waiting: 2, late } }).todo.map(
        (task) => task.kind,
      )
    expect(kinds(1)).toEqual(['checkin', 'desk', 'policy'])
    expect(kinds(0)).toEqual(['checkin', 'policy', 'desk'])
    expect(tasksOf({ ...nothing, toSign, desk: { waiting: 1, late: 1 } }).todo).toEqual([
      { kind: 'handover', ...toSign[0] },
      { kind: 'desk', waiting: 1, late: 1 },
    ])
    expect(tasksOf({ ...nothing, desk: { waiting: 0, late: 0 } }).todo).toEqual([])
  })

  it('is nothing when nothing waits', () => {
    expect(tasksOf(nothing)).toEqual({ todo: [], more: 0, later: [] })
    expect(tasksOf({ ...nothing, pairs: [pairIn(1, 10), pairIn(2, 2, true)] }).todo).toEqual([])
  })

  it('puts the talk of today before the policy, and the policy before the quiet goal', () => {
    const { todo } = tasksOf({
      ...nothing,
      pairs: [pairIn(1, 0)],
      policies: [{ programId: id(1), policyId: id(2), title: 'Expectations', dueOn: addDays(today, 2) }],
      goals: [{ id: id(3), title: 'Quiet', endsOn: addDays(today, 30), quietDays: 30 }],
    })
    expect(todo.map((t) => t.kind)).toEqual(['checkin', 'policy', 'goal_quiet'])
  })

  it('leaves room for other things beside the check-ins of a large team', () => {
    const { todo, more } = tasksOf({
      ...nothing,
      pairs: Array.from({ length: 20 }, (_, n) => pairIn(n, -n)),
      policies: [{ programId: id(1), policyId: id(2), title: 'P', dueOn: null }],
    })
    expect(todo.map((t) => t.kind)).toEqual(['checkin', 'checkin', 'policy'])
    expect(more).toBe(18)
  })

  it('asks for the first goal, and more so in its last week', () => {
    const policies = [{ programId: id(1), policyId: id(2), title: 'P', dueOn: addDays(today, 1) }]
    expect(tasksOf({ ...nothing, policies, firstGoalBy: addDays(today, 20) }).todo.map((t) => t.kind)).toEqual([
      'policy',
      'first_goal',
    ])
    expect(tasksOf({ ...nothing, policies, firstGoalBy: addDays(today, 5) }).todo.map((t) => t.kind)).toEqual([
      'first_goal',
      'policy',
    ])
  })

  it('asks for the next goal when all are closed', () => {
    expect(tasksOf({ ...nothing, nextGoal: true }).todo).toEqual([{ kind: 'next_goal' }])
  })

  it('never shows more than three, never three of a kind, and counts the rest', () => {
    const pair = fc
      .tuple(fc.nat(99), fc.integer({ min: -30, max: 30 }), fc.boolean())
      .map(([n, d, r]) => pairIn(n, d, r))
    const goal = fc.record({
      id: fc.uuid(),
      title: fc.string(),
      endsOn: fc.integer({ min: -60, max: 60 }).map((n) => addDays(today, n)),
      quietDays: fc.nat(60),
    })
    fc.assert(
      fc.property(
        fc.array(pair, { maxLength: 30 }),
        fc.array(goal, { maxLength: 10 }),
        fc.boolean(),
        (pairs, goals, first) => {
          const { todo, more, later } = tasksOf({ ...nothing, pairs, goals, firstGoalBy: first ? today : null })
          expect(todo.length).toBeLessThanOrEqual(mostTasks)
          expect(later.length).toBe(Math.min(more, 20))
          expect(later.filter((task) => todo.includes(task))).toEqual([])
          for (const kind of new Set(todo.map((t) => t.kind)))
            expect(todo.filter((t) => t.kind === kind).length).toBeLessThanOrEqual(2)
          if (todo.length === 0) expect(more).toBe(0)
        },
      ),
    )
  })
})

describe('a wave that is paused or was taken back', () => {
  const named = (id: string) => ({ id, name: id })
  const every: Task[] = [
    { kind: 'first_goal', by: '2026-03-09' },
    { kind: 'policy', programId: 'p', policyId: 'q', title: 'How we talk', dueOn: null },
    { kind: 'training', courseId: 'c', title: 'Course', dueOn: '2026-03-03', minutes: 5, started: false },
    { kind: 'pulse', roundId: 'r', title: 'How is it?', closesOn: '2026-03-04', seconds: 60 },
    {
      kind: 'review_write',
      taskId: 't',
      role: 'manager',
      subject: named('report'),
      cycle: 'Q1',
      dueOn: '2026-03-04',
      count: 1,
    },
    { kind: 'feedback_asked', requestId: 'f', about: named('report'), askedBy: named('a'), dueOn: '2026-03-04' },
    { kind: 'desk', waiting: 1, late: 0 },
    { kind: 'roadmap', taskId: 't', title: 'Decide', dueOn: '2026-03-04', wave: null },
  ]
  const kinds = (halted: Facts['halted']) => every.filter((task) => isAsked(task, halted)).map((task) => task.kind)
  it('asks nobody in it, and goes on asking whoever runs the program', () => {
    expect(kinds({ me: 'pause', others: new Set() })).toEqual(['desk', 'roadmap'])
    expect(kinds({ me: 'rollback', others: new Set() })).toEqual(['policy', 'training', 'desk', 'roadmap'])
    expect(kinds({ me: null, others: new Set(['report']) })).toEqual(
      every.map((task) => task.kind).filter((kind) => kind !== 'review_write' && kind !== 'feedback_asked'),
    )
    expect(kinds({ me: null, others: new Set() })).toEqual(every.map((task) => task.kind))
  })
})
