import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { ownFiles, sharedFiles, sharedFilesMissing } from '../../../../test/support/broker-files.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { imported, imports, undone, uploadText } from '../../../../test/support/trading-imports.ts'
import { assertProves, type Explanation, readExplained } from '../analytics/explain/recompute.test-support.ts'

let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

const path = '/api/trading/reconciliation'
const get = async (asked: string): Promise<Explanation> => expectStatus(await trader.http.get(asked), 200)
const day = new URL('made/ibkr-activity-day.csv', ownFiles)

async function bring(file: URL, account: object = {}, mapping?: object) {
  const { id: accountId } = await addAccount(trader, { openedOn: '2000-01-01', ...account })
  const filename = file.pathname.split('/').at(-1) ?? ''
  const text = readFileSync(file)
  const done = await imported(server, trader, { accountId, text, filename, ...(mapping && { mapping }) })
  return { accountId, importId: done.id as string, text, filename }
}

type Listed = Record<string, string | number | null>

const list = async (accountId: string, query = ''): Promise<Listed[]> =>
  expectStatus(await trader.http.get(`${path}/statements?accountId=${accountId}&limit=100${query}`), 200).items

/** As `row kind day of: stated - computed status rule`. */
const told = ({ row, kind, day: on, currency, symbol, stated, computed, status, rule }: Listed): string =>
  `${row} ${kind} ${on} ${symbol ?? currency}: ${stated} - ${computed} ${status}${rule === null ? '' : ` ${rule}`}`

const reconciled = async (id: string) => expectStatus(await trader.http.get(`${imports}/${id}/reconciliation`), 200)

const counts = (fields: object) => ({
  total: 0,
  equal: 0,
  explained: 0,
  resolved: 0,
  mismatch: 0,
  unseen: 0,
  ...fields,
})

/**
 * Cash: 300,000 - 250,105 + 377,992.38 - 4,001 - 4,101 + 4,199 - 1.86 + 608.69, of the future its fee alone. The broker sold the MSFT that
 * it bought last: 10 x (420 - 410) less 2; the first ones come to 10 x (420 - 400) less 2. No fill of TSLA is in the file. The option is
 * held on that day, and has expired since.
 */
const OF_DAY = [
  '12 cash 2026-01-15 USD: 424591.21 - 424591.21 equal',
  '15 realised 2026-01-15 AAPL: 1889.92 - 1889.92 equal',
  '17 realised 2026-01-15 MSFT: 98 - 198 explained matched_lifo',
  '19 realised 2026-01-15 SPY260130C00690000: 0 - 0 equal',
  '20 realised 2026-01-15 MESH26: 0 - 0 equal',
  '24 position 2026-01-15 AAPL: -500 - -500 equal',
  '25 position 2026-01-15 MSFT: 10 - 10 equal',
  '27 position 2026-01-15 TSLA: 5 - 0 mismatch',
  '29 position 2026-01-15 SPY260130C00690000: -2 - -2 equal',
  '30 position 2026-01-15 MESH26: 3 - 3 equal',
]

for (const timeZone of ['America/New_York', 'Asia/Tokyo'])
  test(`what an activity statement reports stands beside ours, in an account of ${timeZone}`, async () => {
    const { accountId, importId, filename } = await bring(day, { timeZone })
    const found = await list(accountId)
    assert.deepEqual(found.map(told), OF_DAY)
    assert.deepEqual(
      new Set(found.map((one) => `${one.importId} ${one.filename}`)),
      new Set([`${importId} ${filename}`]),
    )
    const differing = await list(accountId, '&different=true')
    assert.deepEqual(differing.map(told), [OF_DAY[2], OF_DAY[7]])
    for (const one of found)
      for (const name of ['stated', 'computed', 'difference'])
        assertProves(
          await readExplained(get, `${path}/${one.id}/explain?accountId=${accountId}&figure=/${name}`),
          `${one[name]}`,
          `${told(one)}: ${name}`,
        )
    assert.deepEqual(await reconciled(importId), {
      rows: counts({ total: 7, equal: 6, explained: 1 }),
      statements: counts({ total: 10, equal: 8, explained: 1, mismatch: 1 }),
    })
  })

