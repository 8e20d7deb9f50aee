import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { holdsThroughServer } from '../../../../test/support/properties.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { derivedAnew, derivedOf, imported, ownProfile, undone } from '../../../../test/support/trading-imports.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import { enqueue } from '../../../kernel/jobs/job.ts'
import { dueFiguresJob } from '../ledger/due-figures.job.ts'

let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

const api = '/api/trading'
const HEADER =
  '"Activity Date","Process Date","Settle Date","Instrument","Description","Trans Code","Quantity","Price","Amount"'

function robinhood(...rows: readonly (readonly [string, string, string, string])[]): string {
  const lines = rows.map(([day, code, quantity, price]) => {
    const amount = (Number(quantity) * Number(price) * 100).toFixed(2)
    const money = code.startsWith('S') ? `$${amount}` : `($${amount})`
    return [day, day, day, 'SPY', 'SPY 1/18/2030 Call $690.00', code, quantity, `$${price}`, money]
  })
  return `${[HEADER, ...lines.map((cells) => cells.map((cell) => `"${cell}"`).join(','))].join('\n')}\n`
}

/** From the oldest. */
async function tradesIn(accountId: string): Promise<{ id: string; side: string; net: string }[]> {
  const { items } = expectStatus(await trader.http.get(`${api}/trades?account=${accountId}`), 200)
  return items.toReversed()
}

async function pricesOf(tradeId: string): Promise<string[]> {
  const { fills } = expectStatus(await trader.http.get(`${api}/trades/${tradeId}`), 200)
  return (fills as { side: string; price: string }[]).map(({ side, price }) => `${side} ${price}`)
}

describe('a file that knows only days', () => {
  test('closes what it opened on the day, in whatever order it tells of them', async () => {
    const { id: accountId } = await addAccount(trader)
    // From new to old: as this tells it, two were sold before they were bought.
    const text = robinhood(
      ['1/16/2026', 'BTO', '1', '5.00'],
      ['1/15/2026', 'BTO', '2', '3.10'],
      ['1/15/2026', 'STC', '2', '4.25'],
    )
    await imported(server, trader, { accountId, text })
    const [first, second, ...others] = await tradesIn(accountId)
    assert.deepEqual([first?.side, first?.net, second?.side, others.length], ['long', '230', 'long', 0])
    assert.deepEqual(await pricesOf(first?.id ?? ''), ['buy 3.1', 'sell 4.25'])
    await derivedAnew(server, trader, accountId)
  })

  test('turns a position round at the fill that says so, and goes on from there when something later changes', async () => {
    const { id: accountId } = await addAccount(trader)
    const text = robinhood(
      ['1/20/2026', 'BTC', '2', '1.00'],
      ['1/16/2026', 'STC', '1', '4.00'],
      ['1/16/2026', 'STO', '2', '6.00'],
      ['1/15/2026', 'BTO', '1', '3.00'],
    )
    await imported(server, trader, { accountId, text })
    const [long, short] = await tradesIn(accountId)
    assert.deepEqual([long?.net, short?.net], ['100', '1000'])
    assert.deepEqual(await pricesOf(long?.id ?? ''), ['buy 3', 'sell 4'])
    assert.deepEqual(await pricesOf(short?.id ?? ''), ['sell 6', 'buy 1'])
    const more = robinhood(['1/21/2026', 'BTO', '1', '2.00'], ['1/19/2026', 'BTC', '1', '2.00'])
    await imported(server, trader, { accountId, text: more })
    await derivedAnew(server, trader, accountId)
    assert.equal((await tradesIn(accountId))[1]?.net, '900')
  })
})

