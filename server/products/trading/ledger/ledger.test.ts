import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { setClock } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { asId } from '../../../kernel/id.ts'
import { enqueue } from '../../../kernel/jobs/job.ts'
import { expireOptionsJob } from './expire-options.job.ts'
import { enterExecutions } from './manual-executions.ts'

let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

const api = '/api/trading'
const stock = (symbol: string) => ({ symbol, assetClass: 'stock' })
type Fill = [side: 'buy' | 'sell', quantity: string, price: string, executedAt: string, more?: object]

async function enter(accountId: string, instrument: object, fills: readonly Fill[]): Promise<string[]> {
  const items = fills.map(([side, quantity, price, executedAt, more]) => ({
    ...{ instrument, side, quantity, price, executedAt, ...more },
  }))
  const answer = await trader.http.post(`${api}/executions/bulk`, { accountId, items })
  return expectStatus(answer, 201).items.map(({ id }: { id: string }) => id)
}

interface TradeLine {
  readonly id: string
  readonly side: number
  readonly status: string
  readonly net_base: string
  readonly closed_day: string | null
  readonly entry_weekday: number
}

function trades(accountId: string): Promise<TradeLine[]> {
  return server.query(
    `SELECT id, side, status, trim_scale(net_base)::text AS net_base, closed_day, entry_weekday
       FROM trading.trade WHERE account_id = $1 ORDER BY opened_at, id`,
    [accountId],
  )
}

const brief = (lines: readonly TradeLine[]) => lines.map(({ side, status, net_base }) => [side, status, net_base])

