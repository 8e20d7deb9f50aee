import { Type } from 'typebox'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../../../kernel/http/schema.ts'
import { feeSourceShape } from '../execution-view.ts'
import {
  type ExecutionRow,
  executionKinds,
  type LotClosureRow,
  type LotRow,
  type TagRow,
  type TradeNoteRow,
} from '../tables.ts'
import type { excursionOf } from './excursion.ts'
import { excursionLacks, type lackOf } from './no-excursion.ts'
import type { ListedTrade } from './trade-reads.ts'
import { plain, plainOrNull, tradeProperties, viewTrade } from './trade-view.ts'

const amount = Type.String({ description: 'A decimal number' })

const fillShape = object({
  id: idOf('execution'),
  kind: oneOf(executionKinds),
  role: oneOf(['entry', 'exit']),
  side: oneOf(['buy', 'sell']),
  quantity: amount,
  price: amount,
  fees: amount,
  feeSource: feeSourceShape,
  fxRate: amount,
  executedAt: instant,
  orderId: nullable(Type.String()),
})

const closureShape = object({
  openExecutionId: idOf('execution'),
  closeExecutionId: idOf('execution'),
  quantity: amount,
  entryPrice: amount,
  exitPrice: amount,
  gross: amount,
  openFee: amount,
  closeFee: amount,
  net: amount,
  closedAt: instant,
})

const lotShape = object({
  openExecutionId: idOf('execution'),
  quantity: amount,
  price: amount,
  fees: amount,
  openedAt: instant,
})

const excursionShape = object({
  seconds: Type.Integer({ description: 'How long the bars last that were looked at' }),
  bars: Type.Integer(),
  mae: amount,
  mfe: amount,
  maeR: nullable(amount),
  mfeR: nullable(amount),
  maePercent: nullable(amount),
  mfePercent: nullable(amount),
  exitEfficiency: nullable(amount),
})

/** Why there is no excursion by bars. */
const noExcursionShape = object({
  lacks: {
    ...oneOf(excursionLacks),
    description: 'No price bars of its time; a spin-off took of it; more fills than are looked through',
  },
  triedAt: { ...nullable(instant), description: 'When the source was asked for bars of the instrument last' },
  nextAt: nullable(instant),
  error: { ...nullable(Type.String()), description: 'Why that brought none' },
})

/** A trade with its parts, whose amounts are in the instrument's currency, and what is said of it. */
export const detailShape = namedObject('TradeDetail', {
  ...tradeProperties,
  multiplier: amount,
  version: Type.Integer({ description: 'Of what is said of it; 0 before anything was' }),
  initialStop: nullable(amount),
  plannedTarget: nullable(amount),
  enteredRisk: nullable(amount),
  text: Type.String(),
  reported: object({ mae: nullable(amount), mfe: nullable(amount) }),
  excursion: nullable(excursionShape),
  noExcursion: nullable(noExcursionShape),
  fills: Type.Array(fillShape),
  closures: Type.Array(closureShape),
  lots: Type.Array(lotShape),
  isCut: Type.Boolean({ description: 'There are more parts than are shown; the explanation has all' }),
})

interface Detail {
  readonly trade: ListedTrade
  readonly tags: readonly TagRow[]
  readonly note: TradeNoteRow | undefined
  readonly multiplier: string
  readonly fills: readonly ExecutionRow[]
  readonly closures: readonly LotClosureRow[]
  readonly lots: readonly LotRow[]
  readonly excursion: Awaited<ReturnType<typeof excursionOf>>
  readonly noExcursion: Awaited<ReturnType<typeof lackOf>> | null
}

export function viewDetail(detail: Detail, partsMax: number) {
  const { trade, tags, note, fills, closures, lots, excursion, noExcursion } = detail
  const shown = <Row, View>(rows: readonly Row[], view: (row: Row) => View): View[] => rows.slice(0, partsMax).map(view)
  return {
    ...viewTrade(trade, tags),
    ...{ multiplier: plain(detail.multiplier), version: note?.version ?? 0, text: note?.text ?? '' },
    initialStop: plainOrNull(note?.initial_stop ?? null),
    plannedTarget: plainOrNull(note?.planned_target ?? null),
    enteredRisk: plainOrNull(note?.initial_risk ?? null),
    reported: { mae: plainOrNull(note?.reported_mae ?? null), mfe: plainOrNull(note?.reported_mfe ?? null) },
    ...{ excursion, noExcursion },
    fills: shown(fills, (row) => viewFill(row, trade.side)),
    closures: shown(closures, viewClosure),
    lots: shown(lots, viewLot),
    isCut: Math.max(fills.length, closures.length, lots.length) > partsMax,
  }
}

function viewFill(row: ExecutionRow, side: ListedTrade['side']) {
  return {
    ...{ id: row.id, kind: row.kind, role: row.side === side ? 'entry' : 'exit' },
    ...{ side: row.side === 1 ? 'buy' : 'sell', quantity: plain(row.quantity), price: plain(row.price) },
    ...{
      fees: plain(row.fees),
      feeSource: row.fee_source,
      fxRate: plain(row.fx_rate),
      executedAt: row.executed_at,
      orderId: row.order_id,
    },
  }
}

function viewClosure(row: LotClosureRow) {
  return {
    ...{ openExecutionId: row.open_execution_id, closeExecutionId: row.close_execution_id },
    ...{ quantity: plain(row.quantity), entryPrice: plain(row.entry_price), exitPrice: plain(row.exit_price) },
    ...{ gross: plain(row.gross), openFee: plain(row.open_fee), closeFee: plain(row.close_fee), net: plain(row.net) },
    closedAt: row.closed_at,
  }
}

function viewLot(row: LotRow) {
  return {
    ...{ openExecutionId: row.open_execution_id, quantity: plain(row.quantity), price: plain(row.price) },
    ...{ fees: plain(row.fees), openedAt: row.opened_at },
  }
}
