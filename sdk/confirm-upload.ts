import type { CallOptions } from './operation.ts'
import { ProblemError } from './problem-error.ts'
import { pause, type RetrySettings, withRetries } from './retry.ts'

const WAIT_SECONDS = 1

/**
 * Confirms until the server has looked at the bytes, however long it takes for large ones. A confirmation is the same however often it
 * is asked, so one whose answer was lost is asked again.
 */
export async function confirmUpload<Stored>(
  confirm: (options: Pick<CallOptions, 'signal'>) => Promise<Stored>,
  retry: RetrySettings,
  signal: AbortSignal,
): Promise<Stored> {
  const unlimited = { signal, remainingMs: () => Number.POSITIVE_INFINITY }
  for (;;) {
    try {
      return await withRetries(() => confirm({ signal }), retry, unlimited)
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'files/being-checked') throw error
      await pause((error.retryAfterSeconds ?? WAIT_SECONDS) * 1000, signal)
    }
  }
}
