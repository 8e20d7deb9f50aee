import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { holds } from '../../../../test/support/properties.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { type Group, near } from '../../../../test/support/trading-answers.ts'
import { decimal } from '../../../kernel/decimal.ts'
import { dayNumber, dayText } from './days.ts'
import { cashCurve } from './equity.ts'
import { moneyWeighted } from './money-weighted.ts'

const api = '/api/trading'
const RETURNS = ['timeWeighted', 'modifiedDietz', 'xirr']

let server: TradingServer
before(async () => {
  server = await startTrading()
})
after(() => server.stop())

interface Told {
  readonly openedOn: string
  readonly openingBalance?: string
  readonly cash?: readonly (readonly [day: string, amount: string])[]
  /** What a share that was bought at 10,000 brought on a day. */
  readonly results?: readonly (readonly [day: string, result: number])[]
}

async function makeAccount(trader: Person, { cash = [], results = [], ...fields }: Told): Promise<string> {
  const { http } = trader
  const { id } = await addAccount(trader, { timeZone: 'UTC', ...fields })
  for (const [day, amount] of cash) {
    const kind = amount.startsWith('-') ? 'withdrawal' : 'deposit'
    const movement = { kind, amount, happenedAt: `${day}T09:00:00Z` }
    expectStatus(await http.post(`${api}/accounts/${id}/cash-movements`, movement), 201)
  }
  const fill = { instrument: { symbol: 'HAND', assetClass: 'stock' }, quantity: '1' }
  const items = results.flatMap(([day, result]) => [
    { ...fill, side: 'buy', price: '10000', executedAt: `${day}T10:00:00Z` },
    { ...fill, side: 'sell', price: String(10_000 + result), executedAt: `${day}T11:00:00Z` },
  ])
  if (items.length > 0) expectStatus(await http.post(`${api}/executions/bulk`, { accountId: id, items }), 201)
  return id
}

/** The only group of a report, of one account or all. */
async function groupOf({ http }: Person, report: string, query = ''): Promise<Group> {
  const { groups } = expectStatus(await http.get(`${api}/analytics/${report}?${query}`), 200)
  assert.equal(groups.length, 1)
  return groups[0]
}

function returnsOf({ figures, returns }: Group) {
  const told = RETURNS.map((name) => figures.find((one: Group) => one.definition === `returns.${name}`))
  for (const { n, interval } of told) assert.deepEqual([n, interval], [returns.n, null])
  const [timeWeighted, modifiedDietz, xirr] = told.map(({ value }): number | null => value)
  return { timeWeighted, modifiedDietz, xirr, days: [returns.n, returns.from, returns.to] }
}

type Returns = ReturnType<typeof returnsOf>

/** Three stretches of 73 days from a Tuesday on, between them 400 in and 600 out: 1000, 900 and 1300, 1690 and 1090, 1155. */
const cash = [
  ['2025-03-21', '400'],
  ['2025-06-02', '-600'],
] as const
const results = [
  ['2025-02-04', -100],
  ['2025-04-10', 390],
  ['2025-08-13', 65],
] as const

/** 355 on 1000 + 400 * 146/219 - 600 * 73/219; and 1000 x^3 + 400 x^2 - 600 x = 1155 has x = 1.1, of which a year has five. */
function isByHand({ timeWeighted, modifiedDietz, xirr, days }: Returns): void {
  near(timeWeighted ?? null, 0.9 * 1.3 * (1155 / 1090) - 1)
  near(modifiedDietz ?? null, 0.3328125)
  near(xirr ?? null, 0.61051)
  assert.deepEqual(days, [157, '2025-01-07', '2025-08-13'])
}