test('a broker that numbers its fills has them in the order of their numbers', async () => {
  const { id: accountId } = await addAccount(trader)
  const { tables, ...rest } = ownProfile() as { tables: { rules: unknown }[] }
  const fill = {
    ...{ symbol: 'Contract', assetClass: 'Kind', quantity: 'Lots', price: 'At', executedAt: 'When', externalId: 'No' },
    side: { column: 'Way', buy: ['in'], sell: ['out'] },
  }
  const profile = { ...rest, tables: tables.map((table) => ({ ...table, rules: [{ records: [{ fill }] }] })) }
  const { id: profileId } = expectStatus(await trader.http.post(`${api}/import-profiles`, { definition: profile }), 201)
  const lines = ['AAPL;stock;out;1;12;2026-01-05 10:00:00;10', 'AAPL;stock;in;1;11;2026-01-05 10:00:00;9']
  const text = `Contract;Kind;Way;Lots;At;When;No\n${lines.join('\n')}\n`
  await imported(server, trader, { accountId, text, mapping: { profileId } })
  const [trade] = await tradesIn(accountId)
  assert.deepEqual([trade?.side, trade?.net], ['long', '1'])
  assert.deepEqual(await pricesOf(trade?.id ?? ''), ['buy 11', 'sell 12'])
})

describe('what was derived before the order was this one', () => {
  const text = robinhood(['1/15/2026', 'BTO', '2', '3.10'], ['1/15/2026', 'STC', '2', '4.25'])

  /** As an account was left: two sold short, and bought back. */
  async function left(): Promise<string> {
    const { id: accountId } = await addAccount(trader)
    await imported(server, trader, { accountId, text })
    const [long] = await server.query<{ open: string; close: string }>(
      'SELECT open_execution_id AS open, close_execution_id AS close FROM trading.trade WHERE account_id = $1',
      [accountId],
    )
    await server.query(
      `UPDATE trading.trade SET side = -1, id = $2, open_execution_id = $2, close_execution_id = $3, average_entry = 4.25,
              average_exit = 3.1 WHERE account_id = $1`,
      [accountId, long?.close, long?.open],
    )
    await server.query(
      `UPDATE trading.lot_closure SET side = -1, trade_id = $2, open_execution_id = $2, close_execution_id = $3, entry_price = 4.25,
              exit_price = 3.1 WHERE account_id = $1`,
      [accountId, long?.close, long?.open],
    )
    await server.query('UPDATE trading.account SET figures_due = true WHERE id = $1', [accountId])
    return accountId
  }

  test('is made anew with the first change, all of it', async () => {
    const accountId = await left()
    assert.deepEqual(
      (await tradesIn(accountId)).map(({ side }) => side),
      ['short'],
    )
    await imported(server, trader, { accountId, text: robinhood(['1/16/2026', 'BTO', '1', '5.00']) })
    assert.deepEqual(
      (await tradesIn(accountId)).map(({ side }) => side),
      ['long', 'long'],
    )
    await derivedAnew(server, trader, accountId)
  })

  test('and without one within the hour', async () => {
    const accountId = await left()
    const tx = systemOrigin('test', 'test')
    await server.app.db.transaction(tx, async (work) => enqueue(work, dueFiguresJob, {}))
    await server.jobsIdle()
    assert.deepEqual(
      (await tradesIn(accountId)).map(({ side }) => side),
      ['long'],
    )
    const due = await server.query('SELECT id FROM trading.account WHERE figures_due', [])
    assert.deepEqual(due, [])
  })
})

const PROFILE_COLUMNS = 'Contract;Kind;Way;Lots;At;When'
const oneFill = fc.record({
  symbol: fc.constantFrom('AAPL', 'MSFT'),
  way: fc.constantFrom('in', 'out'),
  lots: fc.integer({ min: 1, max: 3 }),
})
/** Of a day or two, from old to new, each at a price of its own, by which it is known. */
const overlapping = fc.record({
  fills: fc.array(oneFill, { minLength: 3, maxLength: 14, size: 'max' }),
  cuts: fc.tuple(fc.nat(), fc.nat(), fc.nat()),
  ways: fc.tuple(fc.boolean(), fc.boolean()),
})

