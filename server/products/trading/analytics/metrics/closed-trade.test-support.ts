import assert from 'node:assert/strict'
import { type Decimal, decimal, formatDecimal, minus, plus } from '../../../../kernel/decimal.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { ClosedTrade } from './closed-trade.ts'

type Told = Partial<
  Omit<ClosedTrade, 'net' | 'gross' | 'cost' | 'risk' | 'mae' | 'mfe'> &
    Record<'net' | 'fees' | 'cost', string> &
    Record<'risk' | 'mae' | 'mfe', string | null>
>

const MONDAY_MS = Date.UTC(2026, 0, 5, 9)
const HOUR_MS = 3_600_000

/** The trade of this number: one each hour from Monday, held for half of it, of instrument 0, unless told otherwise. */
export function closedTrade(at: number, told: Told = {}): ClosedTrade {
  const { net = '0', fees = '0', cost = '1000', risk = null, mae = null, mfe = null, ...rest } = told
  const openedAtMs = rest.openedAtMs ?? MONDAY_MS + at * HOUR_MS
  const closedAtMs = rest.closedAtMs ?? openedAtMs + HOUR_MS / 2
  return {
    id: `trade-${at}` as Id<'trade'>,
    instrumentId: 'instrument-0' as Id<'instrument'>,
    net: decimal(net),
    gross: plus(decimal(net), decimal(fees)),
    cost: decimal(cost),
    risk: risk === null ? null : decimal(risk),
    mae: mae === null ? null : decimal(mae),
    mfe: mfe === null ? null : decimal(mfe),
    closedDay: new Date(closedAtMs).toISOString().slice(0, 10),
    entryWeekday: new Date(openedAtMs).getUTCDay() || 7,
    entryMinute: new Date(openedAtMs).getUTCHours() * 60 + new Date(openedAtMs).getUTCMinutes(),
    ...rest,
    openedAtMs,
    closedAtMs,
  }
}

/** Trades of these results in their order. */
export function tradesOf(nets: readonly string[]): ClosedTrade[] {
  return nets.map((net, at) => closedTrade(at, { net }))
}

/** A double that is this one but for rounding; null is only null. */
export function near(actual: number | null | undefined, expected: number | null, tolerance = 1e-12): void {
  if (expected === null || actual === null || actual === undefined) assert.equal(actual, expected)
  else {
    const reach = tolerance * Math.max(1, Math.abs(expected))
    assert.ok(Math.abs(actual - expected) <= reach, `${actual} is not ${expected}`)
  }
}

/** Equal exact numbers, of whatever scale. */
export function sameDecimal(actual: Decimal | null | undefined, expected: string | Decimal | null): void {
  if (expected === null || actual === null || actual === undefined) assert.equal(actual, expected)
  else {
    const right = typeof expected === 'string' ? decimal(expected) : expected
    assert.equal(minus(actual, right).units, 0n, `${formatDecimal(actual)} is not ${formatDecimal(right)}`)
  }
}
