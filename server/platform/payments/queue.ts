import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { EnqueueOptions } from '../../kernel/jobs/job.ts'
import type { ProviderName } from './tables.ts'

/** The unit's jobs by what they need to know: whoever enqueues one does not depend on who runs it. */
interface QueueData {
  readonly 'payments.check': { readonly attemptId: Id<'attempt'> }
  readonly 'payments.cancel': { readonly attemptId: Id<'attempt'> }
  readonly 'payments.take-event': {
    readonly provider: ProviderName
    readonly account: string
    readonly eventId: string
  }
  readonly 'payments.fulfil': { readonly paymentId: Id<'payment'> }
  readonly 'payments.send-refund': { readonly refundId: Id<'refund'> }
  readonly 'payments.tell-subject': {
    readonly kind: 'refund' | 'dispute'
    readonly id: string
    readonly outcome: string
  }
  readonly 'payments.dry-run': { readonly provider: ProviderName; readonly by: Id<'user'> }
}

export function enqueue<Queue extends keyof QueueData>(
  tx: Tx,
  queue: Queue,
  data: QueueData[Queue],
  options: EnqueueOptions = {},
): Promise<void> {
  return tx.enqueue({ queue, data, options: { ...options } })
}
