import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { recipient } from '../../../kernel/mail/address.ts'
import type { TradingDeps } from '../deps.ts'
import { type DuePeriod, refusalOf } from '../journal/due-periods.ts'
import { PERIOD_REPORTS, periodReportMail } from './mails.ts'
import type { PeriodReport } from './period-report.ts'
import { reportCsv } from './report-csv.ts'
import { figureWords, hiddenWords, moneyWords } from './report-words.ts'
import type { ReportPeriod, ReportTables } from './tables.ts'

type Deps = Pick<TradingDeps, 'mailer' | 'mailRecords' | 'people' | 'publicUrl'>

/** A report that is due to somebody. */
export interface DueReport {
  readonly id: Id<'report-schedule'>
  readonly ownerId: Id<'user'>
  readonly accountId: Id<'trading-account'>
}

/** The reports a trader gets, and in whose zone. */
export async function schedulesOf(source: Db | Tx, ownerId: Id<'user'>) {
  return await source.raw<{ accountId: Id<'trading-account'>; period: ReportPeriod; timeZone: string }>(
    `SELECT schedule.account_id AS "accountId", schedule.period, account.time_zone AS "timeZone"
       FROM trading.report_schedule schedule JOIN trading.account account ON account.id = schedule.account_id
      WHERE schedule.owner_id = $1 ORDER BY schedule.account_id, schedule.period`,
    [ownerId],
  )
}

interface Wish {
  readonly ownerId: Id<'user'>
  readonly accountId: Id<'trading-account'>
  readonly period: ReportPeriod
}

/** From the next one on. */
export async function wantReports(tx: Tx, { ownerId, accountId, period }: Wish): Promise<void> {
  await tx
    .query<ReportTables>()
    .insertInto('trading.report_schedule')
    .values({ id: newId(), owner_id: ownerId, account_id: accountId, period, wanted_since: now() })
    .onConflict((conflict) => conflict.columns(['account_id', 'period']).doNothing())
    .execute()
}

export async function endReports(tx: Tx, { ownerId, accountId, period }: Wish): Promise<void> {
  await tx
    .query<ReportTables>()
    .deleteFrom('trading.report_schedule')
    .where('owner_id', '=', ownerId)
    .where('account_id', '=', accountId)
    .where('period', '=', period)
    .execute()
}

/** Who wants a report of this period in this zone and has not got it; ordered by id, after one of them. */
export async function dueReports(
  db: Db,
  due: DuePeriod,
  page: { readonly zone: string; readonly period: ReportPeriod; readonly after: string; readonly limit: number },
): Promise<DueReport[]> {
  return await db.raw<DueReport & Record<string, unknown>>(
    `SELECT schedule.id, schedule.owner_id AS "ownerId", schedule.account_id AS "accountId"
       FROM trading.report_schedule schedule JOIN trading.account account ON account.id = schedule.account_id
      WHERE account.time_zone = $1 AND schedule.period = $2 AND schedule.wanted_since < $3 AND schedule.id > $4
        AND NOT EXISTS (SELECT FROM trading.report_sent sent
          WHERE sent.schedule_id = schedule.id AND sent.period_start = $5)
      ORDER BY schedule.id LIMIT $6`,
    [page.zone, page.period, due.since, page.after, due.range.from, page.limit],
  )
}

/** Queues the letter, once for each period: the row of the period is written with it. */
export async function sendReport(
  tx: Tx,
  deps: Deps,
  { id, ownerId, accountId }: DueReport,
  { period, report }: { readonly period: ReportPeriod; readonly report: PeriodReport },
): Promise<void> {
  const person = (await deps.people([ownerId], tx)).get(ownerId)
  if (person === undefined) return
  if ((await refusalOf(tx, deps, { person, subscription: PERIOD_REPORTS })) !== null) return
  const { from, to } = report
  // A schedule that was ended meanwhile has no row to refer to: nothing is inserted, nothing sent.
  const first = await tx.raw(
    `INSERT INTO trading.report_sent (schedule_id, period_start, sent_at)
     SELECT id, $2, $3 FROM trading.report_schedule WHERE id = $1 FOR SHARE
     ON CONFLICT DO NOTHING RETURNING schedule_id`,
    [id, from, now()],
  )
  if (first.length === 0) return
  const url = new URL('/trading/reports', deps.publicUrl)
  url.search = new URLSearchParams({ account: accountId, from, to }).toString()
  await deps.mailer.send(tx, recipient(person), periodReportMail, {
    ...{ name: person.name, account: report.accounts[0]?.name ?? '', period, from, to },
    ...{ figures: wordsOf(report), csv: reportCsv(report), url: url.href },
  })
}

const TOLD: ReadonlySet<string> = new Set(['trades.winRate', 'trades.profitFactor', 'r.average'])

function wordsOf({ groups, hiddenByPlan }: PeriodReport): string[] {
  const figures = groups.flatMap(({ currency, n, wins, losses, money, figures }) => [
    `Net: ${moneyWords(money.net, currency)} ${currency}, of which fees: ${moneyWords(money.fees, currency)} ${currency}`,
    `Trades closed: ${n}, won: ${wins}, lost: ${losses}`,
    ...figures.flatMap((figure) => {
      if (!TOLD.has(figure.definition) || figure.value === null) return []
      const { title, words } = figureWords(figure)
      return [`${title}: ${words}`]
    }),
  ])
  return hiddenByPlan === 0 ? figures : [...figures, hiddenWords(hiddenByPlan)]
}
