import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { ItemKind, ProviderName } from './tables.ts'

/** A difference that somebody has to look at. */
export interface Difference {
  /** `book` for what is wrong in our own. */
  readonly provider: ProviderName | 'book'
  readonly account: string
  readonly kind: ItemKind
  readonly key: string
  readonly paymentId?: Id<'payment'> | null
  readonly runId?: Id<'recon-run'> | null
  readonly details: Readonly<Record<string, unknown>>
}

/** Opens an item once; one that a person has closed as it is stays closed. True when it is new. */
export async function openItem(tx: Tx, difference: Difference): Promise<boolean> {
  const { provider, account, kind, key, paymentId = null, runId = null, details } = difference
  const rows = await tx.raw(
    `INSERT INTO payments.recon_item (id, provider, account, kind, key, payment_id, run_id, details, opened_at)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
      WHERE NOT EXISTS (SELECT FROM payments.recon_item WHERE provider = $2 AND account = $3 AND kind = $4 AND key = $5
                           AND closed_how = 'human' AND details = $8::jsonb)
     ON CONFLICT DO NOTHING RETURNING id`,
    [newId<'recon-item'>(), provider, account, kind, key, paymentId, runId, JSON.stringify(details), now()],
  )
  return rows.length > 0
}

/** Closes what the facts have explained by now. */
export async function closeByFact(
  tx: Tx,
  { provider, account, key }: Pick<Difference, 'provider' | 'account' | 'key'>,
  ...kinds: readonly ItemKind[]
): Promise<void> {
  await tx.raw(
    `UPDATE payments.recon_item SET closed_at = $5, closed_how = 'fact'
      WHERE provider = $1 AND account = $2 AND kind = ANY($3) AND key = $4 AND closed_at IS NULL`,
    [provider, account, kinds, key, now()],
  )
}
