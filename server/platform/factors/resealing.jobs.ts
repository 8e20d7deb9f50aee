import { seal, unseal } from '../../kernel/crypto/seal.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { type AnyJob, job, type Schedule } from '../../kernel/jobs/job.ts'
import type { FactorsParts } from './parts.ts'

const BATCH = 500
/** Seeds of authenticators, and phone numbers. */
const SEALED = [
  { table: 'factors.totp', column: 'seed' },
  { table: 'factors.phone', column: 'number' },
] as const

/** Seals under the active key what another one sealed: after it, a retired key may leave ENCRYPTION_KEYS. Returns how many. */
export async function reseal({ config }: Pick<FactorsParts, 'config'>, tx: Tx): Promise<number> {
  let resealed = 0
  for (const place of SEALED) {
    let found: number
    do {
      found = await resealBatch(config.encryptionKeys, tx, place)
      resealed += found
    } while (found === BATCH)
  }
  return resealed
}

async function resealBatch(
  keys: FactorsParts['config']['encryptionKeys'],
  tx: Tx,
  { table, column }: (typeof SEALED)[number],
): Promise<number> {
  // The name of the key stands in front, after its length.
  const rows = await tx.raw<{ id: Id<'factor'>; sealed: Buffer }>(
    `SELECT id, ${column} AS sealed FROM ${table}
      WHERE convert_from(substring(${column} FROM 3 FOR get_byte(${column}, 1)), 'UTF8') <> $1
      ORDER BY id LIMIT ${BATCH} FOR UPDATE`,
    [keys[0]?.kid],
  )
  for (const { id, sealed } of rows)
    await tx.raw(`UPDATE ${table} SET ${column} = $2 WHERE id = $1`, [id, seal(keys, id, unseal(keys, id, sealed))])
  return rows.length
}

/** The nightly run of `reseal`. */
export function resealing(parts: Pick<FactorsParts, 'config'>): { job: AnyJob; schedule: Schedule } {
  const resealJob = job({
    name: 'factors.reseal',
    description: 'Seals the seeds of authenticators and phone numbers under the active encryption key.',
    data: object({}),
    attempts: 3,
    backoffSeconds: 60,
    deadlineSeconds: 120,
    idempotentBy: 'looking for what is under another key: a second run finds nothing',
    handle: ({ once }) => once(async (tx) => void (await reseal(parts, tx))),
  })
  const schedule = { name: 'factors.reseal', job: resealJob, cron: '41 3 * * *', zone: 'UTC', data: {} }
  return { job: resealJob, schedule }
}
