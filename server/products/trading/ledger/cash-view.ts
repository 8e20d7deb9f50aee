import { type Static, Type } from 'typebox'
import { decimal, decimalShape, formatDecimal, signOf, unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { idOf, instant, namedObject, nullable, object, oneOf, text } from '../../../kernel/http/schema.ts'
import { invalidValue } from './problems.ts'
import { rateFromShape, viewRateFrom } from './rate-view.ts'
import { type CashMovementRow, cashKinds } from './tables.ts'
import { instantInput } from './values.ts'

const currency = Type.String({ pattern: '^[A-Z0-9]{2,10}$' })
const fields = {
  kind: oneOf(cashKinds),
  /** What came in is positive. */
  amount: decimalShape,
  /** Of the account when it is left out. */
  currency: Type.Optional(currency),
  /** One of this currency in the account's; 1 where they are the same. */
  fxRate: Type.Optional(unsignedDecimalShape),
  happenedAt: instantInput,
  /** What it is about, such as the share that paid a dividend. */
  instrumentId: Type.Optional(nullable(idOf('instrument'))),
  note: Type.Optional(text(500)),
}
const { kind, amount, happenedAt } = fields
export const cashInput = object(fields)
export const cashChange = object({
  ...fields,
  ...Type.Partial(Type.Object({ kind, amount, happenedAt })).properties,
})
export type CashInput = Static<typeof cashInput>
export type CashChange = Static<typeof cashChange>

export const cashShape = namedObject('CashMovement', {
  id: idOf('cash-movement'),
  kind,
  amount: Type.String(),
  currency,
  fxRate: Type.String(),
  fxRateFrom: rateFromShape,
  happenedAt: instant,
  instrumentId: nullable(idOf('instrument')),
  symbol: {
    ...nullable(Type.String()),
    description:
      'What it is about, as the broker’s file names it; null of what was entered, and where the file names nothing',
  },
  note: Type.String(),
  externalId: nullable(Type.String()),
  batchId: nullable(idOf('import-batch')),
  createdAt: instant,
})

/** Deposits come in and withdrawals go out; the rest goes either way. Throws trading/value-invalid. */
export function checkAmount({ kind, amount }: Pick<CashMovementRow, 'kind' | 'amount'>): void {
  const sign = signOf(decimal(amount))
  const isWrong = sign === 0 || (kind === 'deposit' && sign < 0) || (kind === 'withdrawal' && sign > 0)
  if (isWrong)
    throw invalidValue('/amount', 'sign', 'is positive for what came in, negative for what went out, and never zero')
}

export function viewCash(row: CashMovementRow): Static<typeof cashShape> {
  return {
    ...{ id: row.id, kind: row.kind, amount: formatDecimal(decimal(row.amount)), currency: row.currency },
    ...{
      fxRate: formatDecimal(decimal(row.fx_rate)),
      fxRateFrom: viewRateFrom(row),
      happenedAt: row.happened_at,
      instrumentId: row.instrument_id,
    },
    ...{
      symbol: row.symbol,
      note: row.note,
      externalId: row.external_id,
      batchId: row.batch_id,
      createdAt: row.created_at,
    },
  }
}
