import { type Effects, watchEffects } from './effects.ts'
import { expectStatus } from './music.ts'
import type { Person } from './people.ts'
import { startServer, type TestServer, type TestServerOptions } from './server.ts'

export interface TradingServer extends TestServer {
  /** See watchEffects. */
  watch(): Promise<() => Promise<Effects>>
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/** The whole program with this product. */
export async function startTrading(options: TestServerOptions = {}): Promise<TradingServer> {
  const server = await startServer({ ...options, environment: { PRODUCTS: 'trading', ...options.environment } })
  return {
    ...server,
    watch: () => watchEffects(server),
    query: <Row>(text: string, values: readonly unknown[] = []) =>
      server.app.db.raw(text, values) as Promise<unknown[]> as Promise<Row[]>,
  }
}

/** A person who has started a trade journal. */
export async function addTrader({ people }: Pick<TestServer, 'people'>): Promise<Person> {
  const person = await people.signedIn()
  expectStatus(await person.http.post('/api/trading/start'), 204)
  return person
}

export interface TradingAccount {
  readonly id: string
  readonly version: number
  readonly name: string
}

/** A live account in US dollars, days of New York from midnight, FIFO and netted; `fields` change what is plain. */
export async function addAccount(trader: Person, fields: object = {}): Promise<TradingAccount> {
  const plain = { name: 'Main', currency: 'USD', timeZone: 'America/New_York', openedOn: '2020-01-01' }
  return expectStatus(await trader.http.post('/api/trading/accounts', { ...plain, ...fields }), 201) as TradingAccount
}

/** One dollar a fill from 2020 on; `rules` and `fields` change what is plain. */
export function feesInput(rules: readonly object[] = [{}], fields: object = {}): object {
  const plain = {
    ...{ part: 'commission', assetClasses: [], side: 'any', per: 'fill', amount: '1' },
    ...{ min: null, max: null, maxPercent: null, rounding: 'half-up' },
  }
  const prices = [{ validFrom: '2020-01-01', rules: rules.map((rule) => ({ ...plain, ...rule })) }]
  return { name: 'Broker', currency: 'USD', digits: 2, prices, ...fields }
}
