import { now } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { UnitPart } from '../../../kernel/unit-parts.ts'
import { addDays, localDate } from '../../../kernel/zoned.ts'
import { seededRandom } from '../analytics/metrics/seeded-random.ts'
import type { TradingParts } from '../deps.ts'
import { importNow } from '../imports/import-now.ts'
import { fieldsOfInput } from '../ledger/account-view.ts'
import { createAccount } from '../ledger/accounts.ts'
import { enterCash } from '../ledger/cash-movements.ts'
import type { LedgerTables } from '../ledger/tables.ts'
import { historyFile, ordersFile } from './broker-files.ts'
import type { DemoTrade } from './demo-trade.ts'
import { FUTURES_ZONE, futuresTrades } from './futures.ts'
import { writeJournal } from './journal.ts'
import { SHARES_ZONE, shareTrades } from './shares.ts'
import { annotate, makeWords } from './words.ts'

const origin = systemOrigin('trading.demo', 'demo')
/** Advisory lock: processes that start together seed once. */
const SEED_LOCK = 7_226_304_589
const SEED = 20_260_101
const DAYS = 120
const TRADER = { name: 'Mara Lindqvist', email: 'mara@journal.example' }

/** A trader with two accounts, months of fills and what she thought of them. Nobody can sign in as her but by a link that is mailed to her. */
export function createDemo(deps: TradingParts): UnitPart {
  return {
    ...{ routes: [], problems: [], permissions: {}, events: [] },
    demoPeople: [{ ...TRADER, what: 'a trader' }],
    seedDemo: () => seedDemo(deps),
  }
}

async function seedDemo(deps: TradingParts): Promise<void> {
  if (await isSeeded(deps)) return
  const until = addDays(localDate(now(), 'UTC'), -1)
  const from = addDays(until, -DAYS)
  const trades = {
    futures: futuresTrades(seededRandom(SEED), from, until),
    shares: shareTrades(seededRandom(SEED + 1), from, until),
  }
  const ownerId = await deps.db.transaction(origin, (tx) => traderOf(tx, deps))
  const file = (filename: string, text: string) =>
    deps.files.putGenerated(origin, {
      ...{ bytes: Buffer.from(text), filename, contentType: 'text/plain', purpose: 'trading.import' },
      ...{ visibility: 'private', ownerId },
    })
  const files = {
    futures: await file('Orders.csv', ordersFile(trades.futures)),
    shares: await file('history.csv', historyFile(trades.shares, from)),
  }
  const seeded = await deps.db.transaction(origin, async (tx) => {
    await tx.raw('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK])
    if (await isSeeded(deps, tx)) return false
    await seedWith(deps, tx, { ownerId, from, until, files, trades })
    return true
  })
  deps.log.info({ seeded }, 'demo trader')
}

async function isSeeded({ db, identity }: Pick<TradingParts, 'db' | 'identity'>, source: Db | Tx = db) {
  const person = await identity.personByEmail(source, TRADER.email)
  if (person === null) return false
  const account = await source
    .query<LedgerTables>()
    .selectFrom('trading.account')
    .select('id')
    .where('owner_id', '=', person.id)
    .limit(1)
    .executeTakeFirst()
  return account !== undefined
}

/** An account without a password. */
async function traderOf(tx: Tx, { identity, access }: TradingParts): Promise<Id<'user'>> {
  const made = await identity.createPerson(tx, { ...TRADER, passwordHash: null, by: 'demo' })
  const userId = made ?? (await identity.personByEmail(tx, TRADER.email))?.id
  if (userId === undefined) throw new TypeError('an address has an account or gets one')
  await access.grantRole(tx, userId, 'trader', 'demo')
  return userId
}

interface Seeding {
  readonly ownerId: Id<'user'>
  readonly from: string
  readonly until: string
  readonly files: Readonly<Record<'futures' | 'shares', Id<'file'>>>
  readonly trades: Readonly<Record<'futures' | 'shares', readonly DemoTrade[]>>
}

async function seedWith(deps: TradingParts, tx: Tx, { ownerId, from, until, files, trades }: Seeding): Promise<void> {
  const account = (fields: Partial<Parameters<typeof fieldsOfInput>[0]> & { name: string; currency: string }) =>
    createAccount(tx, ownerId, fieldsOfInput({ timeZone: FUTURES_ZONE, openedOn: addDays(from, -1), ...fields }))
  const futures = await account({
    ...{ name: 'Micro futures', broker: 'Tradovate', currency: 'USD', openingBalance: '15000' },
    sessionCutoff: { time: '17:00', zone: FUTURES_ZONE },
  })
  const shares = await account({
    ...{ name: 'Shares', broker: 'Trading 212', currency: 'EUR', openingBalance: '9000', timeZone: SHARES_ZONE },
  })
  for (const [days, kind, amount, note] of [
    [45, 'deposit', '2500', 'From savings'],
    [75, 'fee', '-41', 'Market data'],
    [103, 'fee', '-41', 'Market data'],
    [112, 'withdrawal', '-1200', 'Pay out'],
  ] as const) {
    const happenedAt = `${addDays(from, days)}T15:00:00Z`
    await enterCash(tx, { ownerId, id: futures.id }, { kind, amount, note, happenedAt })
  }
  await importNow(deps, tx, { ownerId, accountId: futures.id, fileId: files.futures })
  await importNow(deps, tx, { ownerId, accountId: shares.id, fileId: files.shares })
  const words = await makeWords(tx, ownerId)
  const futuresNoted = await annotate(tx, words, { account: futures, trades: trades.futures })
  await annotate(tx, words, { account: shares, trades: trades.shares })
  await writeJournal(deps, tx, { ownerId, from, until, futures, shares, noted: futuresNoted, words })
}
