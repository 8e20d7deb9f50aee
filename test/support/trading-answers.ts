import assert from 'node:assert/strict'
import { type Decimal, formatDecimal, sum } from '../../server/kernel/decimal.ts'
import { expectStatus } from './music.ts'
import type { SeededTrade, Trader } from './trading-analytics.ts'

export type Answer = Record<string, unknown> & { groups: Group[] }
// biome-ignore lint/suspicious/noExplicitAny: an answer is read as JSON is
export type Group = Record<string, any>
export type Query = Readonly<Record<string, string | readonly string[]>>

/** What a report answers to a person. */
export async function ask(person: Trader, report: string, query: Query = {}): Promise<Answer> {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  )
  const answer = await person.http.get(`/api/trading/analytics/${report}?${new URLSearchParams(pairs)}`)
  return expectStatus(answer, 200) as Answer
}

/** The exact sum of what trades brought. */
export function net(of: readonly SeededTrade[]): string {
  return formatDecimal(sum(of.map((trade) => trade.net)))
}

export function isWin({ net }: SeededTrade): boolean {
  return net.units > 0n
}

/** The same but for the rounding of doubles. */
export function near(actual: number | null, expected: number): void {
  const reach = 1e-9 * Math.max(1, Math.abs(expected))
  assert.ok(actual !== null && Math.abs(actual - expected) <= reach, `${actual} is not ${expected}`)
}

export function toNumber(value: Decimal): number {
  return Number(formatDecimal(value))
}

/** For sorting in order of closing. */
export function byClose(one: SeededTrade, other: SeededTrade): number {
  return one.closedAt.getTime() - other.closedAt.getTime() || (one.id < other.id ? -1 : 1)
}

export function grouped<Key>(
  of: readonly SeededTrade[],
  keysOf: (trade: SeededTrade) => readonly Key[],
): Map<Key, SeededTrade[]> {
  const found = new Map<Key, SeededTrade[]>()
  for (const trade of of) for (const key of keysOf(trade)) found.set(key, [...(found.get(key) ?? []), trade])
  return found
}
