import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { lockHolders } from './accounts.ts'
import { ownInstrument } from './instruments.ts'
import { ledgerProblem } from './problems.ts'
import { rebuild } from './rebuild.ts'
import type { InstrumentRow, LedgerTables } from './tables.ts'

export interface InstrumentChange {
  readonly ownerId: Id<'user'>
  readonly id: Id<'instrument'>
  /** The one that was read. */
  readonly version: number
}

/** The owner's word on what one point is worth; the figures of every account that traded it follow. Throws trading/instrument-not-found, trading/instrument-stale. */
export async function setMultiplier(tx: Tx, change: InstrumentChange, multiplier: string): Promise<InstrumentRow> {
  const row = await save(tx, change, { multiplier, multiplier_source: 'owner' })
  await rebuildTraded(tx, change.ownerId, { instrumentIds: [row.id], from: null })
  await auditInstrument(tx, 'multiplier-set', row, { multiplier })
  return row
}

/** Other names of it, by which files are matched. Throws trading/instrument-not-found, trading/instrument-stale, trading/alias-taken. */
export async function setAliases(tx: Tx, change: InstrumentChange, aliases: string[]): Promise<InstrumentRow> {
  const row = await save(tx, change, { aliases })
  const taken = await tx
    .query<LedgerTables>()
    .selectFrom('trading.instrument')
    .select('id')
    .where('owner_id', '=', change.ownerId)
    .where('asset_class', '=', row.asset_class)
    .where('currency', '=', row.currency)
    .where('id', '<>', row.id)
    .where(({ eb, or, fn, val }) => or([eb('symbol', '=', fn.any(val(aliases))), eb('aliases', '&&', val(aliases))]))
    .executeTakeFirst()
  if (taken !== undefined) throw ledgerProblem('alias-taken')
  await auditInstrument(tx, 'aliases-set', row, { count: aliases.length })
  return row
}

async function save(tx: Tx, change: InstrumentChange, fields: Partial<InstrumentRow>): Promise<InstrumentRow> {
  const saved = await tx
    .query<LedgerTables>()
    .updateTable('trading.instrument')
    .set({ ...fields, version: change.version + 1, updated_at: now() })
    .where('owner_id', '=', change.ownerId)
    .where('id', '=', change.id)
    .where('version', '=', change.version)
    .returningAll()
    .executeTakeFirst()
  if (saved !== undefined) return saved
  await ownInstrument(tx, change.ownerId, change.id)
  throw ledgerProblem('instrument-stale')
}

/** Makes the chains of these instruments anew from an instant on (null: all of them), in every account of the trader, archived or not. */
export async function rebuildTraded(
  tx: Tx,
  ownerId: Id<'user'>,
  { instrumentIds, from }: { readonly instrumentIds: readonly Id<'instrument'>[]; readonly from: Date | null },
): Promise<void> {
  const chains = await tx.raw<{
    account_id: Id<'trading-account'>
    instrument_id: Id<'instrument'>
    position_ref: string
  }>(
    `SELECT e.account_id, e.instrument_id, e.position_ref
       FROM trading.execution e JOIN trading.account a ON a.id = e.account_id
      WHERE a.owner_id = $1 AND e.instrument_id = ANY($2::uuid[]) AND e.superseded_at IS NULL
     UNION
     SELECT t.account_id, t.instrument_id, t.position_ref
       FROM trading.trade t JOIN trading.account a ON a.id = t.account_id
      WHERE a.owner_id = $1 AND t.instrument_id = ANY($2::uuid[])`,
    [ownerId, instrumentIds],
  )
  const accounts = await lockHolders(tx, ownerId, [...new Set(chains.map((chain) => chain.account_id))])
  for (const account of accounts) {
    const own = chains.filter((chain) => chain.account_id === account.id)
    await rebuild(
      tx,
      account,
      own.map((chain) => ({ instrumentId: chain.instrument_id, positionRef: chain.position_ref, from })),
    )
  }
}

async function auditInstrument(tx: Tx, what: string, row: InstrumentRow, details: object): Promise<void> {
  await tx.audit({
    action: `trading.instrument.${what}`,
    subject: { kind: 'instrument', id: row.id },
    details: { ...details },
  })
}
