import { type Decimal, formatDecimal } from '../../../kernel/decimal.ts'
import { newId } from '../../../kernel/id.ts'
import type { NewCashMovement, NewExecution } from '../ledger/executions.ts'
import type { InstrumentRow, RateOrigin } from '../ledger/tables.ts'
import type { CashRecord, FillRecord } from './canonical.ts'
import type { IntakeTerms } from './intake-types.ts'
import { sequenceOf } from './placing.ts'

const NOTE_MAX = 500

/** A fill as a row of the ledger: the first version of its lineage. */
export function toExecution(
  { account, batchId, place }: IntakeTerms,
  fill: {
    readonly record: FillRecord
    readonly fingerprint: Buffer
    readonly instrument: InstrumentRow
    readonly fxRate: Decimal
    readonly rateFrom: RateOrigin
  },
): NewExecution {
  const { record, fingerprint, instrument, fxRate, rateFrom } = fill
  const id = newId<'execution'>()
  return {
    id,
    account_id: account.id,
    instrument_id: instrument.id,
    lineage_id: id,
    position_ref: account.position_mode === 'hedging' ? record.positionRef : '',
    kind: record.kind,
    side: record.side,
    quantity: formatDecimal(record.quantity),
    price: formatDecimal(record.price),
    executed_at: record.executedAt,
    source_zone: record.sourceZone,
    sequence: sequenceOf(place, record.order),
    effect: record.effect,
    fees: formatDecimal(record.fees),
    fee_parts: partsOf(record),
    fee_source: record.feeSource,
    fx_rate: formatDecimal(fxRate),
    ...rateFrom,
    reported_pnl: record.reportedPnl === null ? null : formatDecimal(record.reportedPnl),
    order_id: record.orderId,
    external_id: record.externalId,
    linked_id: null,
    source: 'import',
    batch_id: batchId,
    fingerprint,
  }
}

function partsOf({ feeParts }: FillRecord): Record<string, string> | null {
  const parts = Object.entries(feeParts).map(([name, amount]) => [name, formatDecimal(amount)])
  return parts.length === 0 ? null : Object.fromEntries(parts)
}

/** Money that came or went as a row of the ledger. */
export function toCashMovement(
  { account, batchId }: IntakeTerms,
  cash: {
    readonly record: CashRecord
    readonly fingerprint: Buffer
    readonly fxRate: Decimal
    readonly rateFrom: RateOrigin
  },
): NewCashMovement {
  const { record, fingerprint, fxRate, rateFrom } = cash
  return {
    ...{ id: newId<'cash-movement'>(), account_id: account.id, kind: record.kind },
    ...{ amount: formatDecimal(record.amount), currency: record.currency ?? account.currency },
    ...{ fx_rate: formatDecimal(fxRate), happened_at: record.happenedAt, instrument_id: null, note: noteOf(record) },
    ...{ symbol: record.symbol, as_imported: null },
    ...{ external_id: record.externalId, batch_id: batchId, fingerprint, ...rateFrom },
  }
}

/** Says what it is about, also where the file says so in a column of its own. */
function noteOf({ symbol, note }: CashRecord): string {
  const text = symbol === null || note.includes(symbol) ? note : `${symbol} ${note}`.trim()
  return [...text.replaceAll('\0', '\ufffd')].slice(0, NOTE_MAX).join('')
}