describe('executions', () => {
  test('a flip closes one trade and opens the other, and shares its fee', async () => {
    const { id } = await addAccount(trader)
    const effects = await server.watch()
    await enter(id, stock('FLIP'), [
      ['buy', '100', '10', '2024-03-01T15:00:00Z', { fees: '1' }],
      ['sell', '150', '11', '2024-03-01T16:00:00Z', { fees: '3' }],
      ['buy', '50', '10.5', '2024-03-01T17:00:00Z', { feeParts: { commission: '0.75', exchange: '-0.25' } }],
    ])
    assert.deepEqual(brief(await trades(id)), [
      [1, 'closed', '97'],
      [-1, 'closed', '23.5'],
    ])
    assert.deepEqual(await effects(), {
      ...{ audit: ['trading.execution.entered'], events: ['trading.account.rebuilt'], mails: [] },
    })
  })

  test('a correction takes the place of what it corrects, and the trade keeps its name', async () => {
    const { id } = await addAccount(trader)
    const [opening = '', closing = ''] = await enter(id, stock('EDIT'), [
      ['buy', '10', '100', '2024-03-01T15:00:00Z'],
      ['sell', '10', '101', '2024-03-01T16:00:00Z'],
    ])
    const corrected = expectStatus(await trader.http.patch(`${api}/executions/${opening}`, { price: '99' }), 200)
    assert.equal(corrected.lineageId, opening)
    assert.deepEqual(
      (await trades(id)).map((line) => [line.id, line.net_base]),
      [[opening, '20']],
    )
    expectProblem(
      await trader.http.patch(`${api}/executions/${opening}`, { price: '98' }),
      'trading/execution-superseded',
    )
    expectStatus(await trader.http.delete(`${api}/executions/${closing}`), 204)
    assert.deepEqual(brief(await trades(id)), [[1, 'open', '0']])
    const listed = expectStatus(await trader.http.get(`${api}/executions?accountId=${id}`), 200).items
    const found = async (symbol: string) =>
      expectStatus(await trader.http.get(`${api}/executions?accountId=${id}&symbol=${symbol}`), 200).items.length
    const { symbol } = listed[0].instrument
    assert.deepEqual([await found(symbol.slice(1).toLowerCase()), await found('%25')], [listed.length, 0])
    assert.deepEqual(
      listed.map((item: { id: string }) => item.id),
      [corrected.id],
    )
  })

  const good = { side: 'buy', quantity: '1', price: '1', executedAt: '2024-03-01T15:00:00Z', instrument: stock('BAD') }
  const refused: readonly { name: string; fields: object; fault: string }[] = [
    { name: 'NaN for a price', fields: { price: 'NaN' }, fault: '/price pattern' },
    { name: 'an exponent', fields: { price: '1e400' }, fault: '/price pattern' },
    { name: 'a number that is no text', fields: { price: 1 }, fault: '/price type' },
    { name: 'a negative quantity', fields: { quantity: '-1' }, fault: '/quantity pattern' },
    { name: 'no quantity', fields: { quantity: '0.000' }, fault: '/quantity positive' },
    { name: 'too many digits', fields: { price: '0.1234567890123456789' }, fault: '/price pattern' },
    { name: '31 February', fields: { executedAt: '2024-02-31T10:00:00Z' }, fault: '/executedAt format' },
    { name: 'the year 24', fields: { executedAt: '0024-02-01T10:00:00Z' }, fault: '/executedAt instant' },
    { name: 'the day after tomorrow', fields: { executedAt: '2199-02-01T10:00:00Z' }, fault: '/executedAt future' },
    { name: 'fees that are not their parts', fields: { fees: '2', feeParts: { tax: '1' } }, fault: '/fees sum' },
    { name: 'a position of a netting account', fields: { positionRef: '7' }, fault: '/positionRef position' },
    { name: 'a price of an expiry', fields: { kind: 'expiry' }, fault: '/price price' },
    { name: 'no instrument', fields: { instrument: undefined }, fault: '/instrumentId either' },
    {
      name: 'no rate between currencies',
      fields: { instrument: { ...stock('BAD'), currency: 'EUR' } },
      fault: '/fxRate required',
    },
  ]
  for (const { name, fields, fault } of refused)
    test(`refuses ${name}`, async () => {
      const { id } = await addAccount(trader)
      const answer = await trader.http.post(`${api}/executions`, { accountId: id, ...good, ...fields })
      assert.equal(answer.status, 400, JSON.stringify(answer.body))
      assert.deepEqual(expectProblem(answer, answer.body.code), [fault])
      assert.deepEqual(await trades(id), [])
    })

  test('refuses a part of fees under no name', async () => {
    const { id } = await addAccount(trader)
    const fields = { accountId: id, ...good, feeParts: { 'A b': {} } }
    const [fault] = expectProblem(await trader.http.post(`${api}/executions`, fields), 'http/invalid')
    assert.equal(fault, '/feeParts/A b unknown-property')
  })

  test('a future that nobody knows needs its multiplier, one of the table does not, and the broker counts before the table', async () => {
    const { id: accountId } = await addAccount(trader)
    const fill = { accountId, ...good }
    const unknown = { symbol: 'XQZH5', assetClass: 'future', currency: 'USD' }
    expectProblem(
      await trader.http.post(`${api}/executions`, { ...fill, instrument: unknown }),
      'trading/needs-multiplier',
    )
    const copper = await trader.http.post(`${api}/instruments`, { ...unknown, symbol: 'HGH2025' })
    const { symbol, multiplier, multiplierNote, id, version } = expectStatus(copper, 201)
    assert.deepEqual([symbol, multiplier, multiplierNote.source], ['HGH25', '25000', 'table'])
    await enter(accountId, { ...unknown, symbol: 'HGH5' }, [
      ['buy', '1', '4', '2024-03-01T15:00:00Z'],
      ['sell', '1', '4.01', '2024-03-01T16:00:00Z'],
    ])
    assert.deepEqual(brief(await trades(accountId)), [[1, 'closed', '250']])
    const path = `${api}/instruments/${id}/multiplier`
    const own = expectStatus(await trader.http.put(path, { version, multiplier: '12500' }), 200)
    assert.deepEqual(
      [own.multiplierNote.source, own.multiplierNote.table, own.multiplierNote.differs],
      ['owner', '25000', true],
    )
    assert.deepEqual(brief(await trades(accountId)), [[1, 'closed', '125']])
    expectProblem(await trader.http.put(path, { version, multiplier: '1' }), 'trading/instrument-stale')
  })
})

test('two writers of one account take turns, and what they leave is whole', async () => {
  const { id } = await addAccount(trader)
  const writer = (at: number) =>
    enter(id, stock('RACE'), [
      ['buy', '1', '10', `2024-03-01T15:00:0${at}Z`],
      ['sell', '1', '11', `2024-03-01T15:00:0${at}.500Z`],
    ])
  await Promise.all([0, 1, 2, 3, 4, 5].map(writer))
  assert.deepEqual(brief(await trades(id)), Array(6).fill([1, 'closed', '1']))
})

