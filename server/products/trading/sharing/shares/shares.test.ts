import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createHttpClient } from '../../../../../test/support/http-client.ts'
import { expectProblem, expectStatus } from '../../../../../test/support/music.ts'
import type { Person } from '../../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../../test/support/trading.ts'
import { textOf } from '../../../../../test/support/trading-journal.ts'

const API = '/api/trading'
let server: TradingServer
let ben: Person
before(async () => {
  server = await startTrading()
  ben = await addTrader(server)
})
after(() => server.stop())

const made = async ({ http }: Person, path: string, body: object) =>
  expectStatus(await http.post(`${API}${path}`, body), 201).id as string

describe('a shared link', () => {
  let cleo: Person
  let trade = ''
  let entry = ''
  before(async () => {
    cleo = await addTrader(server)
    trade = await sized(cleo, 1)
    entry = await made(cleo, '/journal', { title: 'Note', body: textOf('It went up.'), tradeId: trade })
  })

  const open = async (url: string) =>
    await createHttpClient(server.url).post(`${API}/shared`, { token: new URL(url).hash.replace('#token=', '') })
  const share = async (person: Person, body: object) =>
    expectStatus(await person.http.post(`${API}/shares`, { title: 'Look', ...body }), 201) as {
      id: string
      url: string
    }

  /** An account in which everything is `factor` times as large; the id of its first trade. */
  async function sized(person: Person, factor: number): Promise<string> {
    const { id: accountId } = await addAccount(person, { openingBalance: '10000' })
    const items = [
      ...[
        ['buy', '3', '100.1', '0.35'],
        ['sell', '1', '103.7', '0.2'],
        ['sell', '2', '99.3', '0.35'],
      ],
      ...[
        ['sell', '7', '98.9', '0.35'],
        ['buy', '7', '91.3', '0.35'],
        ['buy', '3', '91.3', '0.1'],
      ],
    ].map(([side, quantity, price, fees], at) => ({
      ...{ instrument: { symbol: 'AAPL', assetClass: 'stock', currency: 'USD' }, side, price },
      ...{ quantity: String(Number(quantity) * factor), fees: (Number(fees) * factor).toFixed(2) },
      executedAt: `2024-01-0${at + 2}T15:00:00Z`,
    }))
    expectStatus(await person.http.post(`${API}/executions/bulk`, { accountId, items }), 201)
    const trades = expectStatus(await person.http.get(`${API}/trades?sort=openedAt&direction=asc`), 200).items
    for (const { id } of trades)
      expectStatus(await person.http.patch(`${API}/trades/${id}`, { version: 0, initialStop: '95.5' }), 200)
    return trades[0].id
  }

  test('without sizes says the same of accounts that differ by a factor, byte for byte', async () => {
    const large = await addTrader(server)
    const theirs = await sized(large, 7)
    const own = await made(large, '/journal', { title: 'Note', body: textOf('It went up.'), tradeId: theirs })
    const cases: readonly (readonly [object, object])[] = [
      [
        { kind: 'trade', tradeId: trade },
        { kind: 'trade', tradeId: theirs },
      ],
      [
        { kind: 'entry', entryId: entry },
        { kind: 'entry', entryId: own },
      ],
      [{ kind: 'trades' }, { kind: 'trades' }],
      [
        { kind: 'report', filter: { status: 'closed' } },
        { kind: 'report', filter: { status: 'closed' } },
      ],
    ]
    for (const [one, other] of cases) {
      const shown = await Promise.all(
        [await share(cleo, one), await share(large, other)].map(async ({ url }) => expectStatus(await open(url), 200)),
      )
      const texts = shown.map((answer) => JSON.stringify({ ...answer, expiresAt: null }))
      assert.equal(texts[0], texts[1])
      assert.doesNotMatch(texts[0] ?? '', /[0-9a-f]{8}-[0-9a-f]{4}-7/, 'no id of anything')
      const whole = expectStatus(await open((await share(cleo, { ...one, redacted: false })).url), 200)
      assert.notEqual(JSON.stringify({ ...whole, expiresAt: null, redacted: true }), texts[0])
    }
  })

  test('shows what it is of, counts who looks, and is not for search engines', async () => {
    const { id, url } = await share(cleo, { kind: 'trades', filter: { side: 'long', status: 'closed' } })
    const answer = await open(url)
    const { trades, reports } = expectStatus(answer, 200)
    assert.deepEqual(
      [answer.headers.get('x-robots-tag'), answer.headers.get('cache-control')],
      ['noindex', 'private, no-store'],
    )
    assert.deepEqual(
      [trades.length, trades[0].side, trades[0].percentReturn, trades[0].money],
      [1, 'long', '0.3663', null],
    )
    assert.deepEqual([reports[0].n, reports[0].wins, reports[0].money, reports[0].curve.unit], [1, 1, null, 'percent'])
    await open(url)
    const { items } = expectStatus(await cleo.http.get(`${API}/shares`), 200)
    const listed = items.find((one: { id: string }) => one.id === id)
    assert.deepEqual([listed.views, listed.redacted, 'url' in listed], [2, true, false])
    const token = new URL(url).hash.replace('#token=', '')
    assert.equal(Buffer.from(token, 'base64url').length, 32)
    const [row] = await server.query<{ text: string }>(
      'SELECT row::text AS text FROM trading.share AS row WHERE id = $1',
      [id],
    )
    assert.ok(row !== undefined && !row.text.includes(token))
  })

  test('answers alike when it never was, has lapsed, was revoked, or what it is of is gone', async () => {
    const gone = async () => {
      const body = { title: 'X', body: textOf('x'), day: '2024-01-02' }
      const id = await made(cleo, '/journal', body)
      const { url } = await share(cleo, { kind: 'entry', entryId: id })
      expectStatus(await cleo.http.delete(`${API}/journal/${id}`), 204)
      return url
    }
    const lapsed = await share(cleo, { kind: 'trade', tradeId: trade })
    await server.query("UPDATE trading.share SET expires_at = now() - interval '1 second' WHERE id = $1", [lapsed.id])
    const revoked = await share(cleo, { kind: 'trade', tradeId: trade })
    expectStatus(await cleo.http.delete(`${API}/shares/${revoked.id}`), 204)
    const never = new URL(`/s#token=${'A'.repeat(43)}`, server.url).href
    const answers = []
    for (const url of [never, `${never}\u0301`, lapsed.url, revoked.url, await gone()]) {
      const { status, body } = await open(url)
      answers.push(JSON.stringify({ status, ...body, requestId: '', traceId: '' }))
    }
    assert.equal(new Set(answers).size, 1, answers.join('\n'))
    assert.match(answers[0] ?? '', /"status":404.*share-not-found/)
  })

  test('is of one’s own things only, and of exactly one', async () => {
    const cases: readonly (readonly [object, string])[] = [
      [{ kind: 'trade', tradeId: trade }, 'trading/trade-not-found'],
      [{ kind: 'entry', entryId: entry }, 'trading/journal-entry-not-found'],
      [{ kind: 'trade' }, 'http/invalid'],
      [{ kind: 'report', tradeId: trade }, 'http/invalid'],
      [{ kind: 'trades', filter: { from: '2024-02-01', to: '2024-01-01' } }, 'http/invalid'],
      [{ kind: 'report', days: 367 }, 'http/invalid'],
    ]
    for (const [body, code] of cases)
      expectProblem(await ben.http.post(`${API}/shares`, { title: 'Mine', ...body }), code)
    const { id } = await share(cleo, { kind: 'report' })
    expectProblem(await ben.http.delete(`${API}/shares/${id}`), 'trading/share-not-found')
  })
})