test('a difference leads to the row of the file that it is of', async () => {
  const { accountId, importId } = await bring(day)
  const [other] = expectStatus(await trader.http.get(`${path}?accountId=${accountId}&different=true`), 200).items
  assert.deepEqual([other.symbol, other.importId, other.rule], ['MSFT', importId, 'matched_lifo'])
  const rows = async (query: string) => expectStatus(await trader.http.get(`${imports}/${importId}/rows?${query}`), 200)
  const [sold, ...others] = (await rows(`executionId=${other.executionId}`)).items
  assert.deepEqual([sold.row, others.length], [36, 0])
  assert.match(sold.raw, /MSFT,"2026-01-15, 15:00:00",-10,420/)
  const [tsla] = (await rows('row=27')).items
  assert.deepEqual([tsla.outcome, tsla.reason], ['skipped', 'broker-statement'])
})

test('what a file reports goes with its import, and what two files report alike is told once', async () => {
  const { accountId, importId, text, filename } = await bring(day)
  const by = { accountId, day: '2026-01-15', currency: 'USD', amount: '1' }
  const { id: entered } = expectStatus(await trader.http.post(`${path}/statements`, by), 201)
  const again = await imported(server, trader, { accountId, text, filename })
  assert.equal(again.counts.created, 0)
  assert.equal((await list(accountId)).length, OF_DAY.length + 1)
  assert.equal((await list(accountId, `&importId=${again.id}`)).length, OF_DAY.length)
  const [, , , , , , , tsla] = await list(accountId)
  const resolution = { accountId, reason: 'It came from another broker.' }
  expectStatus(await trader.http.post(`${path}/${tsla?.id}/resolve`, resolution), 204)
  assert.deepEqual((await reconciled(importId)).statements, counts({ total: 10, equal: 8, explained: 1, resolved: 1 }))
  expectProblem(await trader.http.delete(`${path}/statements/${tsla?.id}`), 'trading/statement-not-found')
  await undone(server, trader, importId)
  const left = await list(accountId)
  assert.deepEqual(
    left.filter(({ importId: of }) => of !== null).map(({ importId: of }) => of),
    OF_DAY.map(() => again.id),
  )
  await undone(server, trader, again.id)
  assert.deepEqual(
    (await list(accountId)).map(({ id }) => id),
    [entered],
  )
  assert.deepEqual(await server.query('SELECT FROM trading.resolution WHERE account_id = $1', [accountId]), [])
})

test('what a file reports is in the file of its account, and counts the same where that is brought in', async () => {
  const { accountId } = await bring(day)
  const text = expectStatus(
    await trader.http.get(`/api/trading/accounts/${accountId}/export`),
    200,
  ) as unknown as string
  const fileId = await uploadText(trader, text, 'main.account.txt', 'trading.account-file')
  const { id } = expectStatus(await trader.http.post('/api/trading/restores', { fileId, name: 'Again' }), 202)
  await server.jobsIdle()
  const restored = expectStatus(await trader.http.get(`/api/trading/restores/${id}`), 200)
  assert.equal(restored.state, 'done', JSON.stringify(restored))
  const again = await list(restored.accountId)
  const withoutRow = (line: string): string => line.slice(line.indexOf(' '))
  assert.deepEqual(again.map(told).map(withoutRow), OF_DAY.map(withoutRow))
  assert.deepEqual(new Set(again.map(({ importId }) => importId)), new Set([null]))
})

