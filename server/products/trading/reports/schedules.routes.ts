import { Type } from 'typebox'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { refusalOf } from '../journal/due-periods.ts'
import { ownAccounts } from '../journal/own.ts'
import { PERIOD_REPORTS } from './mails.ts'
import { endReports, schedulesOf, wantReports } from './schedules.ts'
import { reportPeriods } from './tables.ts'

type Deps = Pick<TradingDeps, 'db' | 'people' | 'mailRecords'>

const path = '/api/trading/report-schedules'
const wish = { accountId: idOf('trading-account'), period: oneOf(reportPeriods) }
const schedules = namedObject('ReportSchedules', {
  items: Type.Array(object({ ...wish, timeZone: Type.String() })),
  refused: nullable(oneOf(['bounce', 'complaint', 'unsubscribe'])),
})

/** Which reports come by mail. */
export function scheduleRoutes(deps: Deps): Route[] {
  return [listRoute(deps), saveRoute(deps)]
}

async function view(source: Db | Tx, deps: Deps, ownerId: Id<'user'>) {
  const person = (await deps.people([ownerId], source)).get(ownerId)
  const refused = person === undefined ? null : await refusalOf(source, deps, { person, subscription: PERIOD_REPORTS })
  return { items: await schedulesOf(source, ownerId), refused }
}

function listRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.getReportSchedules',
      method: 'GET',
      path,
      summary: 'Of which accounts reports come by mail, in whose zone, and why none does.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { response: { 200: schedules } },
    },
    (call) => view(deps.db, deps, traderId(call)),
  )
}

function saveRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.saveReportSchedule',
      method: 'PUT',
      path,
      summary:
        'Asks for the report of each week (Mondays) or month (its first day) of an account at 07:00 in its zone, or ends it.',
      policy: { can: 'trading:use', rate: 'write' },
      schema: { body: object({ ...wish, wanted: Type.Boolean() }), response: { 200: schedules } },
      problems: ['trading/account-not-found'],
    },
    (call) => {
      const ownerId = traderId(call)
      const { wanted, ...asked } = call.body
      return call.transaction(async (tx) => {
        await ownAccounts(tx, ownerId, asked.accountId)
        if (wanted) await subscribe(tx, deps, { ownerId, ...asked })
        else await endReports(tx, { ownerId, ...asked })
        await tx.audit({
          action: `trading.period-report.${wanted ? 'wanted' : 'ended'}`,
          subject: { kind: 'trading-account', id: asked.accountId },
          details: { period: asked.period },
        })
        return await view(tx, deps, ownerId)
      })
    },
  )
}

/** An earlier unsubscription is taken back: the address is the account's, which is proven. */
async function subscribe(tx: Tx, deps: Deps, wanted: Parameters<typeof wantReports>[1]): Promise<void> {
  await wantReports(tx, wanted)
  const person = (await deps.people([wanted.ownerId], tx)).get(wanted.ownerId)
  if (person !== undefined)
    await deps.mailRecords.allowAgain(tx, { address: person.email, subscription: PERIOD_REPORTS })
}
