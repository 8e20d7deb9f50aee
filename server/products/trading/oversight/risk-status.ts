import { nowMs } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Decimal, decimal, divide, minus } from '../../../kernel/decimal.ts'
import type { AccountRow } from '../ledger/tables.ts'
import { accountClock } from '../ledger/trading-day.ts'
import { type RiskDay, type RiskFigures, type RiskProfile, type RiskStatus, riskFigures } from './risk-path.ts'
import { loadPath } from './risk-points.ts'
import { type LimitRule, limitRules, type RiskProfileRow, type RiskState } from './tables.ts'

export interface ProfileFigures extends RiskFigures {
  readonly startEquity: Decimal
  /** Of limits; conditions that later trades can meet are none. */
  readonly status: RiskState
  /** The trading day that it is now. */
  readonly today: string
  readonly marks: number | null
}

/** How an account stands against a profile of it, made of its fills as they are now. */
export async function profileFigures(
  source: Db | Tx,
  account: AccountRow,
  profile: RiskProfileRow,
): Promise<ProfileFigures> {
  const { startEquity, points, marks } = await loadPath(source, account, profile)
  const today = accountClock(account).day(nowMs())
  const figures = riskFigures(rulesOf(profile), startEquity, points, today)
  return { ...figures, startEquity, today, marks, status: worst(figures.statuses) }
}

const PERCENT_DIGITS = 20

function rulesOf(row: RiskProfileRow): RiskProfile {
  const maybe = (text: string | null): Decimal | null => (text === null ? null : decimal(text))
  const share = (percent: string): Decimal => divide(decimal(percent), decimal('100'), PERCENT_DIGITS, 'half-even')
  return {
    ...{ dailyLoss: maybe(row.daily_loss), daysMin: row.days_min, profitTarget: maybe(row.profit_target) },
    bestDayShare: row.best_day_percent === null ? null : share(row.best_day_percent),
    warnAt: share(String(row.warn_at_percent)),
    drawdown:
      row.drawdown_kind === null || row.drawdown_amount === null
        ? null
        : {
            ...{ kind: row.drawdown_kind, amount: decimal(row.drawdown_amount) },
            lockAt: maybe(row.drawdown_lock_at),
          },
  }
}

/** True for a rule that ends an account when it is broken. */
export function isLimit(rule: RiskStatus['rule']): rule is LimitRule {
  return (limitRules as readonly string[]).includes(rule)
}

function worst(statuses: readonly RiskStatus[]): RiskState {
  const limits = statuses.filter(({ rule }) => isLimit(rule)).map(({ status }) => status)
  return (['breached', 'warning'] as const).find((one) => limits.includes(one)) ?? 'ok'
}

/** What is left until the limit is reached, or of what is asked for; of limits negative when it is passed. */
export function leftOf({ rule, actual, allowed }: RiskStatus): Decimal {
  return rule === 'drawdown' ? minus(actual, allowed) : minus(allowed, actual)
}

/** How much more the session could have lost. */
export function lossLeft({ loss }: RiskDay, { daily_loss: allowed }: RiskProfileRow): Decimal | null {
  return allowed === null ? null : minus(decimal(allowed), loss)
}
