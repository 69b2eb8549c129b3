/** A company of 1,155 for a whole program: who plays which part, who starts when, and where talks will stop. */
import fs from 'node:fs'
import path from 'node:path'
import { companyOf, peopleFile } from '../fixtures/people-file.ts'
import { readTestEnvironment } from '../server/platform/config.ts'
import { emptyDesign } from '../contract/design.ts'
import { addDays, type Day } from '../server/platform/clock.ts'
import { type Company, enterQuietly } from './company.ts'
import type { Operate } from './installation.ts'

export type Person = {
  id: string
  name: string
  title: string
  department: string
  location: string
  managerId: string | null
  directReports: number
}
type Rule = { field: 'location' | 'department'; in: string[] }
export type Cast = {
  people: Person[]
  sponsor: Person
  lead: Person
  /** Of the first wave, as are both who ask. */
  champion: Person
  asker: Person
  next: Person
  waves: readonly [Rule, Rule]
  inWave(rule: Rule): Person[]
  /** The department in which talks stop, and those with whom nobody talks any more. */
  part: string
  stops(person: Person): boolean
  emails: ReadonlyMap<string, string>
}

const { peopleFiles } = readTestEnvironment()
export const source = peopleFiles ? 'real' : 'generated'

/** The real file where there is one, else one of our own of the same size. */
export function fileIn(folder: string): string {
  if (peopleFiles) return path.join(peopleFiles, 'people-1155.csv')
  const file = path.join(folder, 'people.csv')
  fs.writeFileSync(file, peopleFile(companyOf(1155)))
  return file
}

export async function castOf(act: Operate): Promise<Cast> {
  const people: Person[] = []
  for (let offset = 0; ; offset += 200) {
    const page = await act<{ people: Person[] }>('people.list', { limit: 200, offset })
    people.push(...page.people)
    if (page.people.length < 200) break
  }
  people.sort(byName)
  const sponsor = people.find((one) => one.managerId === null)!
  const below = people.filter((one) => one.managerId === sponsor.id).toSorted(byName)
  const { waves, part, stops } = peopleFiles ? shops() : departments(people, sponsor)
  const inWave = (rule: Rule) => people.filter((one) => rule.in.includes(one[rule.field]))
  const first = inWave(waves[0])
    .filter((one) => one.directReports === 0 && one.department !== part)
    .toSorted(byName)
  const lead = below.find((one) => /human resources/i.test(one.title)) ?? below[0]!
  const [champion, asker, next] = [first[0]!, first[1]!, first[2]!]
  const known = [...people.filter((one) => one.directReports > 0), lead, champion, asker, next]
  const emails = new Map(
    await Promise.all(
      known.map(async ({ id }): Promise<[string, string]> => {
        const { email } = await act<{ email: string }>('people.get', { personId: id })
        return [id, email]
      }),
    ),
  )
  return {
    people,
    sponsor,
    lead,
    champion,
    asker,
    next,
    emails,
    waves,
    inWave,
    part,
    stops,
  }
}

/** By what stands in the file: ids are others in every run. */
const byName = (a: Person, b: Person) => (inFile(a) < inFile(b) ? -1 : 1)
const inFile = ({ name, title, department, location }: Person) => [name, title, department, location].join(' ')

/** Three shops first, then one; those who lead them stop talking with each other. */
function shops(): Pick<Cast, 'waves' | 'part' | 'stops'> {
  const part = 'Store Management'
  return {
    waves: [
      { field: 'location', in: ['Hidalgo, Zacatecas', 'Salem, OR', 'Tacoma, WA'] },
      { field: 'location', in: ['Vancouver, BC'] },
    ],
    part,
    stops: (one) => one.department === part,
  }
}

/** Four departments first, then one; in one of them three teams stop. */
function departments(people: readonly Person[], head: Person): Pick<Cast, 'waves' | 'part' | 'stops'> {
  const names = [...new Set(people.map((one) => one.department))].filter((one) => one !== head.department).sort()
  const part = names[0]!
  const teams = [...new Set(people.flatMap((one) => (one.department === part ? (one.managerId ?? []) : [])))].sort()
  return {
    waves: [
      { field: 'department', in: names.slice(0, 4) },
      { field: 'department', in: [names[4]!] },
    ],
    part,
    stops: (one) => one.department === part && teams.slice(0, 3).includes(one.managerId ?? ''),
  }
}

/** Managers come in and say with whom they talked, each with their own words and all at once. */
export async function talk(company: Company, cast: Cast, reports: readonly Person[]): Promise<void> {
  const teams = Map.groupBy(
    reports.filter((one) => one.managerId !== null),
    (one) => one.managerId!,
  )
  await Promise.all(
    [...teams].map(async ([managerId, team]) => {
      const { act, end } = await enterQuietly(company, cast.emails.get(managerId)!)
      for (const one of team) {
        const { id: checkinId } = await act<{ id: string }>('checkins.create', { personId: one.id })
        await act('checkins.hold', { checkinId })
      }
      await end()
    }),
  )
}

/** The first Monday of a month after which a month of 31 days ends two months later: numbers of departments are given out with months. */
export function startAfter(today: Day): Day {
  for (let from = addDays(today, 15); ; from = addDays(from, 1)) {
    const [year, month, date] = from.split('-').map(Number) as [number, number, number]
    const monday = new Date(Date.UTC(year, month - 1, date)).getUTCDay() === 1
    const long = new Date(Date.UTC(year, month + 2, 0)).getUTCDate() === 31
    if (monday && date <= 7 && long) return from
  }
}

export function design(sponsor: Person, lead: Person, by: Day): Record<string, unknown> {
  return {
    brand: { name: 'Upward', tagline: 'Say it while it helps.', accent: '#2f6f4f', logoFileId: null },
    reasons: { why: 'Nobody should have to guess how they are doing.', whyNow: 'We grew by a fifth.' },
    objectives: [{ id: crypto.randomUUID(), text: 'Everyone talks with their manager once a month' }],
    elements: {
      ...emptyDesign().elements,
      goals: { on: true, period: 'half_year', firstWithinDays: 28 },
      checkins: { ...emptyDesign().elements.checkins, on: true, cadence: 'monthly', template: 'quick' },
    },
    training: {
      ...emptyDesign().training,
      courses: [{ id: 'checkin-managers', required: ['managers'], offered: [], dueDays: 14 }],
    },
    metrics: [{ id: 'C1', baseline: 20, baselineSource: 'Survey', target: 85, by }],
    people: { sponsorId: sponsor.id, leadId: lead.id },
  }
}

/** Those who are asked to test get through every script that is theirs. */
export async function tryEverything(company: Company, waveId: string, emails: readonly string[]): Promise<void> {
  type Opened = { steps: unknown[]; version: number; revision: number; device: string }
  for (const email of emails) {
    const { act, end } = await enterQuietly(company, email)
    const { plans } = await act<{ plans: { wave: { id: string }; scripts: { scriptId: string }[] }[] }>('tests.mine')
    for (const { scriptId } of plans.find((one) => one.wave.id === waveId)?.scripts ?? []) {
      const script = { waveId, scriptId }
      const { steps, version, revision: seen, device } = await act<Opened>('tests.open', script)
      await act('tests.handIn', { ...script, version, device, seen, answers: steps.map(() => ({ result: 'passed' })) })
    }
    await end()
  }
}
