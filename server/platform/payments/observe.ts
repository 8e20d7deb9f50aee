import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { factHash, factText } from './facts.ts'
import type { Fact } from './provider.ts'
import type { AttemptRow, FactSourceName } from './tables.ts'

/** Where facts were heard. */
export interface Heard {
  readonly source: FactSourceName
  readonly eventId?: string | null
}

/** Adds facts to what is known of an attempt; one that is known already is not added twice. True when something was new. */
export async function observe(
  tx: Tx,
  { id, payment_id: paymentId }: Pick<AttemptRow, 'id' | 'payment_id'>,
  facts: readonly Fact[],
  { source, eventId = null }: Heard,
): Promise<boolean> {
  if (facts.length === 0) return false
  const rows = facts.map((fact) => ({
    ...{ id: newId<'observation'>(), kind: fact.kind, state: fact.state, fact: JSON.parse(factText(fact)) as unknown },
    ...{ hash: factHash(fact).toString('hex'), at: fact.at.toISOString() },
  }))
  const added = await tx.raw(
    `INSERT INTO payments.observation
       (id, payment_id, attempt_id, kind, state, fact, fact_hash, source, event_id, provider_at, seen_at)
     SELECT id, $2, $3, kind, state, fact, decode(hash, 'hex'), $4, $5, at, $6
       FROM jsonb_to_recordset($1) AS row (id uuid, kind text, state text, fact jsonb, hash text, at timestamptz)
     ON CONFLICT (attempt_id, fact_hash) DO NOTHING RETURNING id`,
    [JSON.stringify(rows), paymentId, id, source, eventId, now()],
  )
  return added.length > 0
}

/** The attempt that a provider's reference belongs to. */
export async function attemptByRef(
  from: Pick<Tx, 'raw'>,
  provider: string,
  account: string,
  ref: string,
): Promise<{ id: Id<'attempt'>; payment_id: Id<'payment'> } | undefined> {
  const [row] = await from.raw<{ id: Id<'attempt'>; payment_id: Id<'payment'> }>(
    'SELECT id, payment_id FROM payments.attempt WHERE provider = $1 AND account = $2 AND provider_ref = $3',
    [provider, account, ref],
  )
  return row
}
