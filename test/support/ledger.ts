import { open, readFile } from 'node:fs/promises'
import type pg from 'pg'

/** What a client believes: what it was about to send, and what it was told is done. */
export interface Ledger {
  intend(key: string): Promise<void>
  acknowledge(key: string, id: string): Promise<void>
  close(): Promise<void>
}

interface Entry {
  readonly key: string
  /** Present on an acknowledgement. */
  readonly id?: string
}

/** A file of entries, each on the disk before the call returns. */
export async function openLedger(path: string): Promise<Ledger> {
  const file = await open(path, 'a')
  const append = async (entry: Entry): Promise<void> => {
    await file.appendFile(`${JSON.stringify(entry)}\n`)
    await file.datasync()
  }
  return {
    intend: (key) => append({ key }),
    acknowledge: (key, id) => append({ key, id }),
    close: () => file.close(),
  }
}

export interface Comparison {
  readonly intents: number
  readonly acknowledged: number
  readonly rows: number
  /** Everything that does not fit, a sentence each; empty is what a durable server leaves. */
  readonly findings: readonly string[]
}

const AGREEMENTS = 3
/** What the one transaction behind an answer writes. The key is the stage name, so that an effect can be told by its key. */
const WHOLE = [
  ...Array.from({ length: AGREEMENTS }, () => 'acceptance'),
  'application submitted',
  'audit music.application.started',
  'audit music.application.submitted',
  'event',
  'stored answer',
]
const PARTS = `
  SELECT id, array_agg(part ORDER BY part COLLATE "C") AS parts FROM (
    SELECT id::text, 'application ' || state AS part FROM music.application
    UNION ALL SELECT application_id::text, 'acceptance' FROM music.agreement_acceptance
    UNION ALL SELECT subject_id, 'audit ' || action FROM audit.record WHERE subject_kind = 'application'
    UNION ALL SELECT data->>'applicationId', 'event' FROM kernel.event WHERE name = 'music.application.submitted'
    UNION ALL SELECT body::jsonb->>'id', 'stored answer' FROM kernel.idempotency WHERE route = 'music.startApplication'
  ) AS written GROUP BY id`
const KEYS = `
  SELECT application.id::text, payload->>'stageName' AS key, idempotency.body::jsonb->>'id' AS answered
  FROM music.application LEFT JOIN kernel.idempotency ON idempotency.key = payload->>'stageName'`
/** A letter goes with every application, a job with every letter, and a place in the audit chain, taken or waited for, with every record. */
const LOOSE = `
  SELECT
    (SELECT count(*) FROM music.application) - (SELECT count(*) FROM kernel.mail) AS "applications without letter",
    (SELECT count(*) FROM kernel.mail WHERE NOT EXISTS
      (SELECT FROM pgboss.job WHERE job.name = 'mail.send' AND job.data->'data'->>'mailId' = mail.id::text)) AS "letters without job",
    (SELECT count(*) FROM audit.record
      LEFT JOIN audit.seal ON seal.record_id = record.id LEFT JOIN audit.unsealed ON unsealed.record_id = record.id
      WHERE (seal.record_id IS NULL) = (unsealed.record_id IS NULL)) AS "audit records outside the chain"`

/** Compares what clients were told with what the database holds: nothing lost, nothing twice, nothing half, nothing from nowhere. */
export async function compareLedger(path: string, database: pg.ClientBase): Promise<Comparison> {
  const entries = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '')
  const ledger = entries.map((line) => JSON.parse(line) as Entry)
  const intended = new Set(ledger.map(({ key }) => key))
  const acknowledged = ledger.flatMap(({ key, id }) => (id === undefined ? [] : [{ key, id }]))
  const { rows } = await database.query<KeyRow>(KEYS)
  const parts = await database.query<{ id: string; parts: string[] }>(PARTS)
  const loose = await database.query<Record<string, string>>(LOOSE)
  return {
    intents: intended.size,
    acknowledged: acknowledged.length,
    rows: rows.length,
    findings: [
      ...acknowledgementFindings(acknowledged, rows),
      ...rowFindings(rows, intended),
      ...parts.rows.flatMap(({ id, parts: found }) =>
        found.join() === WHOLE.join() ? [] : [`half: ${id} has ${found.join(', ')}`],
      ),
      ...Object.entries(loose.rows[0] ?? {}).flatMap(([what, count]) =>
        Number(count) === 0 ? [] : [`half: ${count} ${what}`],
      ),
    ],
  }
}

interface KeyRow {
  readonly id: string
  readonly key: string
  /** The id in the answer kept for the key. */
  readonly answered: string | null
}

function acknowledgementFindings(acknowledged: readonly Required<Entry>[], rows: readonly KeyRow[]): string[] {
  const keyOf = new Map(rows.map(({ id, key }) => [id, key]))
  const told = new Map<string, string>()
  return acknowledged.flatMap(({ key, id }) => {
    const before = told.get(key)
    told.set(key, id)
    if (before !== undefined) return [`twice: ${key} was acknowledged as ${before} and as ${id}`]
    return keyOf.get(id) === key ? [] : [`lost: ${key} was acknowledged as ${id}`]
  })
}

function rowFindings(rows: readonly KeyRow[], intended: ReadonlySet<string>): string[] {
  const seen = new Set<string>()
  return rows.flatMap(({ id, key, answered }) => {
    const isSecond = seen.has(key)
    seen.add(key)
    return [
      ...(isSecond ? [`twice: ${key} took effect again as ${id}`] : []),
      ...(intended.has(key) ? [] : [`from nowhere: ${id} has the key ${key}`]),
      ...(answered === id ? [] : [`half: ${id} was stored, the answer to ${key} names ${answered}`]),
    ]
  })
}
