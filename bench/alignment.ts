/**
 * The alignment tree of 200,000 goals, opened at the top, at a company goal, in the middle, at a
 * leaf and among the goals that serve none, against the plain statement that reads the same rows:
 * no row-level security, no visibility, no contract. The goals are written by COPY.
 */
import { randomUUID } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type * as z from 'zod'
import { goals } from '../contract/goals.ts'
import { viewerFor } from '../server/access/access.ts'
import { tree } from '../server/goals/alignment.ts'
import { addDays } from '../server/platform/clock.ts'
import type { Context } from '../server/platform/context.ts'
import { alternate, milliseconds, type Row, times } from './row.ts'
import { said, world } from './world.ts'

const many = 200_000
/** Goals on each step; the rest serve none. */
const steps = [8, 160, 3_000, 30_000, 120_000]

type Places = { company: string; middle: string; leaf: string }

export async function measure(): Promise<Row[]> {
  const { installation, c } = await world()
  const client = new pg.Client({ connectionString: installation.url })
  await client.connect()
  try {
    const places = await written(c, client)
    const { rows } = await sql<{ person_id: string }>`select person_id from roster
      where organization_id = ${c.organizationId} and employed order by seq offset 777 limit 1`.execute(c.db)
    // Who asks is known: what it takes to find that out stands in the row of the point read.
    const viewer = await viewerFor(c.db, c.organizationId, rows[0]!.person_id)
    const asked: Context = { ...installation.base, organizationId: c.organizationId, viewer: viewer!, db: c.db }
    const ours = (input: z.input<NonNullable<typeof goals.tree.query>>) => tree(asked, goals.tree.query!.parse(input))
    const at = async (
      name: string,
      input: Record<string, string>,
      condition: string,
      values: unknown[],
    ): Promise<Row> => {
      const answer = goals.tree.response.parse(await ours(input))
      const bare = await client.query(plain(condition, name, values, c))
      // One more than shown is read, and private goals of others are not for this viewer.
      if (answer.nodes.length < Math.min(50, bare.rows.length) * 0.6)
        throw new Error(`${name}: ${answer.nodes.length} of ${bare.rows.length} goals`)
      const ten = (work: () => Promise<unknown>) =>
        milliseconds(async () => {
          for (let n = 0; n < 10; n++) await work()
        })
      // The first executions on a connection are planned one by one; what is meant is the everyday ones.
      for (let n = 0; n < 12; n++) {
        await ours(input)
        await client.query(plain(condition, name, values, c))
      }
      const [mine, theirs] = await alternate(
        () => ten(() => ours(input)),
        () => ten(() => client.query(plain(condition, name, values, c))),
      )
      return times(`alignment of ${many} goals, ${name}`, 'ms', mine / 10, theirs / 10, 3)
    }
    return [
      await at('the top', {}, `g.parent_id is null and g.level in ('company', 'team')`, []),
      await at('a company goal', { parentId: places.company }, 'g.parent_id = $2', [places.company]),
      await at('a goal in the middle', { parentId: places.middle }, 'g.parent_id = $2', [places.middle]),
      await at('a goal low down', { parentId: places.leaf }, 'g.parent_id = $2', [places.leaf]),
      await at('goals that serve none', { top: 'loose' }, `g.parent_id is null and g.level = 'person'`, []),
    ]
  } finally {
    await client.end()
  }
}

/** The same columns of the same rows in the same order, for anybody. */
function plain(condition: string, name: string, values: unknown[], c: Context) {
  const order = condition.includes(`= 'person'`)
    ? 'g.created_at desc, g.id'
    : `case g.level when 'company' then 0 when 'team' then 1 else 2 end, g.created_at, g.id`
  return {
    name: `tree ${name}`,
    values: [c.organizationId, ...values],
    text: `with at as materialized (
        select g.*, r.full_name, r.department, r.status from goal g join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id
        where g.organization_id = $1 and g.removed_at is null and g.published_at is not null and g.closed_at is null and ${condition}
        order by ${order} limit 51
      )
      select g.id, g.title, g.owner_id, g.full_name, g.department, g.status, g.level, g.visibility, g.parent_id, g.starts_on, g.ends_on, g.said_reached,
        s.confidence, s.created_at as said_at,
        (select jsonb_agg(jsonb_build_object('kind', k.kind, 'start', k.start_value, 'target', k.target_value, 'current', k.current_value, 'weight', k.weight))
          from key_result k where k.organization_id = g.organization_id and k.goal_id = g.id and k.removed_at is null) as measures,
        (select count(*) from goal b where b.organization_id = g.organization_id and b.parent_id = g.id and b.removed_at is null
          and b.published_at is not null and b.closed_at is null) as serving
      from at g left join lateral (
        select u.confidence, u.created_at from goal_update u where u.organization_id = g.organization_id and u.goal_id = g.id
          and u.taken_back_at is null and u.confidence is not null order by u.created_at desc, u.number desc limit 1
      ) s on true order by ${order}`,
  }
}

