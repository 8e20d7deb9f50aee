import { setClock } from '../../server/kernel/clock.ts'
import { systemOrigin } from '../../server/kernel/db/actor.ts'
import { expectStatus } from './music.ts'
import type { Person } from './people.ts'
import { addAccount, addTrader, type TradingServer } from './trading.ts'

/** A trader with an account to watch. */
export interface Watched {
  readonly person: Person
  readonly accountId: string
}

/** An account of 50,000 US dollars, days of UTC; `fields` change what is plain. */
export async function addWatched(server: Pick<TradingServer, 'people'>, fields: object = {}): Promise<Watched> {
  const person = await addTrader(server)
  const plain = { openingBalance: '50000', timeZone: 'UTC', openedOn: '2026-01-01', ...fields }
  return { person, accountId: (await addAccount(person, plain)).id }
}

export interface Trip {
  readonly at: string
  /** What it brings; of an open one nothing yet. */
  readonly net: number | null
  readonly symbol?: string
}

const PRICE = 10_000
const MINUTE_MS = 60_000

/** Enters round trips of one share for 10,000, opened a minute before they close. Ids of the fills in their order. */
export async function enterTrips({ person, accountId }: Watched, trips: readonly Trip[]): Promise<string[]> {
  const items = trips.flatMap(({ at, net, symbol = 'AAPL' }) => {
    const instrument = { symbol, assetClass: 'stock', currency: 'USD' }
    const opened = new Date(Date.parse(at) - MINUTE_MS).toISOString()
    const buy = { instrument, side: 'buy', quantity: '1', price: String(PRICE), executedAt: opened }
    return net === null ? [buy] : [buy, { ...buy, side: 'sell', price: String(PRICE + net), executedAt: at }]
  })
  const made = await person.http.post('/api/trading/executions/bulk', { accountId, items })
  return expectStatus(made, 201).items.map(({ id }: { id: string }) => id)
}

const NO_RULES = { dailyLoss: null, drawdown: null, bestDayPercent: null, daysMin: null, profitTarget: null }

/** What a risk profile is made of, from 2026-03-02 on; `fields` add its rules. */
export function profileInput(fields: object): object {
  const plain = { name: 'Evaluation', startsOn: '2026-03-02', startBalance: null, warnAtPercent: 80, usesMarks: false }
  return { ...plain, ...NO_RULES, ...fields }
}

export async function addProfile({ person, accountId }: Watched, fields: object) {
  const body = { accountId, ...profileInput(fields) }
  return expectStatus(await person.http.post('/api/trading/risk-profiles', body), 201)
}

/** What an alert is made of: one that asks for nothing but a threshold, told in the application. */
export function alertInput(accountId: string, fields: object): object {
  const plain = { name: 'Watch', threshold: null, trades: null, instrumentId: null, profileId: null }
  return { accountId, ...plain, channels: ['in-app'], expiresAt: null, ...fields }
}

export async function addAlert({ person, accountId }: Watched, fields: object) {
  return expectStatus(await person.http.post('/api/trading/alerts', alertInput(accountId, fields)), 201)
}

const HOUR_MS = 3_600_000

/** Finds and judges what is due, some hours from now. */
export async function lookAround(server: Pick<TradingServer, 'app' | 'jobsIdle'>, hours = 0): Promise<void> {
  await server.jobsIdle()
  const restore = setClock(() => Date.now() + hours * HOUR_MS)
  try {
    await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
      tx.enqueue({ queue: 'trading.find-due-looks', data: {}, options: {} }),
    )
    await server.jobsIdle()
  } finally {
    restore()
  }
}

/** What was told in the application, the newest first. */
export async function toldTitles({ person }: Watched, query = ''): Promise<string[]> {
  const { items } = expectStatus(await person.http.get(`/api/trading/alert-events${query}`), 200)
  return items.map(({ title }: { title: string }) => title)
}

export async function lettersTo(server: Pick<TradingServer, 'mailbox'>, { person }: Watched, template: string) {
  return (await server.mailbox()).filter((mail) => mail.to.address === person.email && mail.template === template)
}