describe('of two files that overlap', () => {
  const profiles: string[] = []
  before(async () => {
    for (const order of ['oldest-first', 'newest-first']) {
      const definition = ownProfile({ order, name: `By ${order}` })
      const { id } = expectStatus(await trader.http.post(`${api}/import-profiles`, { definition }), 201)
      profiles.push(id)
    }
  })

  /** What is derived, by prices instead of names. */
  async function byPrices(accountId: string): Promise<unknown> {
    const closures = await server.query(
      `SELECT side, quantity, entry_price, exit_price, gross, net, closed_at FROM trading.lot_closure
        WHERE account_id = $1 ORDER BY exit_price, entry_price`,
      [accountId],
    )
    const lots = await server.query(
      'SELECT side, quantity, price, fees FROM trading.lot WHERE account_id = $1 ORDER BY price',
      [accountId],
    )
    const trades = await server.query(
      `SELECT side, status, quantity_max, average_entry, average_exit, net, execution_count FROM trading.trade
        WHERE account_id = $1 ORDER BY average_entry, average_exit, net, quantity_max`,
      [accountId],
    )
    return [closures, lots, trades]
  }

  holdsThroughServer(
    'the second brings what the whole would have brought',
    [overlapping],
    async ({ fills, cuts, ways }) => {
      const lines = fills.map(({ symbol, way, lots }, at) => {
        const isLater = at >= cuts[0] % (fills.length * 2)
        return `${symbol};stock;${way};${lots};${100 + at};2026-01-0${isLater ? 6 : 5} 00:00:00`
      })
      const [from, until] = [cuts[1] % (fills.length - 1), 1 + (cuts[1] % (fills.length - 1)) + (cuts[2] % 3)]
      const bring = async (accountId: string, some: readonly string[], isNewestFirst: boolean): Promise<string> => {
        const text = `${[PROFILE_COLUMNS, ...(isNewestFirst ? some.toReversed() : some)].join('\n')}\n`
        const mapping = { profileId: profiles[isNewestFirst ? 1 : 0] }
        const { id, counts } = await imported(server, trader, { accountId, text, mapping })
        assert.equal(counts.error, 0)
        return id as string
      }
      const whole = await addAccount(trader)
      await bring(whole.id, lines, ways[0])
      const later = await addAccount(trader)
      const second = lines.slice(from)
      await bring(later.id, second, ways[1])

      const { id } = await addAccount(trader)
      // Of each instrument and day the first file has the beginning, up to and with some that the second has too.
      const first = lines.filter((line, at) => at < until || sharesNothing(line, lines, from, until))
      const one = await bring(id, first, ways[0])
      const before = await derivedAnew(server, trader, id)
      const other = await bring(id, second, ways[1])
      await derivedAnew(server, trader, id)
      assert.deepEqual(await byPrices(id), await byPrices(whole.id))
      const backwards = await addAccount(trader)
      await bring(backwards.id, second, ways[1])
      await bring(backwards.id, first, ways[0])
      assert.deepEqual(await byPrices(backwards.id), await byPrices(whole.id))
      await undone(server, trader, other)
      assert.equal(await derivedOf(server, id), before)
      await bring(id, second, ways[1])
      await undone(server, trader, one)
      assert.deepEqual(await byPrices(id), await byPrices(later.id))
    },
  )

  /** A fill after the first file's end whose instant the files would tell of without a fill in common: nothing would say which came first. */
  function sharesNothing(line: string, lines: readonly string[], from: number, until: number): boolean {
    const instantOf = (one: string): string => `${one.split(';')[0]} ${one.split(';')[5]}`
    const places = lines.flatMap((one, at) => (instantOf(one) === instantOf(line) ? [at] : []))
    const isSplit = places.some((at) => at < until) && places.some((at) => at >= from)
    return (
      isSplit &&
      !places.some((at) => at >= from && at < until) &&
      lines.indexOf(line) === places.find((at) => at >= from)
    )
  }
})
