import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { ownerColumn, type UploadOwner } from './owner.ts'
import { filesProblem } from './problems.ts'

/**
 * Throws files/quota-exceeded unless so many more bytes fit. The sum is taken over the rows themselves, one announcement of an owner
 * at a time: an open upload is a reservation, which its file takes over and its removal gives back, so nothing can drift. A cancelled
 * upload counts until it is swept where its address still takes bytes: one in parts takes none. Versions that are kept count like files.
 */
export async function reserveBytes(tx: Tx, owner: UploadOwner, bytes: number, quotaBytes: number): Promise<void> {
  const { column, value } = ownerColumn(owner)
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`files.quota ${value}`])
  const [sum] = await tx.raw<{ held: string }>(HELD[column], [value])
  const held = BigInt(sum?.held ?? 0)
  if (held + BigInt(bytes) <= BigInt(quotaBytes)) return
  throw filesProblem('quota-exceeded', {
    params: { quotaBytes, heldBytes: Number(held) },
    errors: [{ pointer: '/bytes', code: 'quota', detail: `is at most ${BigInt(quotaBytes) - held} now` }],
  })
}

/** Throws files/too-many-files unless one more fits; after reserveBytes, which has announcements of an owner come one at a time. */
export async function reserveFile(tx: Tx, owner: UploadOwner, filesMax: number): Promise<void> {
  const { column, value } = ownerColumn(owner)
  const [row] = await tx.raw<{ count: bigint }>(
    `SELECT (SELECT count(*) FROM files.file WHERE ${column} = $1 AND variant_of IS NULL AND version_of IS NULL)
       + (SELECT count(*) FROM files.upload WHERE ${column} = $1 AND state = 'signed' AND expires_at > $2) AS count`,
    [value, now()],
  )
  if ((row?.count ?? 0n) >= BigInt(filesMax)) throw filesProblem('too-many-files', { params: { filesMax } })
}

const heldBy = (column: 'owner_id' | 'holder') => `
  SELECT (coalesce((SELECT sum(bytes) FROM files.file WHERE ${column} = $1 AND variant_of IS NULL), 0)
    + coalesce((SELECT sum(bytes) FROM files.upload
        WHERE ${column} = $1 AND state <> 'confirmed' AND (state = 'signed' OR (direct AND parts_id IS NULL))), 0))::text AS held`

const HELD = { owner_id: heldBy('owner_id'), holder: heldBy('holder') }