describe('options', () => {
  const held = { symbol: 'AAPL240119C00150000', assetClass: 'option' } as const

  test('end when they have expired, once, until the broker says otherwise', async () => {
    const { id } = await addAccount(trader)
    const expire = async () => {
      await server.app.db.transaction(systemOrigin('test', 'test'), (tx) => enqueue(tx, expireOptionsJob, {}))
      await server.jobsIdle()
    }
    const own = { ownerId: trader.id, id: asId<'trading-account'>(id) }
    const sold = { side: 'sell', quantity: '1', price: '2', executedAt: '2024-01-10T15:00:00Z', fees: '1' } as const
    const restore = setClock(() => Date.UTC(2024, 0, 19, 22))
    const work = (tx: Tx) => enterExecutions(tx, own, [{ instrument: held, ...sold }], () => '')
    await server.app.db.transaction(systemOrigin('test', 'test'), work).finally(restore)
    assert.deepEqual(brief(await trades(id)), [[-1, 'open', '0']])
    await expire()
    const expired = [[-1, 'closed', '199']]
    assert.deepEqual(brief(await trades(id)), expired)
    await expire()
    assert.deepEqual(brief(await trades(id)), expired)
    assert.equal((await trades(id))[0]?.closed_day, '2024-01-19')
    const list = async () => expectStatus(await trader.http.get(`${api}/executions?accountId=${id}`), 200).items
    const [system] = await list()
    assert.deepEqual([system.source, system.kind, system.price], ['system', 'expiry', '0'])
    expectProblem(await trader.http.delete(`${api}/executions/${system.id}`), 'trading/execution-of-system')
    await enter(id, held, [['buy', '1', '0', '2024-01-22T11:00:00Z', { kind: 'expiry' }]])
    assert.deepEqual(brief(await trades(id)), expired)
    assert.deepEqual(
      (await list()).map((item: { source: string }) => item.source),
      ['manual', 'manual'],
    )
  })

  const cases: readonly { kind: string; right: 'C' | 'P'; opened: 'buy' | 'sell'; shares: string }[] = [
    { kind: 'exercise', right: 'C', opened: 'buy', shares: 'buy' },
    { kind: 'exercise', right: 'P', opened: 'buy', shares: 'sell' },
    { kind: 'assignment', right: 'C', opened: 'sell', shares: 'sell' },
    { kind: 'assignment', right: 'P', opened: 'sell', shares: 'buy' },
  ]
  for (const { kind, right, opened, shares } of cases)
    test(`${kind} of a ${right === 'C' ? 'call' : 'put'} makes a trader ${shares} 100 shares at the strike`, async () => {
      const { id: accountId } = await addAccount(trader)
      const instrument = { ...held, symbol: `MSFT240119${right}00400000` }
      await enter(accountId, instrument, [[opened, '1', '2', '2024-01-10T15:00:00Z']])
      const option = expectStatus(await trader.http.get(`${api}/instruments?search=${instrument.symbol}`), 200).items[0]
      const body = { accountId, instrumentId: option.id, kind, quantity: '1', executedAt: '2024-01-19T21:00:00Z' }
      const wrong = { ...body, kind: kind === 'exercise' ? 'assignment' : 'exercise' }
      expectProblem(await trader.http.post(`${api}/executions/exercise`, wrong), 'trading/nothing-held')
      const { items } = expectStatus(await trader.http.post(`${api}/executions/exercise`, body), 201)
      const [leg, share] = items
      assert.deepEqual([leg.kind, leg.price, leg.linkedId], [kind, '0', share.id])
      assert.deepEqual([share.side, share.quantity, share.price, share.linkedId], [shares, '100', '400', leg.id])
      assert.deepEqual(
        brief(await trades(accountId)).sort(),
        [
          [opened === 'buy' ? 1 : -1, 'closed', opened === 'buy' ? '-200' : '200'],
          [shares === 'buy' ? 1 : -1, 'open', '0'],
        ].sort(),
      )
      expectStatus(await trader.http.delete(`${api}/executions/${share.id}`), 204)
      assert.equal((await trades(accountId)).length, 1)
    })
})

