import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Decimal, decimal, plus } from '../../../kernel/decimal.ts'
import type { AccountRow } from '../ledger/tables.ts'
import { accountClock, tradingDaySql } from '../ledger/trading-day.ts'
import type { Mark } from './bar-path.ts'
import { loadMarks } from './risk-marks.ts'
import type { RiskPoint } from './risk-path.ts'
import type { RiskProfileRow } from './tables.ts'

export interface AccountPath {
  readonly startEquity: Decimal
  readonly points: readonly RiskPoint[]
  /** Of them, how many are closes of bars; null when open positions are not asked for. */
  readonly marks: number | null
}

interface MovedRow {
  readonly kind: 'realised' | 'cash'
  readonly at: Date
  readonly day: string
  readonly amount: string
}

const CASH_DAY = tradingDaySql('happened_at', '$3', '$4::integer')

/** What fills of one instant realised is one point: the order of their rows says nothing. Deposits and withdrawals are no result. */
const MOVED = `
  SELECT 'realised' AS kind, closed_at AS at, closed_day::text AS day, sum(net_base) AS amount
    FROM trading.lot_closure WHERE account_id = $1 AND closed_day >= $2 GROUP BY closed_at, closed_day
  UNION ALL
  SELECT 'cash', happened_at, ${CASH_DAY}::text, sum(amount * fx_rate) FROM trading.cash_movement
   WHERE account_id = $1 AND kind NOT IN ('deposit', 'withdrawal') AND ${CASH_DAY} >= $2 GROUP BY happened_at
   ORDER BY at, kind DESC`

const DAYS_BEFORE = `
  SELECT day::text, sum(amount) AS amount FROM (
    SELECT closed_day AS day, net_base AS amount FROM trading.lot_closure WHERE account_id = $1 AND closed_day < $2
    UNION ALL
    SELECT ${CASH_DAY}, amount * fx_rate FROM trading.cash_movement WHERE account_id = $1 AND ${CASH_DAY} < $2) moved
   GROUP BY day ORDER BY day`

const BEFORE = `
  SELECT coalesce((SELECT sum(net_base) FROM trading.lot_closure WHERE account_id = $1 AND closed_day < $2), 0)
       + coalesce((SELECT sum(amount * fx_rate) FROM trading.cash_movement WHERE account_id = $1 AND ${CASH_DAY} < $2), 0) AS amount`

/** What an account went through from the first day of a profile on, instant by instant, and what it began with. */
export async function loadPath(
  source: Db | Tx,
  account: AccountRow,
  profile: Pick<RiskProfileRow, 'starts_on' | 'start_balance' | 'uses_marks'>,
): Promise<AccountPath> {
  const from = [account.id, profile.starts_on, account.cutoff_zone, account.cutoff_minute]
  const moved = (await source.raw(MOVED, from)) as unknown as MovedRow[]
  const realised = moved.map(({ kind, at, day, amount }): RiskPoint => {
    return { kind, atMs: at.getTime(), day, amount: decimal(amount) }
  })
  const startEquity =
    profile.start_balance === null ? await balanceBefore(source, account, from) : decimal(profile.start_balance)
  if (!profile.uses_marks) return { startEquity, points: realised, marks: null }
  const { day } = accountClock(account)
  const marks = await loadMarks(source, { account, from: profile.starts_on, until: now() })
  const marked = marks.filter(({ atMs }) => day(atMs) >= profile.starts_on)
  return {
    startEquity,
    points: merge(realised, marked, day),
    marks: marked.filter(({ kind }) => kind === 'ended').length,
  }
}

/** What each trading day before the first one of a profile brought, deposits and withdrawals with it. */
export async function loadBefore(
  source: Db | Tx,
  account: AccountRow,
  { starts_on }: Pick<RiskProfileRow, 'starts_on'>,
): Promise<{ day: string; amount: Decimal }[]> {
  const of = [account.id, starts_on, account.cutoff_zone, account.cutoff_minute]
  const rows = await source.raw<{ day: string; amount: string }>(DAYS_BEFORE, of)
  return rows.map(({ day, amount }) => ({ day, amount: decimal(amount) }))
}

async function balanceBefore(source: Db | Tx, account: AccountRow, from: readonly unknown[]): Promise<Decimal> {
  const [row] = await source.raw<{ amount: string }>(BEFORE, [...from])
  return plus(decimal(account.opening_balance), decimal(row?.amount ?? '0'))
}

/** At one instant what is realised comes first, knowing what stays open, and bars that begin then are behind it. */
function merge(
  realised: readonly RiskPoint[],
  marks: readonly Mark[],
  dayOf: (atMs: number) => string,
): readonly RiskPoint[] {
  const points: RiskPoint[] = []
  let at = 0
  let open: Decimal | undefined
  const markUntil = (atMs: number): void => {
    for (let mark = marks[at]; mark !== undefined && isBefore(mark, atMs); mark = marks[at]) {
      open = mark.open
      // A fill changes what is open only together with what it realises.
      if (mark.kind !== 'held' && mark.atMs < atMs)
        points.push({ kind: 'marked', atMs: mark.atMs, day: dayOf(mark.atMs), amount: open })
      at += 1
    }
  }
  for (const point of realised) {
    markUntil(point.atMs)
    points.push(open === undefined ? point : { ...point, open })
  }
  markUntil(Number.POSITIVE_INFINITY)
  return points
}

function isBefore({ atMs, kind }: Mark, momentMs: number): boolean {
  return atMs < momentMs || (atMs === momentMs && kind !== 'within')
}
