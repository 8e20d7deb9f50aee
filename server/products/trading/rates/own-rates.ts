import { nowMs } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { decimal } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import type { FieldFault } from '../../../kernel/problem.ts'
import { dayText } from '../analytics/days.ts'
import { readDay, readPositive } from '../ledger/values.ts'
import { tradingProblem } from '../problems.ts'
import { ratesProblem } from './problems.ts'
import type { KnownRate } from './rate-book.ts'
import { applyRates, writeRates } from './write-rates.ts'

const DAY_MS = 86_400_000

interface SaidRate {
  readonly base: string
  readonly quote: string
  readonly day: string
  readonly rate: string
}

/** Keeps what a trader says of rates. Throws trading/value-invalid. */
export async function enterRates(tx: Tx, ownerId: Id<'user'>, said: readonly SaidRate[]): Promise<{ changed: number }> {
  const rates = said.map(({ base, quote, day, rate }, at): KnownRate => {
    const kept = { day: readDay(day, `/rates/${at}/day`), rate: decimal(readPositive(rate, `/rates/${at}/rate`)) }
    return { base, quote, ...kept, source: 'entered' }
  })
  return await keepRates(tx, ownerId, rates, (at) => `/rates/${at}`)
}

/** Keeps rates of the trader's own. Throws trading/value-invalid for a pair that is none, is said twice of a day, or of a day to come. */
export async function keepRates(
  tx: Tx,
  ownerId: Id<'user'>,
  rates: readonly KnownRate[],
  pointerOf: (at: number) => string,
): Promise<{ changed: number }> {
  const faults: FieldFault[] = []
  const seen = new Set<string>()
  const tomorrow = dayText(Math.floor(nowMs() / DAY_MS) + 1)
  for (const [at, { base, quote, day }] of rates.entries()) {
    const fault = (code: string, detail: string): void => void faults.push({ pointer: pointerOf(at), code, detail })
    const key = `${base} ${quote} ${day}`
    if (base === quote) fault('pair', 'is of one currency')
    else if (day > tomorrow) fault('future', `is of ${day}, which is to come`)
    else if (seen.has(key)) fault('twice', `says ${base}/${quote} of ${day} a second time`)
    seen.add(key)
  }
  if (faults.length > 0) throw tradingProblem('value-invalid', { errors: faults.slice(0, FAULTS_MAX) })
  const changed = await writeRates(tx, ownerId, rates)
  await audit(tx, ownerId, 'written', { rates: rates.length, changed })
  return { changed }
}

const FAULTS_MAX = 50

/** Takes back what the trader said of a pair and day; what the source says holds again. Throws trading/currency-rate-not-found. */
export async function removeRate(
  tx: Tx,
  ownerId: Id<'user'>,
  { base, quote, day }: Omit<SaidRate, 'rate'>,
): Promise<void> {
  const gone = await tx.raw(
    'DELETE FROM trading.currency_rate WHERE owner_id = $1 AND base = $2 AND quote = $3 AND day = $4 RETURNING day',
    [ownerId, base, quote, day],
  )
  if (gone.length === 0) throw ratesProblem('currency-rate-not-found')
  await applyRates(tx, ownerId, day)
  await audit(tx, ownerId, 'removed', { base, quote, day })
}

async function audit(tx: Tx, ownerId: Id<'user'>, what: string, details: object): Promise<void> {
  await tx.audit({
    action: `trading.currency-rates.${what}`,
    subject: { kind: 'user', id: ownerId },
    details: { ...details },
  })
}
