import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { filesProblem } from './problems.ts'

/**
 * Throws files/quota-exceeded unless so many more bytes fit. The sum is taken over the rows themselves, one announcement of a person
 * at a time: an open upload is a reservation, which its file takes over and its removal gives back, so nothing can drift. A cancelled
 * upload counts until it is swept where its address still takes bytes: one in parts takes none.
 */
export async function reserveBytes(tx: Tx, ownerId: Id<'user'>, bytes: number, quotaBytes: number): Promise<void> {
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`files.quota ${ownerId}`])
  const [sum] = await tx.raw<{ held: string }>(HELD, [ownerId])
  const held = BigInt(sum?.held ?? 0)
  if (held + BigInt(bytes) <= BigInt(quotaBytes)) return
  throw filesProblem('quota-exceeded', {
    params: { quotaBytes, heldBytes: Number(held) },
    errors: [{ pointer: '/bytes', code: 'quota', detail: `is at most ${BigInt(quotaBytes) - held} now` }],
  })
}

const HELD = `
  SELECT (coalesce((SELECT sum(bytes) FROM files.file WHERE owner_id = $1 AND variant_of IS NULL), 0)
    + coalesce((SELECT sum(bytes) FROM files.upload
        WHERE owner_id = $1 AND state <> 'confirmed' AND (state = 'signed' OR (direct AND parts_id IS NULL))), 0))::text AS held`
