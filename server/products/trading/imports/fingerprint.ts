import { hash } from 'node:crypto'
import { formatDecimal } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import type { AccountRow } from '../ledger/tables.ts'
import type { CashRecord, FillRecord } from './canonical.ts'

/** Bytes by which rows of a file that are alike are counted: enough that no two others share them. */
const COUNTED_BYTES = 16

/** Names fills and cash movements of one file in one account, in the order of the file. */
export interface Fingerprints {
  fill(instrumentId: Id<'instrument'>, fill: NamedFill): Buffer
  cash(cash: NamedCash, currency: string): Buffer
}

/** What a fill is named by: all of it is kept of one that an import makes, so that it has the same name in a copy of its account. */
export type NamedFill = Facts & Pick<FillRecord, 'positionRef' | 'externalId'>
export type NamedCash = Pick<CashRecord, 'kind' | 'amount' | 'happenedAt' | 'symbol' | 'externalId'>

/**
 * What the broker calls it in this account; else what it says, and how many the same came before it in the file. So the same file again
 * names the same, and three equal fills of one file are three. A plain SHA-256 of facts that begin with the account's random id, and no HMAC:
 * it hides nothing, and under a key of the installation every fill would look new once that key was changed. Which position a fill belongs
 * to names it in a hedging account alone: another keeps it nowhere.
 */
export function createFingerprints({
  id: accountId,
  position_mode: mode,
}: Pick<AccountRow, 'id' | 'position_mode'>): Fingerprints {
  const counts = new Map<string, number>()

  function name(type: string, externalId: string | null, facts: readonly unknown[]): Buffer {
    if (externalId !== null) return sha256([accountId, type, 'named', externalId])
    const said = sha256([accountId, type, 'said', ...facts])
    const alike = said.toString('latin1', 0, COUNTED_BYTES)
    const ordinal = (counts.get(alike) ?? 0) + 1
    counts.set(alike, ordinal)
    return ordinal === 1 ? said : sha256([accountId, type, 'said', ...facts, ordinal])
  }

  return {
    fill: (instrumentId, fill) =>
      name('fill', fill.externalId, [instrumentId, mode === 'hedging' ? fill.positionRef : '', ...factsOf(fill)]),
    cash: (cash, currency) =>
      name('cash', cash.externalId, [
        ...[cash.kind, formatDecimal(cash.amount), currency, cash.happenedAt.getTime(), cash.symbol],
      ]),
  }
}

type Facts = Pick<FillRecord, 'kind' | 'side' | 'quantity' | 'price' | 'executedAt'>

/** What two reports of the same fill have in common, however they spell it. */
export function factsText(fill: Facts): string {
  return factsOf(fill).join(' ')
}

function factsOf({ kind, side, quantity, price, executedAt }: Facts): readonly (string | number)[] {
  return [kind, side, formatDecimal(quantity), formatDecimal(price), executedAt.getTime()]
}

function sha256(facts: readonly unknown[]): Buffer {
  return hash('sha256', JSON.stringify(facts), 'buffer')
}
