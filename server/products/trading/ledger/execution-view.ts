import { type Static, Type } from 'typebox'
import {
  type Decimal,
  decimal,
  decimalShape,
  formatDecimal,
  sum,
  unsignedDecimalShape,
} from '../../../kernel/decimal.ts'
import { idOf, instant, line, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import { instrumentInput } from './instrument-view.ts'
import { invalidValue } from './problems.ts'
import { rateFromShape, viewRateFrom } from './rate-view.ts'
import { type ExecutionRow, executionKinds, feeSources, type Side } from './tables.ts'
import { instantInput, readPast, readPositive, readZone, zoneShape } from './values.ts'

const side = oneOf(['buy', 'sell'])
const effect = oneOf(['open', 'close'])
const feeParts = Type.Record(Type.String({ pattern: '^[a-z][a-zA-Z]{0,29}$' }), decimalShape, {
  ...{ maxProperties: 12, additionalProperties: false },
})
const positionRef = Type.String({ maxLength: 64, pattern: '^[\\x21-\\x7e]*$' })

const what = {
  side,
  quantity: unsignedDecimalShape,
  price: unsignedDecimalShape,
  executedAt: instantInput,
}
const more = {
  kind: Type.Optional(oneOf(['fill', 'expiry'])),
  sourceZone: Type.Optional(zoneShape),
  /** Breaks ties of one instant; what is imported has thousands of millions, and more by each import. */
  sequence: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  effect: Type.Optional(nullable(effect)),
  /** In the instrument's currency: a cost is positive, a rebate negative. With parts, their sum. */
  fees: Type.Optional(decimalShape),
  feeParts: Type.Optional(nullable(feeParts)),
  /** One of the instrument's currency in the account's; 1 where they are the same. */
  fxRate: Type.Optional(unsignedDecimalShape),
  /** Of an account that keeps positions apart: which one. */
  positionRef: Type.Optional(positionRef),
  orderId: Type.Optional(nullable(line(100))),
  reportedPnl: Type.Optional(nullable(decimalShape)),
}

/** A fill as a person enters it: of an instrument that is there, or that is named. */
export const executionInput = object({
  instrumentId: Type.Optional(idOf('instrument')),
  instrument: Type.Optional(instrumentInput),
  ...what,
  ...more,
})
export const executionChange = object({
  instrumentId: Type.Optional(idOf('instrument')),
  ...Type.Partial(Type.Object(what)).properties,
  ...more,
})
export type ExecutionInput = Static<typeof executionInput>
export type ExecutionChange = Static<typeof executionChange>

/** Who said the fee: `schedule` marks an estimate, `none` that nobody did. Null of executions from before this was kept. */
export const feeSourceShape = nullable(oneOf(feeSources))

export const executionShape = namedObject('Execution', {
  id: idOf('execution'),
  /** The first version; the trade that it opens has this id. */
  lineageId: idOf('execution'),
  accountId: idOf('trading-account'),
  instrument: object({
    id: idOf('instrument'),
    symbol: Type.String(),
    assetClass: Type.String(),
    currency: Type.String(),
  }),
  kind: oneOf(executionKinds),
  side,
  quantity: Type.String(),
  price: Type.String(),
  executedAt: instant,
  sourceZone: Type.String(),
  effect: nullable(effect),
  fees: Type.String(),
  feeParts: nullable(Type.Record(Type.String(), Type.String())),
  feeSource: feeSourceShape,
  fxRate: Type.String(),
  fxRateFrom: rateFromShape,
  reportedPnl: nullable(Type.String()),
  positionRef: Type.String(),
  orderId: nullable(Type.String()),
  externalId: nullable(Type.String()),
  linkedId: nullable(idOf('execution')),
  source: oneOf(['import', 'manual', 'system']),
  batchId: nullable(idOf('import-batch')),
  createdAt: instant,
})

/** The columns of an execution that a person says. */
export type Said = Pick<
  ExecutionRow,
  | 'kind'
  | 'side'
  | 'quantity'
  | 'price'
  | 'executed_at'
  | 'source_zone'
  | 'sequence'
  | 'effect'
  | 'fees'
  | 'fee_parts'
  | 'fee_source'
  | 'position_ref'
  | 'order_id'
  | 'reported_pnl'
>

/** Columns of what was given; those of `before` stay. Throws trading/value-invalid naming the field under `at`. */
export function saidOf(given: ExecutionChange, before: Said, at = ''): Said {
  const { quantity, sourceZone, executedAt, sequence } = given
  const kind = given.kind ?? before.kind
  const price = given.price ?? before.price
  if (kind !== 'fill' && decimal(price).units !== 0n)
    throw invalidValue(`${at}/price`, 'price', 'is 0 for an option that expires or is exercised')
  return {
    ...{ kind, price, side: given.side === undefined ? before.side : sideOf(given.side) },
    quantity: quantity === undefined ? before.quantity : readPositive(quantity, `${at}/quantity`),
    executed_at: executedAt === undefined ? before.executed_at : readPast(executedAt, `${at}/executedAt`),
    source_zone: sourceZone === undefined ? before.source_zone : readZone(sourceZone, `${at}/sourceZone`),
    sequence: sequence === undefined ? before.sequence : BigInt(sequence),
    effect: given.effect === undefined ? before.effect : given.effect,
    ...feesOf(given, before, at),
    position_ref: given.positionRef ?? before.position_ref,
    order_id: given.orderId === undefined ? before.order_id : given.orderId,
    reported_pnl: given.reportedPnl === undefined ? before.reported_pnl : given.reportedPnl,
  }
}

function sideOf(side: 'buy' | 'sell'): Side {
  return side === 'buy' ? 1 : -1
}

/** Whether a person tells the fees; 0 is told too. */
export function tellsFees({ fees, feeParts }: Pick<ExecutionChange, 'fees' | 'feeParts'>): boolean {
  return fees !== undefined || feeParts != null
}

type SaidFees = Pick<Said, 'fees' | 'fee_parts' | 'fee_source'>

/** Parts say the fees; fees alone leave no parts. */
function feesOf({ fees, feeParts }: ExecutionChange, before: Said, at: string): SaidFees {
  if (feeParts === undefined || feeParts === null)
    return fees === undefined && feeParts === undefined
      ? { fees: before.fees, fee_parts: before.fee_parts, fee_source: before.fee_source }
      : { fees: fees ?? before.fees, fee_parts: null, fee_source: fees === undefined ? before.fee_source : 'manual' }
  const total = formatDecimal(sum(Object.values(feeParts).map(decimal)))
  if (fees !== undefined && formatDecimal(decimal(fees)) !== total)
    throw invalidValue(`${at}/fees`, 'sum', 'is the sum of its parts')
  return { fees: total, fee_parts: feeParts, fee_source: 'manual' }
}

export type ExecutionWithInstrument = ExecutionRow & {
  readonly symbol: string
  readonly asset_class: string
  readonly currency: string
}

export function viewExecution(row: ExecutionWithInstrument): Static<typeof executionShape> {
  const plain = (text: string): string => formatDecimal(decimal(text) as Decimal)
  return {
    ...{ id: row.id, lineageId: row.lineage_id, accountId: row.account_id },
    instrument: {
      ...{ id: row.instrument_id, symbol: row.symbol, assetClass: row.asset_class, currency: row.currency },
    },
    ...{
      kind: row.kind,
      side: row.side === 1 ? 'buy' : 'sell',
      quantity: plain(row.quantity),
      price: plain(row.price),
    },
    ...{ executedAt: row.executed_at, sourceZone: row.source_zone, effect: row.effect, fees: plain(row.fees) },
    ...{
      feeParts: row.fee_parts,
      feeSource: row.fee_source,
      fxRate: plain(row.fx_rate),
      fxRateFrom: viewRateFrom(row),
      positionRef: row.position_ref,
    },
    reportedPnl: row.reported_pnl === null ? null : plain(row.reported_pnl),
    ...{ orderId: row.order_id, externalId: row.external_id, linkedId: row.linked_id, source: row.source },
    ...{ batchId: row.batch_id, createdAt: row.created_at },
  }
}
