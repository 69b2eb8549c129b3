/**
 * The funnel of a program's messages, added up from their counts. A sum holds only messages whose own number is told, so it
 * tells nothing that these do not; see docs/decisions/funnel.md.
 */
import type { funnel, FunnelBy } from '../../contract/funnel.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { template } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { toldOfBoth } from '../program/program.ts'
import { messagesSent, type Sent } from '../campaigns/campaigns.ts'
import { type People, peopleOf } from './people.ts'

type Funnel = Answer<typeof funnel.get>
type Row = Funnel['rows'][number]
type Counts = Funnel['all']

export async function get(c: Context, input: Input<typeof funnel.get>): Promise<Funnel> {
  const { counted: sent, uncounted, reminders, floor } = await messagesSent(c, input.programId)
  const groups = [...Map.groupBy(sent, (one) => keyOf(one, input.by)).values()]
  const shown = input.by === 'message' ? groups.slice(input.offset, input.offset + input.limit) : groups
  const people = await peopleOf(c, sent)
  const times = sent.map((one) => one.counted_at).toSorted()
  return {
    all: { ...countsOf(sent, floor), ...people.ofWaves(sent) },
    rows: shown
      .map((of) => ({
        ...countsOf(of, floor),
        ...(input.by === 'audience'
          ? people.ofPart(of[0]!)
          : input.by === 'message'
            ? people.ofMessage(of[0]!)
            : people.ofWaves(of)),
        ...aboutOf(of[0]!, input.by, input.language),
      }))
      .toSorted((a, b) => (input.by === 'message' ? 0 : b.addressed - a.addressed)),
    total: groups.length,
    reminders,
    uncounted,
    countedFrom: times[0] ?? null,
    countedUntil: times.at(-1) ?? null,
    smallestGroup: floor,
  }
}

function keyOf(one: Sent, by: FunnelBy): string {
  switch (by) {
    case 'message':
      return one.id
    case 'sender':
      return one.voice === 'champion' ? 'champions' : (one.sender_id ?? 'nobody')
    case 'audience':
      return `${one.readers} ${one.audience ?? ''}`
    case 'wave':
      return one.wave_id
    case 'purpose':
      return template(one.template).purpose
  }
}

function aboutOf(one: Sent, by: FunnelBy, language: string): Pick<Row, FunnelBy> {
  const none = { message: null, sender: null, audience: null, wave: null, purpose: null }
  switch (by) {
    case 'message': {
      const { texts } = template(one.template)
      return {
        ...none,
        message: {
          id: one.id,
          title: (texts.find((t) => t.language === language) ?? texts[0])?.title ?? one.template,
          wave: one.wave_name,
          sender: one.voice === 'champion' ? null : one.sender_name,
          startedAt: one.started_at,
          cancelled: one.cancelled,
        },
      }
    }
    case 'sender':
      return {
        ...none,
        sender:
          one.voice === 'champion'
            ? 'champions'
            : one.sender_id
              ? { id: one.sender_id, name: one.sender_name ?? '', title: one.sender_title ?? '' }
              : 'nobody',
      }
    case 'audience':
      return { ...none, audience: { readers: one.readers, narrowed: one.audience } }
    case 'wave':
      return { ...none, wave: { id: one.wave_id, name: one.wave_name } }
    case 'purpose':
      return { ...none, purpose: template(one.template).purpose }
  }
}

const sum = (of: readonly Sent[], count: (one: Sent) => number): number =>
  of.reduce((total, one) => total + count(one), 0)

function countsOf(of: readonly Sent[], floor: number): Omit<Counts, keyof People> {
  return {
    messages: of.length,
    addressed: sum(of, (one) => one.letters),
    delivered: sum(of, (one) => one.submitted),
    pending: sum(of, (one) => one.pending),
    undelivered: sum(of, (one) => one.undelivered),
    leftOut: sum(of, (one) => one.left_out),
    read: readOf(of, floor),
  }
}

function readOf(of: readonly Sent[], floor: number): Counts['read'] {
  const told = { met: 0, of: 0, messages: 0, hidden: 0 }
  for (const { opened, in_app } of of.filter((one) => one.in_app > 0)) {
    const met = toldOfBoth(opened, in_app, floor)
    if (met === null) told.hidden++
    else {
      told.met += met
      told.of += in_app
      told.messages++
    }
  }
  return told.messages + told.hidden > 0 ? told : null
}
