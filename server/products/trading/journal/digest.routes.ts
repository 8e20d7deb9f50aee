import { Type } from 'typebox'
import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { tradingProblem } from '../problems.ts'
import { refusalOf } from './due-periods.ts'
import { WEEKLY_DIGEST } from './mails.ts'
import { ownAccounts } from './own.ts'
import type { JournalTables } from './tables.ts'

type Deps = Pick<TradingDeps, 'db' | 'people' | 'mailRecords'>

const path = '/api/trading/weekly-digest'
const wishShape = namedObject('DigestWish', {
  wanted: Type.Boolean(),
  accountId: nullable(idOf('trading-account')),
  timeZone: nullable(Type.String()),
  refused: nullable(oneOf(['bounce', 'complaint', 'unsubscribe'])),
})

/** Whether a trader wants a letter on Mondays. */
export function digestRoutes(deps: Deps): Route[] {
  return [getRoute(deps), saveRoute(deps)]
}

async function view(source: Db | Tx, deps: Deps, ownerId: Id<'user'>) {
  const wish = await source
    .query<JournalTables>()
    .selectFrom('trading.weekly_digest as digest')
    .innerJoin('trading.account as account', 'account.id', 'digest.account_id')
    .select(['digest.account_id', 'account.time_zone'])
    .where('digest.owner_id', '=', ownerId)
    .executeTakeFirst()
  const person = (await deps.people([ownerId], source)).get(ownerId)
  const refused = person === undefined ? null : await refusalOf(source, deps, { person, subscription: WEEKLY_DIGEST })
  return {
    wanted: wish !== undefined && refused === null,
    ...{ accountId: wish?.account_id ?? null, timeZone: wish?.time_zone ?? null, refused },
  }
}

function getRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.getWeeklyDigest',
      method: 'GET',
      path,
      summary: 'Whether the trader gets the weekly digest, in whose zone, and why not.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { response: { 200: wishShape } },
    },
    (call) => view(deps.db, deps, traderId(call)),
  )
}

function saveRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.saveWeeklyDigest',
      method: 'PUT',
      path,
      summary:
        'Asks for the digest on Mondays at 07:00 in the zone of an account, the first one if none is named, or ends it.',
      policy: { can: 'trading:use', rate: 'write' },
      schema: {
        body: object({ wanted: Type.Boolean(), accountId: Type.Optional(nullable(idOf('trading-account'))) }),
        response: { 200: wishShape },
      },
      problems: ['trading/account-not-found'],
    },
    (call) => {
      const ownerId = traderId(call)
      const { wanted, accountId = null } = call.body
      return call.transaction(async (tx) => {
        if (wanted) await subscribe(tx, deps, ownerId, accountId)
        else await tx.raw('DELETE FROM trading.weekly_digest WHERE owner_id = $1', [ownerId])
        await tx.audit({
          action: `trading.weekly-digest.${wanted ? 'wanted' : 'ended'}`,
          subject: { kind: 'user', id: ownerId },
        })
        return await view(tx, deps, ownerId)
      })
    },
  )
}

/** An earlier unsubscription is taken back: the address is the account's, which is proven. */
async function subscribe(
  tx: Tx,
  deps: Deps,
  ownerId: Id<'user'>,
  accountId: Id<'trading-account'> | null,
): Promise<void> {
  const [account] = await ownAccounts(tx, ownerId, accountId)
  if (account === undefined) throw tradingProblem('account-not-found')
  await tx
    .query<JournalTables>()
    .insertInto('trading.weekly_digest')
    .values({ owner_id: ownerId, account_id: account.id, wanted_since: now() })
    .onConflict((conflict) => conflict.column('owner_id').doUpdateSet({ account_id: account.id }))
    .execute()
  const person = (await deps.people([ownerId], tx)).get(ownerId)
  if (person !== undefined)
    await deps.mailRecords.allowAgain(tx, { address: person.email, subscription: WEEKLY_DIGEST })
}
