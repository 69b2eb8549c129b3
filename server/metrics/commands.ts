/** Operators' commands: one number with everything it rests on, and computing numbers again. */
import { metricIds, type MetricId, type SegmentKind, segmentKinds } from '../../contract/metrics.ts'
import { command, orgOption, UsageError } from '../platform/command.ts'
import { addDays } from '../platform/clock.ts'
import { publish, recompute, zoneOf } from './nightly.ts'
import { numberAt } from './number.ts'

function day(name: string, value: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(Date.parse(value)) || addDays(value, 0) !== value)
    throw new UsageError(`${name} takes a day, YYYY-MM-DD.`)
  return value
}

export const commands = [
  command({
    name: 'metrics show',
    summary: 'One number on a day: numerator, denominator, version of the definition, when it was known.',
    args: ['ID'],
    options: {
      org: orgOption,
      'as-of': { type: 'string', value: 'DATE', required: true, help: 'the day the number is about, YYYY-MM-DD' },
      segment: {
        type: 'string',
        value: 'KIND=KEY',
        help: `a part of the company: ${segmentKinds.slice(1).join(', ')}; the whole company unless told`,
      },
      roster: { type: 'string', value: 'ROSTER', help: 'live or frozen; live unless told' },
    },
    async run(base, { args, options }) {
      const id = args[0] as MetricId
      if (!metricIds.includes(id)) throw new UsageError(`${args[0]} is no metric. There are ${metricIds.join(', ')}.`)
      const roster = options.roster ?? 'live'
      if (roster !== 'live' && roster !== 'frozen') throw new UsageError('--roster is live or frozen.')
      const [kind = 'organization', ...rest] = (options.segment ?? 'organization=').split('=')
      if (
        !segmentKinds.includes(kind as SegmentKind) ||
        (options.segment !== undefined && !options.segment.includes('='))
      )
        throw new UsageError(`--segment is KIND=KEY, with one of ${segmentKinds.slice(1).join(', ')}.`)
      const c = await base.organization(options.org)
      const n = await numberAt(
        c,
        id,
        { kind: kind as SegmentKind, key: rest.join('=') },
        roster,
        day('--as-of', options['as-of']),
      )
      const text = n.suppressed
        ? `${id} ${n.name}: hidden, fewer than ${n.floor} people or others would follow from it (${n.asOf})`
        : n.status === 'measured'
          ? `${id} ${n.name}: ${n.value === null ? 'not reached' : `${n.value} ${n.unit === 'percent' ? '%' : n.unit === 'days' ? 'days' : ''}`.trim()} (${n.numerator} of ${n.denominator}, ${n.asOf}, version ${n.version}, known at ${n.knownAt})`
          : `${id} ${n.name}: ${n.status === 'not_yet' ? 'not yet' : 'unknown'} (${n.asOf})`
      return { json: n, text }
    },
  }),
  command({
    name: 'metrics recompute',
    summary: 'Compute numbers now; with --from and --to, check that earlier days still give the same as known then.',
    options: {
      org: orgOption,
      from: { type: 'string', value: 'DATE', help: 'first day to compute again, YYYY-MM-DD' },
      to: { type: 'string', value: 'DATE', help: 'last day to compute again; --from unless told' },
    },
    async run(base, { options }) {
      const c = await base.organization(options.org)
      const today = c.clock.today(await zoneOf(c))
      if (options.from === undefined && options.to === undefined) {
        const made = await publish(c, today)
        return {
          json: {
            computed: made ? { asOf: made.asOf, knownAt: made.knownAt, scope: made.scope, numbers: made.cells } : null,
            releases: [],
          },
          text: made
            ? `${made.cells} numbers for ${made.asOf}`
            : 'Nobody counts yet: no wave is live, or its first 30 days are not over.',
        }
      }
      const from = day('--from', options.from ?? options.to!)
      const to = day('--to', options.to ?? options.from!)
      const releases = await recompute(
        c,
        from,
        to,
        (done, of) => of > 20 && done % 20 === 0 && base.say(`${done} of ${of} releases`),
      )
      const different = releases.filter((r) => r.same !== r.numbers)
      return {
        json: {
          computed: null,
          releases: releases.map((r) => ({ ...r, identical: r.same === r.numbers })),
          identical: different.length === 0,
        },
        text:
          releases
            .map(
              (r) =>
                `${r.asOf} ${r.scope}: ${r.same} of ${r.numbers} numbers the same as known then, ${r.restated} different as known now`,
            )
            .join('\n') || 'No releases in this period.',
        refused: different.length > 0,
      }
    },
  }),
]
