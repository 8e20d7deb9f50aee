import type pg from 'pg'

const ROWS = 2000
const COPIED_ROWS_MAX = 50

interface Column {
  readonly name: string
  readonly type: string
  readonly isUnique: boolean
}

/**
 * Brings every table that has rows to some 2,000 by copies that differ in their keys, owners and times, and analyses them: on a few
 * rows every plan is a scan. What would refuse the copies (foreign keys, checks, triggers) is taken out of this throw-away database.
 */
export async function fillTables(client: pg.Client, schemas: readonly string[]): Promise<void> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT quote_ident(nspname) || '.' || quote_ident(relname) AS name FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE relkind = 'r' AND nspname = ANY ($1) AND relname <> 'migration' ORDER BY 1`,
    [schemas],
  )
  for (const { name } of tables) await loosen(client, name)
  for (const { name } of tables) await multiply(client, name)
  await client.query('ANALYZE')
}

async function loosen(client: pg.Client, table: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT quote_ident(conname) AS name FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('f', 'c')",
    [table],
  )
  for (const { name } of rows) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name} CASCADE`)
  await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
}

async function multiply(client: pg.Client, table: string): Promise<void> {
  const { rows: columns } = await client.query<Column>(
    `SELECT quote_ident(attname) AS name, format_type(atttypid, NULL) AS type,
       EXISTS (SELECT FROM pg_index WHERE indrelid = attrelid AND indisunique AND attnum = ANY (indkey)) AS "isUnique"
     FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''
     ORDER BY attnum`,
    [table],
  )
  const names = columns.map(({ name }) => name).join(', ')
  await client.query(
    `WITH given AS (SELECT *, count(*) OVER () AS given_rows FROM (SELECT * FROM ${table} LIMIT ${COPIED_ROWS_MAX}) AS first_rows)
     INSERT INTO ${table} (${names})
     SELECT ${columns.map(copied).join(', ')} FROM given, generate_series(1, ${ROWS} / given_rows) AS copy
     ON CONFLICT DO NOTHING`,
  )
}

/** The column's value in the copy with the number `copy`. */
function copied({ name, type, isUnique }: Column): string {
  const value = `given.${name}`
  if (type.startsWith('timestamp') && !type.endsWith('[]')) return `${value} - copy * interval '1 minute'`
  if (type === 'uuid')
    return isUnique
      ? `md5(${value}::text || copy)::uuid`
      : `CASE WHEN ${value} IS NOT NULL THEN md5((copy % 200)::text)::uuid END`
  if (!isUnique) return value
  if (type === 'text') return `${value} || '-' || copy`
  if (type === 'bytea') return `sha256(${value} || copy::text::bytea)`
  return type === 'integer' || type === 'bigint' ? `${value} + copy * 100000` : value
}
