/** For tests: a company of Lumenwerk's people whose lead and sponsor write to a wave, made by the product's own verbs. */
import { type Actor, actor } from '../../fixtures/actors.ts'
import { design, firstDesign, idsOf } from '../../fixtures/life.ts'
import { cast } from '../../fixtures/lumenwerk.ts'
import { type FilePerson, peopleFile } from '../../fixtures/people-file.ts'
import type { AudienceRule } from '../../contract/audiences.ts'
import type { Design } from '../../contract/design.ts'
import { createOrganization } from '../access/access.ts'
import { sourceOf } from '../people/encoding.ts'
import { importFile } from '../people/import.ts'
import { addDays, type Day } from '../platform/clock.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { drain } from '../platform/jobs.ts'
import type { TestBase } from '../platform/testing.ts'
import { work } from '../work.ts'

/** A company with its people as it was made, without the connection to it; who acts in it is `staffOn`. */
export type Staff = { organizationId: string; adminId: string; ids: Map<string, string> }
export type Staffed = {
  staff: Staff
  c: Context
  ids: Map<string, string>
  office: Actor
  lead: Actor
  sponsor: Actor
}

/** Loads a people file, good rows and at most one leaver too; answers ids by number. `write` makes the file of the people. */
export async function takePeople(
  base: TestBase,
  c: Context,
  people: readonly FilePerson[],
  asOf: Day,
  write: (people: readonly FilePerson[]) => string = peopleFile,
): Promise<Map<string, string>> {
  const file = sourceOf(`people-${asOf}.csv`, Buffer.from(write(people)))
  const how = { dryRun: false, asOf, acceptGoodRows: true }
  await importFile(c, file, { ...how, confirmLeavers: 1 }).catch(() => importFile(c, file, how))
  await drain(base, work)
  return idsOf(c)
}

/** The company with its people, its lead and its sponsor. */
export async function staffed(
  base: TestBase,
  people: readonly FilePerson[],
  { asOf, locale, write }: { asOf: Day; locale: string; write?: (people: readonly FilePerson[]) => string },
): Promise<Staffed> {
  const made = await createOrganization(base, {
    name: 'Lumenwerk',
    slug: 'lumenwerk',
    admin: 'office@lumenwerk.example',
    timeZone: 'Europe/Berlin',
    locale,
  })
  const c = contextFor(base, made.id)
  const ids = await takePeople(base, c, people, asOf, write)
  const all = staffOn(base, { organizationId: made.id, adminId: made.adminId!, ids })
  await all.office.call('access.grantRole', { personId: ids.get(cast.lead)!, role: 'lead' })
  return all
}

export function staffOn(base: TestBase, staff: Staff): Staffed {
  const { organizationId, adminId, ids } = staff
  return {
    staff,
    c: contextFor(base, organizationId),
    ids,
    office: actor(base, organizationId, adminId),
    lead: actor(base, organizationId, ids.get(cast.lead)!),
    sponsor: actor(base, organizationId, ids.get(cast.sponsor)!),
  }
}

/** Of a first design, without texts to confirm: letters that ask for them are attention's, and would arrive among others. */
export const quietDesign = (ids: Map<string, string>, from: Day): Design => ({
  ...firstDesign(ids, (n) => addDays(from, n)),
  policies: [],
})

/** Saves a design and publishes it, as a lead would; the jobs that follow are the caller's. */
export async function publishDesign(lead: Actor, programId: string, whole: Design): Promise<void> {
  await design(lead, programId, whole)
  await publishDraft(lead, programId)
}

export async function publishDraft(lead: Actor, programId: string): Promise<void> {
  const { draft } = await lead.call('program.get', { programId })
  await lead.call('program.publish', { programId, revision: draft.revision, note: '' })
}

/** An audience, and a wave for it that goes live on 20 April. */
export async function waveFor(
  lead: Actor,
  programId: string,
  { name, rule, preparesOn }: { name: string; rule: AudienceRule; preparesOn: Day },
): Promise<{ audienceId: string; waveId: string }> {
  const { id: audienceId } = await lead.call('audiences.create', { name, rule })
  const { id: waveId } = await lead.call('waves.create', {
    programId,
    name: 'Wave 1',
    audienceId,
    preparesOn,
    goesLiveOn: '2026-04-20',
  })
  return { audienceId, waveId }
}
