/** The mistake audit: each of the seven mistakes as checks on live data, for the wave that comes next. */
import type { Check } from '../../contract/launch.ts'
import { mistakeIds } from '../../contract/launch.ts'
import type { Context } from '../platform/context.ts'
import { listPrograms, listWaves, today } from '../program/program.ts'
import { factsOf } from './facts.ts'
import { type Facts, judge } from './judge.ts'
import { evidenceOf, nameOf, nextOf } from './sentences.ts'

export type Finding = {
  mistake: Check['mistake']
  check: string
  result: Check['result']
  evidence: string
  next: string | null
}

/** What this release cannot see yet; it says so instead of passing. */
const unseen: readonly Finding[] = [
  {
    mistake: 'I2',
    check: 'a review of the program at 6 and 12 months',
    result: 'unknown',
    evidence: 'not measured in this release',
    next: 'Put a review into the calendar yourself',
  },
  {
    mistake: 'I3',
    check: 'a governance committee that meets',
    result: 'unknown',
    evidence: 'not measured in this release',
    next: 'Name a committee and its next meeting yourself',
  },
]

/** Of the first program and its next wave; without either, what is missing follows from that. */
export async function auditMistakes(c: Context): Promise<Finding[]> {
  const program = (await listPrograms(c)).programs[0]
  const waves = program ? (await listWaves(c, { programId: program.id })).waves : []
  const wave = waves.find((w) => w.state.phase !== 'live') ?? waves.at(-1)
  const facts = wave
    ? (await factsOf(c.db, c, wave.id, 'as_planned')).facts
    : nothing(await today(c.db, c), c.config.smtpUrl !== null)
  const findings = judge(facts).map((check): Finding => ({
    mistake: check.mistake,
    check: nameOf(check.id),
    result: check.result,
    evidence: evidenceOf(check),
    next: nextOf(check),
  }))
  return [...findings, ...unseen].toSorted((a, b) => mistakeIds.indexOf(a.mistake) - mistakeIds.indexOf(b.mistake))
}

function nothing(day: string, mail: boolean): Facts {
  return {
    today: day,
    when: 'now',
    version: null,
    missing: [],
    unpublished: [],
    lead: null,
    sponsor: null,
    wave: { audience: null, preparesOn: null, goesLiveOn: null, prepared: false, live: false },
    people: { all: 0, managers: 0, withoutManager: 0, unreachable: 0, elsewhere: 0, upTo: false },
    messages: { ready: 0, fromSponsor: 0, waiting: 0, draft: null },
    mail: { configured: mail, trouble: null },
    policies: null,
    training: null,
  }
}
