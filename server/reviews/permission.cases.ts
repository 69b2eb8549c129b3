import { sql } from 'kysely'
import { reviews } from '../../contract/reviews.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { sourceOf } from '../people/people.ts'
import { bring } from './bring.ts'
import { createCycle } from './cycles.ts'
import { nominate } from './peers.ts'
import { leaveOut, setManager } from './people.ts'
import { share } from './share.ts'
import { save, submit } from './sheets.ts'
import { filled, makeCycle, type Made } from './testing-cycle.ts'

// program/permission.cases.ts makes the wave in which everybody employed has reviews.
const shared = new Map<string, Promise<Made>>()
/** One running cycle of the subject's whole company for reads; cases that change it make their own, of the subject alone. */
function running(w: World): Promise<Made> {
  let made = shared.get(w.organizationId)
  if (!made) shared.set(w.organizationId, (made = makeCycle(w, () => ({}), { on: ['second', 'hr', 'upward'] })))
  return made
}
const own = (w: World, subject: string) =>
  makeCycle(w, () => ({ upward: { mode: 'attributed' } }), { on: ['upward'], off: ['second'], people: [subject] })

const draft = async (w: World) => ({
  cycleId: (await createCycle(await w.as('lead'), reviews.createCycle.body!.parse({ name: w.unique('Cycle') }))).id,
})
const managerOf = (w: World) => w.people.manager
const theirs = { parts: ['self', 'manager'], because: 'Who is asked is between the person and their manager.' } as const
const writer = (part: 'self' | 'manager' | 'peer') => ({
  parts: [part],
  because: 'A form is its writer’s; here that is them.',
})
const written = async (w: World, subject: string) => {
  const made = await own(w, subject)
  const taskId = await made.taskOf(managerOf(w), 'manager')
  await submit(await w.as('manager'), { taskId, answers: filled.manager })
  return { ...made, taskId, reviewId: await made.reviewOf(subject) }
}
const peerTask = async (w: World, subject: string) => {
  const made = await own(w, subject)
  await nominate(await w.as('manager'), { reviewId: await made.reviewOf(subject), personIds: [w.people.peer] })
  return { taskId: await made.taskOf(w.people.peer, 'peer') }
}

const kept = new Map<string, Promise<unknown>>()
/**
 * One input for all callers of a case: whoever is refused changes nothing. Where several
 * callers may and it can be done only once, `used` says when the next one is needed.
 */
const once =
  <T>(
    key: string,
    make: (w: World, subject: string) => Promise<T>,
    used?: (w: World, input: T) => Promise<{ rows: unknown[] }>,
  ) =>
  async (w: World, subject: string): Promise<T> => {
    const name = `${w.organizationId}:${subject}:${key}`
    const found = kept.get(name) as Promise<T> | undefined
    if (found && !(used && (await used(w, await found)).rows.length > 0)) return found
    const made = make(w, subject)
    kept.set(name, made)
    return made
  }
const database = async (w: World) => (await w.as('lead')).db

const like = once('like', own)

/** One review of the subject from an earlier tool, by their manager. */
const brought = once('brought', async (w, subject) => {
  const lead = await w.as('lead')
  const { rows } = await sql<{
    number: string
    own: boolean
  }>`select employee_number as number, id = ${subject} as own from person
    where id in (${subject}, ${managerOf(w)})`.execute(lead.db)
  const number = (own: boolean) => rows.find((r) => r.own === own)?.number
  const cycle = w.unique('Round')
  const report = await bring(
    lead,
    sourceOf(
      'reviews.csv',
      Buffer.from(
        `Employee number,Manager ID,Review cycle,Period end,Overall rating\n${number(true)},${number(false)},${cycle},2020-12-31,Good\n`,
      ),
    ),
    { dryRun: false, acceptGoodRows: false },
  )
  if (report.reviews !== 1) throw new Error('The case brings one review.')
  const found = await sql<{ id: string }>`select id from earlier_review where cycle = ${cycle}`.execute(lead.db)
  return { earlierId: found.rows[0]!.id }
})
const theirOwn = {
  parts: ['self', 'manager', 'hr_in'],
  because: 'The person, the manager whose review it was, and the HR partner of the person.',
} as const

