/** Pausing a wave, letting it go on, and taking it back to before its go-live. */
import * as z from 'zod'
import { operation } from './operation.ts'
import { haltKinds, wave } from './program.ts'

const day = z.iso.date()
const at = z.iso.datetime()
const named = z.object({ id: z.uuid(), name: z.string() })

const halt = z.object({
  id: z.uuid(),
  kind: z.enum(haltKinds),
  reason: z.string(),
  /** What its people were told; null: nothing. */
  letter: z.string().nullable(),
  /** People in it then. */
  people: z.int(),
  begun: z.object({ on: day, at, by: named }),
  ended: z.object({ on: day, at, by: named.nullable(), letter: z.string().nullable() }).nullable(),
})
export type WaveHalt = z.output<typeof halt>

const state = z.object({
  wave,
  /** The newest first. */
  halts: z.array(halt),
  /** What a decision would touch today. */
  now: z.object({
    people: z.int(),
    /** Letters to its people that are on the list and would wait, or wait now. */
    letters: z.int(),
    /** Messages of the wave that are set to go out. */
    messages: z.int(),
    /** Somebody who would get a letter has no address. */
    withoutAddress: z.int(),
  }),
  /** Handed over: it can be paused, and not taken back. */
  handedOver: z.boolean(),
  today: day,
  mayHalt: z.boolean(),
})

/** A decision about many people is explained to whoever asks later. */
const reason = z.string().trim().min(3).max(500)
/** What its people read, in the words of whoever decides; null: they are told by nobody here. */
const letter = z.string().trim().min(1).max(2000).nullable().default(null)
const waveId = z.object({ waveId: z.uuid() })

export const halts = {
  get: operation({
    id: 'halts.get',
    method: 'GET',
    path: '/waves/:waveId/halts',
    permission: 'program.read',
    summary: 'When a wave was paused or taken back, by whom and why, and what a decision would touch today',
    params: waveId,
    response: state,
  }),
  pause: operation({
    id: 'halts.pause',
    method: 'POST',
    path: '/waves/:waveId/pause',
    permission: 'program.halt',
    summary: 'Pause a live wave: nothing asks its people until it goes on; what they wrote they read, and write on',
    params: waveId,
    body: z.object({ reason, letter }),
    response: state,
    problems: ['halt_not_live', 'wave_paused'],
  }),
  resume: operation({
    id: 'halts.resume',
    method: 'POST',
    path: '/waves/:waveId/resume',
    permission: 'program.halt',
    summary: 'Let a paused wave go on: letters that waited and are still of use leave',
    params: waveId,
    body: z.object({ letter }),
    response: state,
    problems: ['halt_not_live', 'wave_not_paused'],
  }),
  rollBack: operation({
    id: 'halts.rollBack',
    method: 'POST',
    path: '/waves/:waveId/roll-back',
    permission: 'program.halt',
    summary:
      'Take a wave back to before its go-live: the practice is hidden, what was written is kept and comes back when it goes live again',
    params: waveId,
    body: z.object({
      reason,
      letter,
      /** When it should go live instead; null: not known yet. */
      goesLiveOn: day.nullable().default(null),
    }),
    response: state,
    problems: ['halt_not_live', 'halt_handed_over', 'rollback_date'],
  }),
}
