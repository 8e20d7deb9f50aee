import { Type } from 'typebox'
import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { tradingProblem } from '../problems.ts'
import { type DigestKind, daily, weekly } from './digest-kinds.ts'
import { refusalOf } from './due-periods.ts'
import { ownAccounts } from './own.ts'
import type { JournalTables } from './tables.ts'

type Deps = Pick<TradingDeps, 'db' | 'people' | 'mailRecords'>

interface DigestRoute {
  readonly kind: DigestKind
  /** As it stands in the names of operations. */
  readonly name: 'WeeklyDigest' | 'DailyDigest'
  readonly path: string
  readonly when: string
}

const DIGESTS: readonly DigestRoute[] = [
  { kind: weekly, name: 'WeeklyDigest', path: '/api/trading/weekly-digest', when: 'on Mondays at 07:00' },
  { kind: daily, name: 'DailyDigest', path: '/api/trading/daily-digest', when: 'at 07:00 after a day with trades' },
]

const wishShape = namedObject('DigestWish', {
  wanted: Type.Boolean(),
  accountId: nullable(idOf('trading-account')),
  timeZone: nullable(Type.String()),
  refused: nullable(oneOf(['bounce', 'complaint', 'unsubscribe'])),
})

/** Whether a trader wants a letter on Mondays, or in the morning after a day with trades. */
export function digestRoutes(deps: Deps): Route[] {
  return DIGESTS.flatMap((one) => [getRoute(deps, one), saveRoute(deps, one)])
}

type Wish = Pick<JournalTables['trading.weekly_digest'], 'account_id'> & { readonly time_zone: string }

async function view(source: Db | Tx, deps: Deps, { kind, ownerId }: Own) {
  const { wishes, subscription } = kind
  const [wish] = await source.raw<Wish>(
    `SELECT digest.account_id, account.time_zone FROM ${wishes} digest JOIN trading.account account ON account.id = digest.account_id
      WHERE digest.owner_id = $1`,
    [ownerId],
  )
  const person = (await deps.people([ownerId], source)).get(ownerId)
  const refused = person === undefined ? null : await refusalOf(source, deps, { person, subscription })
  return {
    wanted: wish !== undefined && refused === null,
    ...{ accountId: wish?.account_id ?? null, timeZone: wish?.time_zone ?? null, refused },
  }
}

interface Own {
  readonly kind: DigestKind
  readonly ownerId: Id<'user'>
}

function getRoute(deps: Deps, { kind, name, path, when }: DigestRoute): Route {
  return route(
    {
      id: `trading.get${name}`,
      method: 'GET',
      path,
      summary: `Whether the trader gets the digest ${when}, in whose zone, and why not.`,
      policy: { can: 'trading:use', rate: 'read' },
      schema: { response: { 200: wishShape } },
    },
    (call) => view(deps.db, deps, { kind, ownerId: traderId(call) }),
  )
}

function saveRoute(deps: Deps, { kind, name, path, when }: DigestRoute): Route {
  return route(
    {
      id: `trading.save${name}`,
      method: 'PUT',
      path,
      summary: `Asks for the digest ${when} in the zone of an account, the first one if none is named, or ends it.`,
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
        if (wanted) await subscribe(tx, deps, { kind, ownerId }, accountId)
        else await tx.raw(`DELETE FROM ${kind.wishes} WHERE owner_id = $1`, [ownerId])
        await tx.audit({
          action: `${kind.subscription}.${wanted ? 'wanted' : 'ended'}`,
          subject: { kind: 'user', id: ownerId },
        })
        return await view(tx, deps, { kind, ownerId })
      })
    },
  )
}

/** An earlier unsubscription is taken back: the address is the account's, which is proven. */
async function subscribe(
  tx: Tx,
  deps: Deps,
  { kind, ownerId }: Own,
  accountId: Id<'trading-account'> | null,
): Promise<void> {
  const [account] = await ownAccounts(tx, ownerId, accountId)
  if (account === undefined) throw tradingProblem('account-not-found')
  await tx.raw(
    `INSERT INTO ${kind.wishes} (owner_id, account_id, wanted_since) VALUES ($1, $2, $3)
     ON CONFLICT (owner_id) DO UPDATE SET account_id = excluded.account_id`,
    [ownerId, account.id, now()],
  )
  const person = (await deps.people([ownerId], tx)).get(ownerId)
  if (person !== undefined)
    await deps.mailRecords.allowAgain(tx, { address: person.email, subscription: kind.subscription })
}
