/**
 * Checks a migrated database: every table belongs to an organization, first in
 * its key and in every reference, behind row-level security. What a sharded
 * PostgreSQL needs, and what keeps companies apart.
 * `node scripts/tables.ts postgres://…`
 */
import pg from 'pg'

/** Tables without an organization, and why. */
const exceptions: Record<string, string> = {
  organization: 'is the organization; its id is the key',
  installation: 'one row about the machine, not about a company',
  belay_migration: 'which steps this database has seen',
  event_cursor: 'how far a reader of the whole log has come',
  mailbox: 'one row about the mailbox that all companies share',
  mailbox_seen: 'fingerprints of mails, read before it is known whose they are',
}

/** What is wrong, one sentence each. */
export async function findFaults(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const faults: string[] = []
    const tables = await client.query<TableRow>(tableSql)
    for (const table of tables.rows) faults.push(...judge(table))
    const references = await client.query<ReferenceRow>(referenceSql)
    for (const reference of references.rows) faults.push(...judgeReference(reference))
    const role = await client.query<{ rolbypassrls: boolean; rolsuper: boolean }>(
      `select rolbypassrls, rolsuper from pg_roles where rolname = 'belay_app'`,
    )
    if (!role.rows[0]) faults.push('role belay_app does not exist')
    else if (role.rows[0].rolbypassrls || role.rows[0].rolsuper)
      faults.push('role belay_app can bypass row-level security')
    return faults
  } finally {
    await client.end()
  }
}

type TableRow = {
  name: string
  secured: boolean
  owner: string
  policies: string[]
  key: string[] | null
  uniques: string[]
  not_null: boolean | null
}
type ReferenceRow = {
  name: string
  table: string
  target: string
  columns: string[]
  targets: string[]
  clears: string[] | null
  on_delete: string
}

const tableSql = `
  select c.relname as name, c.relrowsecurity as secured, pg_get_userbyid(c.relowner) as owner,
    (select coalesce(array_agg(coalesce(pg_get_expr(p.polqual, p.polrelid), '') || ' / ' || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')), '{}')
      from pg_policy p where p.polrelid = c.oid and p.polpermissive) as policies,
    (select array_agg(a.attname::text order by k.position) from pg_index i
      cross join unnest(i.indkey) with ordinality k(attnum, position)
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
      where i.indrelid = c.oid and i.indisprimary) as key,
    (select coalesce(array_agg(i.indexrelid::regclass::text), '{}') from pg_index i
      left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
      where i.indrelid = c.oid and i.indisunique and not i.indisprimary and a.attname is distinct from 'organization_id') as uniques,
    (select a.attnotnull from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id') as not_null
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r', 'p')
  order by 1`

const referenceSql = `
  select con.conname as name, con.conrelid::regclass::text as table, con.confrelid::regclass::text as target, con.confdeltype::text as on_delete,
    (select array_agg(a.attname::text order by k.position) from unnest(con.conkey) with ordinality k(attnum, position)
      join pg_attribute a on a.attrelid = con.conrelid and a.attnum = k.attnum) as columns,
    (select array_agg(a.attname::text order by k.position) from unnest(con.confkey) with ordinality k(attnum, position)
      join pg_attribute a on a.attrelid = con.confrelid and a.attnum = k.attnum) as targets,
    (select array_agg(a.attname::text) from unnest(con.confdelsetcols) k(attnum)
      join pg_attribute a on a.attrelid = con.conrelid and a.attnum = k.attnum) as clears
  from pg_constraint con join pg_namespace n on n.oid = con.connamespace
  where con.contype = 'f' and n.nspname = 'public' and con.conparentid = 0
  order by 2, 1`

function judge(table: TableRow): string[] {
  if (table.name in exceptions) return []
  const faults: string[] = []
  const say = (what: string) => faults.push(`${table.name}: ${what}`)
  if (table.not_null === null) return [`${table.name}: has no organization_id`]
  if (!table.not_null) say('organization_id may be null')
  if (!table.key) say('has no primary key')
  else if (table.key[0] !== 'organization_id') say(`its primary key begins with ${table.key[0]}, not organization_id`)
  for (const unique of table.uniques) say(`unique index ${unique} does not begin with organization_id`)
  if (!table.secured) say('row-level security is off (call secure_table)')
  // Row-level security does not bind a table's owner, so the app must never be one.
  if (table.owner === 'belay_app') say('belongs to belay_app, which row-level security would not bind')
  const walls = table.policies.filter((policy) => /organization_id = current_organization\(\)/.test(policy))
  if (walls.length === 0) say('has no policy by organization (call secure_table)')
  // Permissive policies add up: one that lets more through would undo the wall. Restrictive ones only narrow it.
  if (walls.length !== table.policies.length) say('has a policy that is not by organization')
  return faults
}

function judgeReference(reference: ReferenceRow): string[] {
  const { name, table, target, columns, targets, on_delete, clears } = reference
  if (table in exceptions) return []
  const faults: string[] = []
  const say = (what: string) => faults.push(`${table}: reference ${name} ${what}`)
  if (columns[0] !== 'organization_id') say('does not begin with organization_id')
  if (targets[0] !== (target === 'organization' ? 'id' : 'organization_id'))
    say(`does not point at ${target}'s organization first`)
  if (['n', 'd'].includes(on_delete) && (!clears || clears.includes('organization_id')))
    say('clears the organization too; name the columns: on delete set null (manager_id)')
  return faults
}

if (import.meta.main) {
  const url = process.argv[2]
  if (!url) {
    process.stderr.write('Usage: node scripts/tables.ts postgres://…\n')
    process.exit(2)
  }
  const faults = await findFaults(url)
  process.stdout.write(faults.length === 0 ? 'Every table keeps companies apart.\n' : faults.join('\n') + '\n')
  process.exitCode = faults.length === 0 ? 0 : 1
}