/** Writes the goals once; a kept company has them already. */
async function written(c: Context, client: pg.Client): Promise<Places> {
  const there = await client.query<{ n: number }>('select count(*)::int as n from goal where organization_id = $1', [
    c.organizationId,
  ])
  const start = performance.now()
  if (there.rows[0]!.n < many) {
    const { rows: owners } = await client.query<{ person_id: string }>(
      'select person_id from roster where organization_id = $1 and employed order by seq',
      [c.organizationId],
    )
    const day = c.clock.today('UTC')
    const at = c.clock.now()
    const all: { id: string; parent: string | null; level: string; owner: string; secret: boolean }[] = []
    let above: string[] = []
    for (const [depth, count] of steps.entries()) {
      const here: string[] = []
      for (let n = 0; n < count; n++) {
        const id = randomUUID()
        here.push(id)
        all.push({
          id,
          // Uneven, as companies are: the first goals of a step are served by many more.
          parent: above.length === 0 ? null : above[Math.floor((n / count) ** 1.6 * above.length)]!,
          level: depth === 0 ? 'company' : depth === 1 ? 'team' : 'person',
          owner: owners[(all.length * 7919) % owners.length]!.person_id,
          secret: depth > 2 && n % 10 === 0,
        })
      }
      above = here
    }
    while (all.length < many)
      all.push({
        id: randomUUID(),
        parent: null,
        level: 'person',
        owner: owners[(all.length * 7919) % owners.length]!.person_id,
        secret: all.length % 10 === 0,
      })
    const ends = addDays(day, 80)
    await copy(
      client,
      'goal (organization_id, id, owner_id, parent_id, title, visibility, level, starts_on, ends_on, created_by, created_at, published_by, published_at)',
      function* () {
        for (const [n, g] of all.entries())
          yield [
            c.organizationId,
            g.id,
            g.owner,
            g.parent ?? '\\N',
            `Goal ${n} of the measured company`,
            g.secret ? 'private' : 'public',
            g.level,
            day,
            ends,
            g.owner,
            at,
            g.owner,
            at,
          ]
      },
    )
    await copy(
      client,
      'key_result (organization_id, id, goal_id, position, title, kind, start_value, target_value, current_value)',
      function* () {
        for (const g of all)
          for (const position of [0, 1])
            yield [c.organizationId, randomUUID(), g.id, position, `Measure ${position}`, 'number', 0, 100, 40]
      },
    )
    await copy(
      client,
      'goal_update (organization_id, id, goal_id, author_id, kind, created_at, confidence)',
      function* () {
        for (const g of all) {
          yield [c.organizationId, randomUUID(), g.id, g.owner, 'published', at, '\\N']
          yield [c.organizationId, randomUUID(), g.id, g.owner, 'progressed', at, 'on_track']
        }
      },
    )
    await client.query('vacuum analyze goal, key_result, goal_update')
    said(`${many} goals written`, performance.now() - start)
  }
  const place = async (level: string, depth: number): Promise<string> => {
    const up = Array.from(
      { length: depth },
      (_, n) =>
        `join goal p${n} on p${n}.organization_id = g.organization_id and p${n}.id = ${n ? `p${n - 1}` : 'g'}.parent_id`,
    )
    const { rows } = await client.query<{ id: string }>(
      `select g.id from goal g ${up.join(' ')} where g.organization_id = $1 and g.visibility = 'public' ${depth ? '' : `and g.level = '${level}'`}
        ${depth ? `and p${depth - 1}.level = 'company' and exists (select from goal b where b.organization_id = g.organization_id and b.parent_id = g.id)` : ''}
        order by g.created_at, g.id limit 1`,
      [c.organizationId],
    )
    return rows[0]!.id
  }
  return { company: await place('company', 0), middle: await place('', 2), leaf: await place('', 3) }
}

async function copy(
  client: pg.Client,
  into: string,
  lines: () => Iterable<readonly (string | number)[]>,
): Promise<void> {
  const stream = client.query(copyFrom(`copy ${into} from stdin`))
  const text = function* () {
    let piece = ''
    for (const line of lines()) {
      piece += line.join('\t') + '\n'
      if (piece.length < 200_000) continue
      yield piece
      piece = ''
    }
    yield piece
  }
  await pipeline(Readable.from(text()), stream)
}
