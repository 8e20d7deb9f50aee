import { type Static, Type } from 'typebox'
import { compare, decimal, formatDecimal, signOf, unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { idOf, instant, line, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import { dayShape } from '../journal/shapes.ts'
import { invalidValue } from '../ledger/problems.ts'
import type { ProfileFields } from './risk-profiles.ts'
import { drawdownKinds, type RiskProfileRow, riskStates } from './tables.ts'

const amount = nullable(unsignedDecimalShape)
const drawdownShape = nullable(
  object({ kind: oneOf(drawdownKinds), amount: unsignedDecimalShape, lockAt: nullable(unsignedDecimalShape) }),
)

/** What each of them may be; null where it is not one of the rules. */
export const limits = {
  dailyLoss: amount,
  drawdown: drawdownShape,
  bestDayPercent: amount,
  daysMin: nullable(Type.Integer({ minimum: 1, maximum: 1000 })),
  profitTarget: amount,
}

/** Limits as a person says them. */
export const riskProfileSaid = {
  name: line(80),
  startsOn: dayShape,
  startBalance: nullable({ ...unsignedDecimalShape, description: 'Null: what the ledger says of that day' }),
  ...limits,
  warnAtPercent: Type.Integer({ minimum: 1, maximum: 99, description: 'Of a limit, used: from there on it warns' }),
  usesMarks: Type.Boolean({ description: 'Open positions count, at the closes of bars' }),
}

export const profileShape = object({
  ...{ id: idOf('risk-profile'), accountId: idOf('trading-account'), ...riskProfileSaid },
  status: oneOf(riskStates),
  version: Type.Integer(),
  createdAt: instant,
})

const said = object(riskProfileSaid)
type SaidOfProfile = Static<typeof said>

export function viewProfile(row: RiskProfileRow): Static<typeof profileShape> {
  const maybe = (text: string | null): string | null => (text === null ? null : formatDecimal(decimal(text)))
  const { drawdown_kind: kind, drawdown_amount: most } = row
  return {
    ...{ id: row.id, accountId: row.account_id, name: row.name, startsOn: row.starts_on },
    ...{ startBalance: maybe(row.start_balance), dailyLoss: maybe(row.daily_loss), daysMin: row.days_min },
    drawdown:
      kind === null || most === null
        ? null
        : { kind, amount: formatDecimal(decimal(most)), lockAt: maybe(row.drawdown_lock_at) },
    ...{ bestDayPercent: maybe(row.best_day_percent), profitTarget: maybe(row.profit_target) },
    ...{ warnAtPercent: row.warn_at_percent, usesMarks: row.uses_marks, status: row.status },
    ...{ version: row.version, createdAt: row.created_at },
  }
}

/** The columns of what is said. Throws trading/value-invalid. */
export function fieldsOfProfile(asked: SaidOfProfile): ProfileFields {
  const { dailyLoss, drawdown, bestDayPercent, daysMin, profitTarget, startBalance } = asked
  for (const [name, value] of Object.entries({ dailyLoss, bestDayPercent, profitTarget, startBalance }))
    if (value !== null && signOf(decimal(value)) <= 0)
      throw invalidValue(`/${name}`, 'minimum', 'is more than nothing, or left out')
  if (bestDayPercent !== null && compare(decimal(bestDayPercent), decimal('100')) > 0)
    throw invalidValue('/bestDayPercent', 'maximum', 'is a percentage')
  if (drawdown !== null && signOf(decimal(drawdown.amount)) <= 0)
    throw invalidValue('/drawdown/amount', 'minimum', 'is more than nothing')
  if (drawdown?.kind === 'static' && drawdown.lockAt !== null)
    throw invalidValue('/drawdown/lockAt', 'not-asked', 'is of a floor that trails')
  if ([dailyLoss, drawdown, bestDayPercent, daysMin, profitTarget].every((one) => one === null))
    throw invalidValue('/dailyLoss', 'required', 'or another rule is needed')
  return {
    ...{ name: asked.name, starts_on: asked.startsOn, start_balance: startBalance, daily_loss: dailyLoss },
    ...{ drawdown_kind: drawdown?.kind ?? null, drawdown_amount: drawdown?.amount ?? null },
    ...{ drawdown_lock_at: drawdown?.lockAt ?? null, best_day_percent: bestDayPercent, days_min: daysMin },
    ...{ profit_target: profitTarget, warn_at_percent: asked.warnAtPercent, uses_marks: asked.usesMarks },
  }
}
