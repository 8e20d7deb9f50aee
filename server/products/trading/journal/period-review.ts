import type { Db } from '../../../kernel/db/database.ts'
import { decimal, formatDecimal, plus, ZERO } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { countHidden, readTradeFilter } from '../ledger/trade-filter.ts'
import type { Trader } from '../trader.ts'
import { outcomeOf } from './adherence.ts'
import { figuresOf, journalDays, largestOf, tagFigures } from './figures.ts'
import { judgeTrades } from './judged-trades.ts'
import { type OwnAccount, ownAccounts } from './own.ts'
import type { DayRange } from './periods.ts'
import { versionsOf } from './playbooks.ts'

export interface PeriodOf {
  readonly trader: Trader
  readonly accountId?: Id<'trading-account'>
}

/** What went well and what did not on these trading days, in trades that are shown. Throws trading/account-not-found. */
export async function reviewPeriod(db: Db, of: PeriodOf, range: DayRange) {
  const accounts = await ownAccounts(db, of.trader.id, of.accountId)
  const accountIds = accounts.map(({ id }) => id)
  const { trader } = of
  const figures = await figuresOf(db, { trader, accountIds }, range)
  const account = of.accountId === undefined ? {} : { account: [of.accountId] }
  return {
    ...range,
    accounts: await Promise.all(
      figures.map(async (one) => ({
        ...one,
        ...headOf(accounts, one.accountId),
        largestWins: await largestOf(db, { trader, accountId: one.accountId }, range, 'wins'),
        largestLosses: await largestOf(db, { trader, accountId: one.accountId }, range, 'losses'),
      })),
    ),
    tags: await tagFigures(db, { trader, accountIds }, range),
    brokenRules: await brokenRules(db, of, { accountIds, range }),
    journal: await journalDays(db, { trader, accountIds }, range),
    hiddenByPlan: await countHidden(db, await readTradeFilter(db, trader, { ...range, ...account })),
  }
}

function headOf(accounts: readonly OwnAccount[], id: Id<'trading-account'>) {
  const { name = '', currency = '' } = accounts.find((one) => one.id === id) ?? {}
  return { name, currency }
}

interface Broken {
  readonly playbookId: Id<'playbook'>
  readonly playbook: string
  readonly ruleId: string
  readonly kind: string
  readonly currency: string
  trades: number
  net: string
}

/** Rules that trades of these days broke, and what those trades brought: the dearest first within a currency. */
async function brokenRules(
  db: Db,
  of: PeriodOf,
  { accountIds, range }: { readonly accountIds: readonly Id<'trading-account'>[]; readonly range: DayRange },
): Promise<Broken[]> {
  const playbooks = await db.raw<{ id: Id<'playbook'>; name: string }>(
    `SELECT DISTINCT playbook.id, playbook.name FROM trading.playbook playbook
       JOIN trading.trade_note note ON note.playbook_id = playbook.id
       JOIN trading.trade trade ON trade.id = note.trade_id
      WHERE playbook.owner_id = $1 AND trade.account_id = ANY($2) AND trade.status = 'closed' AND trade.closed_day BETWEEN $3 AND $4`,
    [of.trader.id, [...accountIds], range.from, range.to],
  )
  const broken = new Map<string, Broken>()
  for (const { id: playbookId, name: playbook } of playbooks) {
    const window = { closed: range, ...(of.accountId === undefined ? {} : { accountId: of.accountId }) }
    const judged = await judgeTrades(db, { trader: of.trader, playbookId }, await versionsOf(db, playbookId), window)
    for (const one of judged.filter((judgement) => outcomeOf(judgement) === 'broken'))
      for (const { rule } of one.verdicts.filter(({ verdict }) => verdict === 'fail')) {
        const key = `${playbookId} ${rule.id} ${one.currency}`
        const sum = broken.get(key) ?? {
          ...{ playbookId, playbook, ruleId: rule.id, kind: rule.kind, currency: one.currency },
          ...{ trades: 0, net: formatDecimal(ZERO) },
        }
        sum.trades += 1
        sum.net = formatDecimal(plus(decimal(sum.net), decimal(one.netBase)))
        broken.set(key, sum)
      }
  }
  const order = (one: Broken) => Number(one.net)
  return [...broken.values()].sort((a, b) => a.currency.localeCompare(b.currency) || order(a) - order(b))
}