test('the profit of each deal and the balance after it are what MetaTrader reports', async () => {
  const eurusd = { symbol: 'EURUSD', assetClass: 'cfd', currency: 'USD', multiplier: '100000' }
  const mapping = { profileId: 'metatrader5-deals', symbols: [eurusd] }
  const { accountId, importId } = await bring(new URL('made/metatrader5-balance.csv', ownFiles), {}, mapping)
  // Each profit is without the commissions, each balance with them.
  assert.deepEqual((await list(accountId)).map(told), [
    '7 cash 2026-01-15 USD: 10043 - 10043 equal',
    '9 cash 2026-01-16 USD: 10062.3 - 10062.3 equal',
  ])
  const rows = expectStatus(await trader.http.get(`${path}?accountId=${accountId}&different=true`), 200).items
  assert.deepEqual(
    rows.map((one: Listed) => [one.reported, one.gross, one.rule]),
    [
      ['20', '20', 'before_fees'],
      ['50', '50', 'before_fees'],
    ],
  )
  assert.deepEqual((await reconciled(importId)).statements, counts({ total: 2, equal: 2 }))
})

test('a balance that begins before the file differs once, and is carried over from then on', async () => {
  const { accountId } = await bring(new URL('made/fidelity.csv', ownFiles))
  // 12,577.14 after a deposit of 5,000: 7,577.14 were there before.
  assert.deepEqual((await list(accountId)).map(told), [
    '9 cash 2026-01-13 USD: 12577.14 - 5000 mismatch',
    '8 cash 2026-01-14 USD: 12580.39 - 5003.25 explained carried_over',
    '6 cash 2026-01-15 USD: 9479.07 - 1901.93 explained carried_over',
    '5 cash 2026-01-16 USD: 12000 - 4422.86 explained carried_over',
  ])
})

describe('files of other projects', { skip: sharedFilesMissing }, () => {
  const cases: readonly { readonly file: string; readonly currency: string; readonly statements: readonly string[] }[] =
    [
      {
        // 103 and 137 were bought, and the broker holds 340.
        file: 'tradetally/ibkr-flex-report.xml',
        currency: 'USD',
        statements: ['1 position 2026-07-14 AAPL: 340 - 240 mismatch'],
      },
      {
        // 5000 + 13 + 1999 - 4003 + 20 - 3 + 1 - 0.15 + 3.9 - 3.9, while the summary ends at 200.
        file: 'capital-gains-calculator/interactive_brokers__test_basic.csv',
        currency: 'GBP',
        statements: ['9 cash 2025-12-31 GBP: 200 - 3026.85 mismatch'],
      },
      {
        // What a bundle cost is told by its price and quantity, a fraction of a penny off; what was bought is traded some days after it is paid.
        file: 'capital-gains-calculator/vanguard__cash_investment_report.csv',
        currency: 'GBP',
        statements: [
          '6 cash 2022-03-08 GBP: 15000 - 15000 equal',
          '7 cash 2022-03-09 GBP: 17.94 - 15000 mismatch',
          '9 cash 2022-04-01 GBP: 168.35 - 168.35025 equal',
          '10 cash 2022-04-07 GBP: 154.3 - 154.30025 equal',
          '11 cash 2022-04-09 GBP: 380.13 - 380.13025 equal',
          '12 cash 2022-05-25 GBP: 30380.13 - 30380.13025 equal',
          '13 cash 2022-05-28 GBP: 432.85 - 30380.13025 mismatch',
          '14 cash 2022-07-17 GBP: 536.91 - 536.910279 equal',
          '15 cash 2022-07-19 GBP: 523 - 523.000279 equal',
          '18 cash 2022-07-29 GBP: 693.83 - 693.830279 equal',
          '19 cash 2022-08-23 GBP: 423.59 - 423.590279 equal',
          '20 cash 2022-09-26 GBP: 1423.59 - 1423.590279 equal',
          '21 cash 2022-10-01 GBP: 423.59 - 1423.590279 mismatch',
          '22 cash 2022-10-02 GBP: 23.59 - 1423.590279 mismatch',
        ],
      },
    ]
  for (const { file, currency, statements } of cases)
    test(`${file} tells what its broker has`, async () => {
      const { accountId } = await bring(new URL(file, sharedFiles), { currency })
      assert.deepEqual((await list(accountId)).map(told), statements)
    })
})