describe('returns that weigh money', () => {
  test('are what is reckoned by hand, in the summary, the dashboard, a comparison and the report of a period', async () => {
    const trader = await addTrader(server)
    const id = await makeAccount(trader, { openedOn: '2025-01-07', openingBalance: '1000', cash, results })
    isByHand(returnsOf(await groupOf(trader, 'summary', `account=${id}`)))
    isByHand(returnsOf((await groupOf(trader, 'dashboard')).summary))
    isByHand(returnsOf((await groupOf(trader, 'compare', `left=account%3D${id}&right=`)).left))
    const period = `${api}/reports/period?from=2025-01-07&to=2025-08-13`
    isByHand(returnsOf(expectStatus(await trader.http.get(period), 200).groups[0]))
  })

  test('begin with the first capital, and take what a later account opens with as paid in', async () => {
    const funded = await addTrader(server)
    const deposits = [['2025-01-07', '1000'], ...cash] as const
    await makeAccount(funded, { openedOn: '2024-06-03', openingBalance: '0', cash: deposits, results })
    isByHand(returnsOf(await groupOf(funded, 'summary')))
    const both = await addTrader(server)
    await makeAccount(both, { openedOn: '2025-01-07', openingBalance: '1000', cash: cash.slice(1), results })
    await makeAccount(both, { openedOn: '2025-03-21', openingBalance: '400' })
    isByHand(returnsOf(await groupOf(both, 'summary')))
  })

  test('of days that are asked for begin with what was there', async () => {
    const trader = await addTrader(server)
    await makeAccount(trader, { openedOn: '2025-01-07', openingBalance: '1000', cash, results })
    const { days, ...found } = returnsOf(await groupOf(trader, 'summary', 'from=2025-03-21&to=2025-05-30'))
    assert.deepEqual(days, [51, '2025-03-21', '2025-05-30'])
    near(found.timeWeighted ?? null, 0.3)
    near(found.modifiedDietz ?? null, 0.3)
    near(found.xirr ?? null, 1.3 ** (365 / 71) - 1)
  })

  test('an account that is emptied ends on the day before, and dividends are no flow', async () => {
    const trader = await addTrader(server)
    const out = [['2025-02-04', '-1100']] as const
    const id = await makeAccount(trader, { openedOn: '2025-01-07', openingBalance: '1000', cash: out })
    const dividend = { kind: 'dividend', amount: '100', happenedAt: '2025-01-20T09:00:00Z' }
    expectStatus(await trader.http.post(`${api}/accounts/${id}/cash-movements`, dividend), 201)
    const { days, ...found } = returnsOf(await groupOf(trader, 'summary'))
    assert.deepEqual(days, [20, '2025-01-07', '2025-02-03'])
    for (const one of [found.timeWeighted, found.modifiedDietz]) near(one ?? null, 0.1)
    near(found.xirr ?? null, 1.1 ** (365 / 28) - 1)
  })

  const undefinedOf: readonly { name: string; told: Told; query?: string; expected: (number | null)[] }[] = [
    { name: 'an account where nothing ever was', told: { openedOn: '2025-01-07' }, expected: [null, null, null] },
    {
      name: 'results without capital',
      told: { openedOn: '2025-01-07', openingBalance: '0', results: [['2025-01-07', 100]] },
      expected: [null, null, null],
    },
    {
      name: 'one day, of which there is no rate a year',
      told: { openedOn: '2025-01-07', openingBalance: '1000', results: [['2025-01-07', 100]] },
      expected: [0.1, 0.1, null],
    },
    {
      name: 'a total loss, of which nothing came back',
      told: { openedOn: '2025-01-07', openingBalance: '1000', results: [['2025-01-08', -1000]] },
      expected: [-1, -1, null],
    },
    {
      name: 'more taken out than was there on average',
      told: {
        openedOn: '2025-01-07',
        openingBalance: '1000',
        cash: [['2025-03-21', '-1500']],
        results: [
          ['2025-02-04', 1000],
          ['2025-08-13', -244],
        ],
      },
      // 1000 - 1500 * 146/219 is nothing; 1000 x^3 - 1500 x^2 = 256 has x = 1.6.
      expected: [0.024, null, 9.48576],
    },
    {
      name: 'results in R',
      told: { openedOn: '2025-01-07', cash, results },
      query: 'mode=r',
      expected: [null, null, null],
    },
    {
      name: 'results in percent',
      told: { openedOn: '2025-01-07', openingBalance: '1000', cash, results },
      query: 'mode=percent',
      expected: [null, null, null],
    },
  ]
  for (const { name, told, query, expected } of undefinedOf)
    test(`are null where they are undefined: ${name}`, async () => {
      const trader = await addTrader(server)
      await makeAccount(trader, told)
      const { timeWeighted, modifiedDietz, xirr } = returnsOf(await groupOf(trader, 'summary', query))
      for (const [at, value] of [timeWeighted, modifiedDietz, xirr].entries()) {
        const hand = expected[at] ?? null
        if (hand === null) assert.equal(value, null, RETURNS[at])
        else near(value ?? null, hand)
      }
    })

  const cents = fc.array(fc.integer({ min: -900, max: 1000 }), { minLength: 2, maxLength: 60 })
  holds('are the time-weighted return where no money comes or goes', [cents], (results) => {
    const first = dayNumber('2025-01-06')
    const days = results.map((result, at) => ({
      ...{ day: dayText(first + at), ms: null, tradeId: null },
      ...{ flow: decimal('0'), result: { units: BigInt(result), scale: 2 } },
    }))
    const curve = cashCurve('day', decimal('1000'), days)
    const growth = curve.points.at(-1)?.index ?? 0
    const { modifiedDietz, xirr } = moneyWeighted(curve)
    near(modifiedDietz, growth - 1)
    near((1 + (xirr ?? 0)) ** (results.length / 365), growth)
  })
})
