import type { Request } from '../../contract/operation.ts'
import { live } from '../../contract/live.ts'
import { type CasesFor, parts, type World } from '../access/permission-cases.ts'
import { create as createAudience } from '../directory/audiences.ts'
import { addMs } from '../platform/clock.ts'
import { liveWave } from '../program/permission.cases.ts'
import { mark, openCode } from './attending.ts'
import { book } from './booking.ts'
import { plan } from './planning.ts'

const inWave = {
  parts: parts.filter((p) => p !== 'admin'),
  because: 'An administrator outside the people file is in no wave, so no session is for them.',
}

/** The session of these cases is planned by the program lead and led by them and the trainer. */
const asked = {
  parts: inWave.parts.filter((p) => p !== 'lead' && p !== 'trainer'),
  because: 'Whoever reads what people thought of a session does not answer; an administrator is in no wave.',
}

/** In twenty minutes: not begun, and near enough to note who came. */
function soon(w: World): Omit<Request<typeof live.change>, 'sessionId'> {
  const at = addMs(w.base.clock.now(), 20 * 60_000)
  return {
    title: w.unique('Session'),
    language: 'en',
    timeZone: 'UTC',
    day: at.slice(0, 10),
    from: at.slice(11, 16),
    to: '23:59',
    seats: 30,
    leaderIds: [w.people.lead, w.people.trainer],
  }
}

async function session(w: World): Promise<{ sessionId: string }> {
  const { id: sessionId } = await plan(
    await w.as('lead'),
    live.plan.body!.parse({
      ...soon(w),
      programId: liveWave(w).programId,
      waveId: null,
      who: 'everyone',
      invite: false,
    }),
  )
  return { sessionId }
}
const ofViewer = { about: 'viewer', input: session, only: inWave } as const

export const cases: CasesFor<typeof live> = {
  'live.upcoming': { about: 'viewer' },
  'live.session': ofViewer,
  'live.book': ofViewer,
  'live.giveBack': {
    about: 'viewer',
    only: inWave,
    async input(w, subject) {
      const made = await session(w)
      if (subject !== w.people.admin) await book(await w.as(subject), made)
      return made
    },
  },
  'live.come': {
    about: 'viewer',
    only: inWave,
    async input(w) {
      const made = await session(w)
      return { ...made, code: (await openCode(await w.as('lead'), made)).code!.code }
    },
  },
  'live.evaluate': {
    about: 'viewer',
    only: asked,
    async input(w, subject) {
      const made = await session(w)
      if (subject !== w.people.admin) await mark(await w.as('lead'), { ...made, personId: subject, came: true })
      return { ...made, useful: 4, before: 2, after: 4 }
    },
  },
  'live.calendar': ofViewer,
  'live.options': {},
  'live.list': {},
  'live.plan': {
    input: (w) => ({ ...soon(w), programId: liveWave(w).programId, waveId: null, who: 'everyone', invite: false }),
  },
  'live.inviteAudience': {
    input: async (w) => ({
      audienceId: (await createAudience(await w.as('lead'), { name: w.unique('Audience'), rule: { everyone: true } }))
        .id,
      sessionIds: [(await session(w)).sessionId],
    }),
  },
  'live.room': { input: session },
  'live.change': { input: async (w) => ({ ...(await session(w)), ...soon(w) }) },
  'live.callOff': { input: async (w) => ({ ...(await session(w)), reason: 'Nobody could come' }) },
  'live.mark': { input: async (w, subject) => ({ ...(await session(w)), personId: subject, came: true }) },
  'live.openCode': { input: session },
  'live.workshops': {},
  'live.workshop': { input: () => ({ workshopId: 'first-checkin' }) },
}