export const cases: CasesFor<typeof reviews> = {
  'reviews.import': {
    input: (w) => ({ name: w.unique('reviews'), dryRun: 'false' }),
    file: (w) =>
      Buffer.from(
        `Employee number,Review cycle,Period end,Overall rating\n1004,${w.unique('Round')},2020-12-31,Good\n`,
      ),
  },
  'reviews.imports': {},
  'reviews.removeImport': {
    input: async (w) => {
      const lead = await w.as('lead')
      const cycle = w.unique('Round')
      await bring(
        lead,
        sourceOf(
          'reviews.csv',
          Buffer.from(`Employee number,Review cycle,Period end,Overall rating\n1004,${cycle},2020-12-31,Good\n`),
        ),
        { dryRun: false, acceptGoodRows: false },
      )
      const { rows } = await sql<{
        id: string
      }>`select import_id as id from earlier_review where cycle = ${cycle}`.execute(lead.db)
      return { importId: rows[0]!.id }
    },
  },
  'reviews.about': { input: (_w, subject) => ({ personId: subject }) },
  'reviews.earlier': { input: brought, only: theirOwn },
  'reviews.earlierPdf': { input: brought, only: theirOwn },
  'reviews.cycles': {},
  'reviews.forms': {},
  'reviews.createCycle': { input: (w) => ({ name: w.unique('Cycle') }) },
  'reviews.cycle': { input: async (w) => ({ cycleId: (await running(w)).cycleId }) },
  'reviews.savePlan': {
    async input(w) {
      const made = await createCycle(await w.as('lead'), reviews.createCycle.body!.parse({ name: w.unique('Cycle') }))
      return { cycleId: made.id, revision: made.revision, plan: { ...made.plan, name: w.unique('Cycle') } }
    },
  },
  'reviews.removeCycle': { input: draft },
  'reviews.check': { input: draft },
  'reviews.launch': {
    async input(w, subject) {
      const made = await createCycle(
        await w.as('lead'),
        reviews.createCycle.body!.parse({ name: w.unique('Cycle'), likeCycleId: (await like(w, subject)).cycleId }),
      )
      return { cycleId: made.id, revision: made.revision, people: 1 }
    },
  },
  'reviews.moveStage': {
    input: once('moveStage', async (w, subject) => ({
      cycleId: (await own(w, subject)).cycleId,
      stage: 'share',
      opensOn: w.base.clock.now().slice(0, 10),
      dueOn: '2030-01-01',
      reason: 'More time',
    })),
  },
  'reviews.reminder': { input: async (w) => ({ cycleId: (await running(w)).cycleId, stage: 'self' }) },
  'reviews.remind': {
    input: once(
      'remind',
      async (w, subject) => ({ cycleId: (await own(w, subject)).cycleId, stage: 'self', people: 1 }),
      async (w, { cycleId }) =>
        sql`select 1 from review_notice where cycle_id = ${cycleId} and kind = 'reminded'`.execute(await database(w)),
    ),
  },
  'reviews.closeCycle': {
    input: once('closeCycle', async (w, subject) => ({ cycleId: (await own(w, subject)).cycleId })),
  },
  'reviews.progress': { input: async (w) => ({ cycleId: (await running(w)).cycleId }) },
  'reviews.late': { input: async (w) => ({ cycleId: (await running(w)).cycleId }) },
  'reviews.people': { input: async (w) => ({ cycleId: (await running(w)).cycleId }) },
  'reviews.trace': {
    input: async (w, subject) => ({ reviewId: await (await running(w)).reviewOf(subject) }),
  },
  'reviews.addPeople': {
    input: once('addPeople', async (w, subject) => ({
      cycleId: (await own(w, subject)).cycleId,
      personIds: [w.people.peer],
    })),
  },
  'reviews.leaveOut': {
    input: once('leaveOut', async (w, subject) => ({
      reviewId: await (await own(w, subject)).reviewOf(subject),
      reason: 'New here',
    })),
  },
  'reviews.bringBack': {
    input: once('bringBack', async (w, subject) => {
      const reviewId = await (await own(w, subject)).reviewOf(subject)
      await leaveOut(await w.as('lead'), { reviewId, reason: 'New here' })
      return { reviewId }
    }),
  },
  'reviews.setManager': {
    input: once('setManager', async (w, subject) => ({
      reviewId: await (await own(w, subject)).reviewOf(subject),
      personId: w.people.leader,
      reason: 'The manager is away',
    })),
  },
  'reviews.export': { input: async (w) => ({ cycleId: (await running(w)).cycleId }) },
  'reviews.mine': { about: 'viewer' },
  'reviews.sheet': {
    input: async (w, subject) => ({ taskId: await (await running(w)).taskOf(subject, 'self') }),
    only: writer('self'),
  },
  'reviews.evidence': {
    input: async (w, subject) => ({ taskId: await (await running(w)).taskOf(subject, 'self') }),
    only: writer('self'),
  },
  'reviews.save': {
    input: once('save', async (w, subject) => ({
      taskId: await (await own(w, subject)).taskOf(subject, 'self'),
      answers: { worked: { words: w.unique('Words') } },
    })),
    only: writer('self'),
  },
  'reviews.submit': {
    input: once(
      'submit',
      async (w, subject) => ({ taskId: await (await own(w, subject)).taskOf(subject, 'self'), answers: filled.self }),
      async (w, { taskId }) =>
        sql`select 1 from review_task where id = ${taskId} and submitted_at is not null`.execute(await database(w)),
    ),
    only: writer('self'),
  },
  'reviews.reopen': {
    input: once(
      'reopen',
      async (w, subject) => ({ taskId: (await written(w, subject)).taskId, reason: 'A word is missing' }),
      async (w, { taskId }) =>
        sql`select 1 from review_task where id = ${taskId} and submitted_at is null`.execute(await database(w)),
    ),
    only: {
      parts: ['manager', 'lead', 'hr_in'],
      because: 'The writer opens their own again; the lead and the HR partner of the person with a reason.',
    },
  },
  'reviews.decline': { input: once('decline', peerTask), only: writer('peer') },
  'reviews.delegate': {
    input: once('delegate', async (w, subject) => ({
      taskId: await (await own(w, subject)).taskOf(managerOf(w), 'manager'),
      personId: w.people.leader,
    })),
    only: writer('manager'),
  },
  'reviews.handOver': {
    input: once('handOver', async (w, subject) => {
      const made = await own(w, subject)
      const taskId = await made.taskOf(managerOf(w), 'manager')
      await save(await w.as('manager'), { taskId, answers: { worked: { words: 'Begun' } } })
      await setManager(await w.as('lead'), {
        reviewId: await made.reviewOf(subject),
        personId: w.people.leader,
        reason: 'Moves on',
      })
      return { taskId }
    }),
    only: writer('manager'),
  },
  'reviews.nominations': {
    input: async (w, subject) => ({ reviewId: await (await running(w)).reviewOf(subject) }),
    only: theirs,
  },
  'reviews.nominate': {
    input: once(
      'nominate',
      async (w, subject) => ({
        reviewId: await (await own(w, subject)).reviewOf(subject),
        personIds: [w.people.peer, w.people.stranger],
      }),
      async (w, { reviewId }) =>
        sql`select 1 from review_nomination where review_id = ${reviewId}`.execute(await database(w)),
    ),
    only: theirs,
  },
  'reviews.decide': {
    input: once('decide', async (w, subject) => {
      const reviewId = await (await own(w, subject)).reviewOf(subject)
      await nominate(await w.as(subject), { reviewId, personIds: [w.people.peer, w.people.stranger] })
      return { reviewId, approve: [w.people.peer], refuse: [w.people.stranger] }
    }),
    only: { parts: ['manager'], because: 'The manager says yes or no to whom the person named.' },
  },
  'reviews.get': {
    input: async (w, subject) => ({ reviewId: await (await running(w)).reviewOf(subject) }),
    only: {
      parts: ['self', 'manager', 'second_manager', 'hr_in'],
      because: 'Leaders above read only what is shared, where the cycle says so; here it is neither.',
    },
  },
  'reviews.pdf': {
    input: once('pdf', async (w, subject) => {
      const { reviewId } = await written(w, subject)
      await share(await w.as('manager'), { reviewId })
      return { reviewId }
    }),
    only: {
      parts: ['self', 'manager', 'hr_in'],
      because: 'Whoever reads the shared review; here no second manager is asked and leaders read nothing.',
    },
  },
  'reviews.share': {
    input: once('share', async (w, subject) => ({ reviewId: (await written(w, subject)).reviewId })),
    only: { parts: ['manager'], because: 'The manager shares what they wrote.' },
  },
  'reviews.shareAll': { input: async (w) => ({ cycleId: (await running(w)).cycleId }) },
  'reviews.acknowledge': {
    input: once('acknowledge', async (w, subject) => {
      const { reviewId } = await written(w, subject)
      await share(await w.as('manager'), { reviewId })
      return { reviewId }
    }),
    only: { parts: ['self'], because: 'Only the person says that they have read it.' },
  },
  'reviews.clear': {
    input: once('clear', async (w, subject) => {
      const made = await makeCycle(w, () => ({}), { on: ['hr'], off: ['second'], people: [subject] })
      await submit(await w.as('manager'), {
        taskId: await made.taskOf(managerOf(w), 'manager'),
        answers: filled.manager,
      })
      return { reviewId: await made.reviewOf(subject) }
    }),
  },
}