test('a symbol change joins the old name to the new one, and taking it back parts them', async () => {
  const { id } = await addAccount(trader)
  await enter(id, stock('FB'), [['buy', '10', '100', '2022-06-01T15:00:00Z']])
  await enter(id, stock('META'), [['sell', '10', '110', '2022-06-20T15:00:00Z']])
  assert.equal((await trades(id)).length, 2)
  const of = async (symbol: string) =>
    expectStatus(await trader.http.get(`${api}/instruments?search=${symbol}`), 200).items[0].id
  const change = { instrumentId: await of('FB'), kind: 'symbol_change', toInstrumentId: await of('META') }
  const body = { ...change, effectiveAt: '2022-06-09T00:00:00Z' }
  const made = expectStatus(await trader.http.post(`${api}/corporate-actions`, body), 201)
  assert.deepEqual(brief(await trades(id)), [[1, 'closed', '100']])
  const back = { ...body, instrumentId: change.toInstrumentId, toInstrumentId: change.instrumentId }
  assert.deepEqual(expectProblem(await trader.http.post(`${api}/corporate-actions`, back), 'trading/value-invalid'), [
    '/toInstrumentId circle',
  ])
  expectStatus(await trader.http.delete(`${api}/corporate-actions/${made.id}`), 204)
  assert.equal((await trades(id)).length, 2)
})

describe('an account in use', () => {
  const fills: Fill[] = [
    ['buy', '1', '10', '2024-03-08T22:30:00Z'],
    ['buy', '1', '20', '2024-03-10T23:30:00Z'],
    ['sell', '1', '30', '2024-03-11T22:30:00Z'],
  ]

  test('changes its matching method by a job, and both results are kept', async () => {
    const { id } = await addAccount(trader)
    await enter(id, stock('LIFO'), fills)
    const path = `${api}/accounts/${id}`
    const asked = expectStatus(await trader.http.patch(path, { version: 1, matchingMethod: 'LIFO' }), 200)
    assert.deepEqual([asked.matchingMethod, asked.pending], ['FIFO', { matchingMethod: 'LIFO' }])
    await server.jobsIdle()
    const done = expectStatus(await trader.http.get(path), 200)
    assert.deepEqual([done.matchingMethod, done.pending], ['LIFO', null])
    assert.deepEqual(brief(await trades(id)), [[1, 'open', '10']])
    const [rework] = expectStatus(await trader.http.get(`${path}/reworks`), 200).items
    assert.deepEqual(rework.matchingMethod, { from: 'FIFO', to: 'LIFO' })
    const { symbol, before, after } = rework.totals[0]
    assert.deepEqual([symbol, before.net, after.net], ['LIFO', '20', '10'])
  })

  test('counts days by its cut-off and weekdays by its zone, before and after they change', async () => {
    const { id } = await addAccount(trader)
    await enter(id, stock('DAYS'), fills)
    const days = async () => (await trades(id)).map((line) => [line.closed_day, line.entry_weekday])
    assert.deepEqual(await days(), [['2024-03-11', 5]])
    const path = `${api}/accounts/${id}`
    const change = { timeZone: 'Asia/Tokyo', sessionCutoff: { time: '17:00', zone: 'America/Chicago' } }
    expectStatus(await trader.http.patch(path, { version: 1, ...change }), 200)
    await server.jobsIdle()
    assert.deepEqual(await days(), [['2024-03-12', 6]])
    const { version } = expectStatus(await trader.http.get(path), 200)
    expectProblem(await trader.http.patch(path, { version, currency: 'EUR' }), 'trading/account-in-use')
  })

  test('is deleted by its name only, and leaves nothing', async () => {
    const { id, name } = await addAccount(trader, { name: 'Gone' })
    await enter(id, stock('GONE'), fills)
    const path = `${api}/accounts/${id}`
    expectProblem(await trader.http.post(`${path}/delete`, { name: 'gone' }), 'trading/confirmation-wrong')
    const effects = await server.watch()
    expectStatus(await trader.http.post(`${path}/delete`, { name }), 204)
    assert.deepEqual(await effects(), {
      ...{ audit: ['trading.account.deleted'], events: ['trading.account.deleted'], mails: [] },
    })
    for (const table of ['account', 'execution', 'trade', 'lot', 'lot_closure']) {
      const column = table === 'account' ? 'id' : 'account_id'
      assert.deepEqual(await server.query(`SELECT FROM trading.${table} WHERE ${column} = $1`, [id]), [], table)
    }
  })
})

