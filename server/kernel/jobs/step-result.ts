import type { Tx } from '../db/database.ts'
import { KEEP_RESULT, STEP_RESULT, TAKE_STEP } from './pgboss-sql.ts'

const RESULT_BYTES_MAX = 64 * 1024

/** What `take` comes to, kept under the job and the step; what was kept before, without running it. */
export async function keepingResult<Result>(
  tx: Tx,
  { jobId, step }: { readonly jobId: string; readonly step: string },
  take: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const taken = await tx.raw(TAKE_STEP, [jobId, step])
  if (taken.length === 0) {
    const [row] = await tx.raw<{ kept: string | null }>(STEP_RESULT, [jobId, step])
    return resultOf(row?.kept ?? '{}')
  }
  // JSON has no undefined: what came to nothing is an object without a value.
  const kept = JSON.stringify({ value: await take(tx) })
  if (Buffer.byteLength(kept) > RESULT_BYTES_MAX)
    throw new TypeError(
      `the result of step ${step} is longer than ${RESULT_BYTES_MAX} bytes: keep what is large in a table`,
    )
  await tx.raw(KEEP_RESULT, [jobId, step, kept])
  return resultOf(kept)
}

function resultOf<Result>(kept: string): Result {
  return (JSON.parse(kept) as { value: Result }).value
}
