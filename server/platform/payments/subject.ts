import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Money } from '../../kernel/money.ts'

/** Where a read runs: on its own, or inside the transaction whose writes it must see. */
export type Reader = Pick<Db, 'query' | 'raw'> | Pick<Tx, 'query' | 'raw'>

/** Who wants to pay: a session, or whatever a guest proves the subject with. */
export interface Payer {
  readonly userId: Id<'user'> | null
  readonly token: string | null
}

/** What is due of a subject at this moment. */
export interface Due {
  readonly amount: Money
  readonly description: string
  readonly email: string
  readonly name: string | null
}

export interface PaidPayment {
  readonly id: Id<'payment'>
  readonly subjectId: string
  readonly amount: Money
  readonly captured: Money
  readonly provider: string
  readonly capturedAt: Date
}

interface ChangeOf {
  /** The refund's or dispute's own. */
  readonly id: string
  readonly paymentId: Id<'payment'>
  readonly subjectId: string
  readonly amount: Money
}

/** One kind of thing that can be paid for, declared once by the unit that owns it. */
export interface PaymentSubject {
  readonly type: string
  /** What is due now, from price version or invoice; throws the unit's 404 or 409 when `payer` may not pay it or nothing is due. Locks what it reads. */
  due(tx: Tx, id: string, payer: Payer): Promise<Due>
  /** In a job, exactly once for each payment that is captured whole. `unsellable`: the money came too late and is refunded without further ado. */
  captured(tx: Tx, payment: PaidPayment): Promise<'fulfilled' | 'unsellable'>
  /** Once for each change of a refund that the provider has told: a refund that succeeded may still fail. */
  refunded?(tx: Tx, refund: ChangeOf & { readonly outcome: 'succeeded' | 'failed' }): Promise<void>
  /** Once for each change of a dispute. */
  disputed?(tx: Tx, dispute: ChangeOf & { readonly outcome: 'open' | 'won' | 'lost' }): Promise<void>
}