test('cash follows what was paid and received, by currency and by trading day', async () => {
  const { id } = await addAccount(trader, { openingBalance: '1000' })
  const path = `${api}/accounts/${id}`
  await enter(id, stock('CASH'), [
    ['buy', '10', '50', '2024-03-01T15:00:00Z', { fees: '1' }],
    ['sell', '4', '60', '2024-03-04T15:00:00Z', { fees: '1' }],
  ])
  await enter(id, { symbol: 'ESH4', assetClass: 'future' }, [
    ['buy', '1', '5000', '2024-03-01T15:00:00Z', { fees: '2' }],
    ['sell', '1', '5001', '2024-03-05T15:00:00Z', { fees: '2' }],
  ])
  const money = { kind: 'deposit', amount: '200', happenedAt: '2024-03-05T23:00:00Z' }
  const deposit = expectStatus(await trader.http.post(`${path}/cash-movements`, money), 201)
  const euros = { ...money, kind: 'withdrawal', amount: '-20', currency: 'EUR', fxRate: '1.1' }
  expectStatus(await trader.http.post(`${path}/cash-movements`, euros), 201)
  expectProblem(await trader.http.post(`${path}/cash-movements`, { ...money, amount: '-1' }), 'trading/value-invalid')
  const at = async (day: string) => {
    const { cash, positions, realised } = expectStatus(await trader.http.get(`${path}/balances${day}`), 200)
    return [
      cash,
      positions.map(({ symbol, quantity }: Record<string, string>) => `${symbol} ${quantity}`),
      realised.net,
    ]
  }
  const usd = (amount: string) => ({ currency: 'USD', amount })
  assert.deepEqual(await at('?day=2024-03-01'), [[usd('497')], ['CASH 10', 'ESH24 1'], '0'])
  assert.deepEqual(await at('?day=2024-03-04'), [[usd('736')], ['CASH 6', 'ESH24 1'], '38.6'])
  assert.deepEqual(await at(''), [[usd('984'), { currency: 'EUR', amount: '-20' }], ['CASH 6'], '84.6'])
  const range = await trader.http.get(`${path}/balances/days?from=2024-03-04&to=2024-03-06`)
  const days = expectStatus(range, 200).items.map(({ day, changes }: { day: string; changes: object[] }) => [
    day,
    changes,
  ])
  assert.deepEqual(days, [
    ['2024-03-04', [usd('239')]],
    ['2024-03-05', [{ currency: 'EUR', amount: '-20' }, usd('248')]],
  ])
  const movement = `${path}/cash-movements/${deposit.id}`
  assert.equal(expectStatus(await trader.http.patch(movement, { amount: '300' }), 200).amount, '300')
  expectStatus(await trader.http.delete(movement), 204)
  const listed = expectStatus(await trader.http.get(`${path}/cash-movements?currency=EUR`), 200).items
  assert.equal(listed.length, 1)
})

test('what a trader keeps is handed out whole, and goes with them', async () => {
  const person = await addTrader(server)
  const { id } = await addAccount(person)
  const fill = { side: 'buy', quantity: '1', price: '1', executedAt: '2024-03-01T15:00:00Z' }
  expectStatus(await person.http.post(`${api}/executions`, { accountId: id, instrument: stock('MINE'), ...fill }), 201)
  const unit = server.app.units.all.find(({ name }) => name === 'trading')
  const exported = (await unit?.exportPerson?.(person.id)) as Record<string, object[]>
  assert.deepEqual(
    ['tradingAccounts', 'instruments', 'executions'].map((part) => exported[part]?.length),
    [1, 1, 1],
  )
  await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => unit?.erasePerson?.(tx, person.id))
  const left = await server.query('SELECT FROM trading.instrument WHERE owner_id = $1', [person.id])
  assert.deepEqual([left, await trades(id)], [[], []])
})
