/**
 * The funnel of a program's messages, added up from their counts. A sum holds only messages whose own number is told, so it
 * tells nothing that these do not; see docs/decisions/funnel.md.
 */
import type { funnel, FunnelBy } from '../../contract/funnel.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { template } from '../library/library.ts'
import { givenSeries } from '../metrics/metrics.ts'
import { organizationDay } from '../directory/directory.ts'
import type { Context } from '../platform/context.ts'
import { toldOfBoth } from '../program/program.ts'
import { atLeast, messagesSent, type Sent } from '../campaigns/campaigns.ts'

type Funnel = Answer<typeof funnel.get>
type Row = Funnel['rows'][number]
type Counts = Funnel['all']
type Stage = Counts['read']

export async function get(c: Context, input: Input<typeof funnel.get>): Promise<Funnel> {
  const { counted: sent, uncounted, reminders, floor } = await messagesSent(c, input.programId)
  const groups = [...Map.groupBy(sent, (one) => keyOf(one, input.by)).values()]
  const shown = input.by === 'message' ? groups.slice(input.offset, input.offset + input.limit) : groups
  const understanding = await understandingOf(c, sent)
  const times = sent.map((one) => one.counted_at).toSorted()
  return {
    all: { ...countsOf(sent, floor), understood: sent.length > 0 ? understanding.company : null },
    rows: shown
      .map((of) => ({
        ...countsOf(of, floor),
        understood: input.by === 'audience' ? understanding.part(of[0]!) : understanding.waves(of),
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

function countsOf(of: readonly Sent[], floor: number): Omit<Counts, 'understood'> {
  return {
    messages: of.length,
    addressed: sum(of, (one) => one.letters),
    delivered: sum(of, (one) => one.submitted),
    pending: sum(of, (one) => one.pending),
    undelivered: sum(of, (one) => one.undelivered),
    leftOut: sum(of, (one) => one.left_out),
    read: stage(of, (one) => (one.in_app > 0 ? [toldOfBoth(one.opened, one.in_app, floor), one.in_app] : null)),
    trained: stage(of, (one) => done(one, one.trained, floor)),
    acted: stage(of, (one) => done(one, one.acted, floor)),
  }
}

/**
 * At least how many have, from how many at least have not, as follow-ups tell it: one number, told once. Of audiences
 * of a company's own and of messages that come of others nothing is told, as there.
 */
function done(one: Sent, count: number | null, floor: number): readonly [number | null, number] | null {
  if (count === null || one.narrowed || one.reach !== null || one.people === 0) return null
  const open = atLeast(one.people - count, one.people, floor)
  return [open === null ? null : Math.max(0, one.people - open - floor + 1), one.people]
}

function stage(of: readonly Sent[], count: (one: Sent) => readonly [number | null, number] | null): Stage {
  const told = { met: 0, of: 0, messages: 0, hidden: 0 }
  for (const one of of) {
    const found = count(one)
    if (!found) continue
    const [met, all] = found
    if (met === null) told.hidden++
    else {
      told.met += met
      told.of += all
      told.messages++
    }
  }
  return told.messages + told.hidden > 0 ? told : null
}

type Understood = Counts['understood']

/** As metrics gave it out last; of waves, as far as all of them were. */
async function understandingOf(
  c: Context,
  sent: readonly Sent[],
): Promise<{ company: Understood; waves(of: readonly Sent[]): Understood; part(one: Sent): Understood }> {
  const today = await organizationDay(c)
  const last = async (kind: 'organization' | 'wave' | 'manager', keys: readonly string[]) =>
    new Map(
      (await givenSeries(c, kind, keys, ['L6'], today, { days: 400, weekly: false })).map((one) => [one.key, one]),
    )
  const [company, waves, parts] = await Promise.all([
    last('organization', ['']),
    last('wave', [...new Set(sent.map((one) => one.wave_id))]),
    last('manager', ['yes', 'no']),
  ])
  const told = (
    found: { met: number; of: number; asOf: string } | undefined,
    about: NonNullable<Understood>['about'],
  ) => (found ? { met: found.met, of: found.of, asOf: found.asOf, about } : null)
  return {
    company: told(company.get(''), 'company'),
    waves(of) {
      const ids = [...new Set(of.map((one) => one.wave_id))]
      const found = ids.flatMap((id) => waves.get(id) ?? [])
      if (found.length < ids.length) return null
      return {
        met: found.reduce((total, one) => total + one.met, 0),
        of: found.reduce((total, one) => total + one.of, 0),
        asOf: found.map((one) => one.asOf).toSorted()[0]!,
        about: 'waves',
      }
    },
    part(one) {
      if (one.narrowed) return null
      switch (one.readers) {
        case 'everyone':
          return told(company.get(''), 'company')
        case 'employees':
          return told(parts.get('no'), 'others')
        case 'managers':
          return told(parts.get('yes'), 'managers')
        case 'leaders':
        case 'hr':
        case 'champions':
          return null
      }
    },
  }
}
