import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { expectStatus } from '../../../../../test/support/music.ts'
import type { Person } from '../../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../../test/support/trading.ts'
import { imported, undone } from '../../../../../test/support/trading-imports.ts'
import { textOf } from '../../../../../test/support/trading-journal.ts'
import { changedLines, exported, restored } from '../../../../../test/support/trading-restores.ts'

const API = '/api/trading'
let server: TradingServer
let ada: Person
let accountId = ''
let text = ''
before(async () => {
  server = await startTrading()
  ada = await addTrader(server)
  accountId = await richAccount()
  text = await exported(ada, accountId)
})
after(() => server.stop())

const send = async (method: 'post' | 'put' | 'patch', path: string, body: object) => {
  const answer = await ada.http[method](`${API}${path}`, body)
  assert.ok(answer.status < 300, `${path}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** Two months of round trips of three shares, each of a size and result of its own; two are flips. */
function manyFills(): string {
  const rows = Array.from({ length: 24 }, (_, at) => {
    const [symbol, day] = [
      ['AAA', 'BBB', 'CCC'][at % 3],
      `2026-0${1 + (at >> 3)}-${String(2 + (at % 8)).padStart(2, '0')}`,
    ]
    const [way, back] = at % 4 === 1 ? ['SELL', 'BUY'] : ['BUY', 'SELL']
    const [lots, price, exit] = [5 + (at % 7), 100 + at / 8, 100 + at / 8 + ((at * 37) % 11) - 4]
    return [
      `${symbol},${way},${lots},${price},${day} ${10 + (at % 5)}:15:00,0.35`,
      `${symbol},${back},${lots + (at % 20 === 9 ? 3 : 0)},${exit},${day} 15:3${at % 10}:00,0.35`,
    ]
  })
  return ['Symbol,Side,Quantity,Price,Date,Commission', ...rows.flat(), ''].join('\n')
}

const DIVIDENDS = [
  'Activity Date,Process Date,Settle Date,Instrument,Description,Trans Code,Quantity,Price,Amount',
  '1/16/2026,1/16/2026,1/16/2026,AAA,Cash Div: 10 shares at 0.26,CDIV,,,$2.60',
  '1/16/2026,1/16/2026,1/16/2026,BBB,Cash Div: 10 shares at 0.26,CDIV,,,$2.60',
  '',
].join('\n')
const UNDONE = ['Symbol,Side,Quantity,Price,Date,Commission', 'ZZZ,BUY,1,10,2026-02-25 15:00:00,0', ''].join('\n')

/** Everything of which figures are made, and that is said of them. */
async function richAccount(): Promise<string> {
  const { id } = await addAccount(ada, { openingBalance: '50000', timeZone: 'Europe/Berlin' })
  const rates = ['2026-02-02', '2026-02-03', '2026-02-06'].map((day, at) => {
    return { base: 'EUR', quote: 'USD', day, rate: `1.1${at}25` }
  })
  await send('put', '/currency-rates', { rates })
  for (const file of [manyFills(), DIVIDENDS])
    assert.equal((await imported(server, ada, { accountId: id, text: file })).state, 'completed')
  await send('post', `/accounts/${id}/cash-movements`, {
    kind: 'deposit',
    amount: '2500',
    happenedAt: '2026-01-20T12:00:00Z',
  })
  await movedStops(id)
  await said(id)
  await priced()
  await send('post', '/goals', {
    ...{ accountId: id, metric: 'net', target: '100', period: 'month', startsOn: '2026-01-01', endsOn: '2026-02-28' },
  })
  const drawdown = { kind: 'trailing_intraday', amount: '60', lockAt: null }
  const limits = {
    dailyLoss: '20',
    drawdown,
    bestDayPercent: null,
    daysMin: 5,
    profitTarget: '5000',
    startBalance: null,
  }
  await send('post', '/risk-profiles', {
    ...{ accountId: id, name: 'Funded', startsOn: '2026-01-01', ...limits, warnAtPercent: 80, usesMarks: true },
  })
  await server.jobsIdle()
  return id
}

/** A trade in euros, at the trader's own rates, whose stop went away and back; its exit is reported otherwise, and another is held. */
async function movedStops(id: string): Promise<void> {
  const sap = { symbol: 'SAP', assetClass: 'stock', currency: 'EUR' }
  const fill = (fields: object) =>
    send('post', '/executions', { accountId: id, instrument: sap, quantity: '10', ...fields })
  const { lineageId: trade } = await fill({ side: 'buy', price: '200', executedAt: '2026-02-02T10:00:00Z' })
  for (const [version, initialStop] of ['195', '190', '197', null, '194'].entries())
    await send('patch', `/trades/${trade}`, { version, initialStop })
  await send('patch', `/trades/${trade}`, { version: 5, plannedTarget: '215', text: 'As planned' })
  const { id: exit } = await fill({
    side: 'sell',
    price: '211',
    executedAt: '2026-02-05T10:00:00Z',
    reportedPnl: '100',
  })
  await send('post', `/reconciliation/${exit}/resolve`, { accountId: id, reason: 'Their average cost' })
  await fill({ side: 'buy', quantity: '4', price: '205', executedAt: '2026-02-06T10:00:00Z' })
  await send('post', `/accounts/${id}/cash-movements`, {
    ...{ kind: 'dividend', amount: '3.3', currency: 'EUR', happenedAt: '2026-02-06T12:00:00Z' },
  })
}

async function said(id: string): Promise<void> {
  const tag = (await send('post', '/tags', { name: 'Late', grouping: 'mistake' })).id
  const rules = [
    { id: 'stop', kind: 'stop-required' },
    { id: 'calm', kind: 'checklist', text: 'Calm' },
  ]
  const playbook = (await send('post', '/playbooks', { name: 'Opening', rules })).id
  const { items } = expectStatus(
    await ada.http.get(`${API}/trades?account=${id}&symbol=AAA&sort=openedAt&direction=asc`),
    200,
  )
  for (const [at, trade] of items.entries()) {
    const note = { version: 0, playbookId: playbook, ...(at % 3 === 2 ? {} : { initialRisk: String(20 + at) }) }
    await send('patch', `/trades/${trade.id}`, { ...note, rating: 1 + (at % 5) })
    await send('put', `/playbooks/${playbook}/trades/${trade.id}/checklist`, { results: { calm: at % 2 === 0 } })
  }
  const review = { quality: 4, lesson: 'Wait', mistakeTagIds: [tag], version: null }
  await send('put', `/trades/${items[0].id}/review`, review)
  const { id: batch } = await imported(server, ada, { accountId: id, text: UNDONE })
  const gone = expectStatus(await ada.http.get(`${API}/trades?account=${id}&symbol=ZZZ&status=all`), 200).items[0]
  await send('post', '/journal', { tradeId: gone.id, title: 'Of a trade that goes', body: textOf('Gone.') })
  await send('post', '/journal', { tradeId: items[1].id, title: 'Of a trade', body: textOf('Here.') })
  await undone(server, ada, batch)
}

/** Days of prices of whatever is traded. */
async function priced(): Promise<void> {
  const { items } = expectStatus(await ada.http.get(`${API}/instruments?limit=50`), 200)
  for (const { id, symbol } of items) {
    const [low, high] = symbol === 'SAP' ? ['188.5', '216'] : ['91.5', '116']
    const bars = Array.from({ length: 40 }, (_, at) => {
      const open = new Date(Date.UTC(2026, 0, 2 + at)).toISOString()
      return { at: open, open: symbol === 'SAP' ? '201' : '102', high, low, close: symbol === 'SAP' ? '204' : '103' }
    })
    await send('put', `/instruments/${id}/bars`, { seconds: 86_400, bars })
  }
}

const REPORTS = [
  ...['summary', 'equity', 'drawdown', 'calendar', 'heatmap', 'distribution', 'streaks', 'r', 'excursion', 'playbooks'],
  ...['montecarlo?seed=7', 'behaviour', 'dashboard'],
  ...['symbol', 'side', 'tag', 'playbook', 'hour', 'hold'].map((dimension) => `by?dimension=${dimension}`),
]
const EXPLAINED = [...[0, 4, 8, 20].map((at) => `summary&figure=/figures/${at}/value`), 'r&figure=/average']
/** Names, and when and by what something was written: all that differs between an account and its copy. */
const UNLIKE = new Set([
  'asOf',
  'madeAt',
  'nextCursor',
  'createdAt',
  'updatedAt',
  'batchId',
  'fetchedAt',
  'generation',
  'version',
])

/** All that is told of an account, with what it names by a number in the order of its first mention. */
async function told({ http }: Person, id: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  const read = async (path: string) => {
    const { status, body } = await http.get(`${API}/${path}`)
    assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`)
    found[path.replaceAll(id, '#')] = body
  }
  for (const report of REPORTS) await read(`analytics/${report}${report.includes('?') ? '&' : '?'}account=${id}`)
  for (const report of ['summary', 'dashboard']) await read(`analytics/${report}?account=${id}&mode=r`)
  for (const figure of EXPLAINED) await read(`analytics/explain?report=${figure}&account=${id}`)
  await read(`accounts/${id}/balances`)
  await read(`accounts/${id}/balances/days?from=2026-01-01&to=2026-03-10`)
  await read(`accounts/${id}/cash-movements`)
  await read(`reconciliation?accountId=${id}`)
  await read(`reports/period?from=2026-01-01&to=2026-03-31&account=${id}`)
  await read(`risk-profiles?account=${id}`)
  const [profile] = (found['risk-profiles?account=#'] as { items: { id: string }[] }).items
  await read(`risk-profiles/${profile?.id}/status`)
  found.breaches = await server.query(
    'SELECT rule, breached_at, recorded_at, withdrawn_at, changes FROM trading.risk_breach WHERE profile_id = $1 ORDER BY rule',
    [profile?.id],
  )
  await read('goals')
  const { items } = expectStatus(await http.get(`${API}/trades?account=${id}&status=all&limit=100`), 200)
  assert.ok(items.length > 20)
  for (const [at, trade] of items.entries())
    for (const path of ['', '/explain'])
      found[`trade ${at}${path}`] = expectStatus(await http.get(`${API}/trades/${trade.id}${path}`), 200)
  found.stops = await server.query(
    'SELECT from_price, to_price, is_away, changed_at FROM trading.stop_change WHERE account_id = $1 ORDER BY id',
    [id],
  )
  found.reviews = await server.query(
    'SELECT reviewed_at FROM trading.trade_review WHERE account_id = $1 ORDER BY trade_id',
    [id],
  )
  const names = new Map<string, string>()
  const plain = JSON.stringify(found, (key, value) => (UNLIKE.has(key) ? undefined : value))
  return JSON.parse(
    plain.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, (name) => {
      names.set(name, names.get(name) ?? `#${names.size}`)
      return names.get(name) ?? ''
    }),
  )
}

test('every figure of a copy is that of the account, with whatever explains it', async () => {
  const original = await told(ada, accountId)
  assert.equal((original.stops as unknown[]).length, 3)
  const ben = await addTrader(server)
  const copy = await restored(server, ben, text)
  assert.equal(copy.state, 'done', JSON.stringify(copy))
  const theirs = await told(ben, copy.accountId)
  for (const [what, answer] of Object.entries(original)) assert.deepEqual(theirs[what], answer, what)
  assert.equal((original.breaches as unknown[]).length, 2)
  const heard = await server.query('SELECT FROM trading.alert_event WHERE owner_id = $1', [ben.id])
  assert.equal(heard.length, 0, 'nobody hears again of a breach that was told')
  const journal = async ({ http }: Person) => {
    const { items } = expectStatus(await http.get(`${API}/journal`), 200)
    return items.map((one: Record<string, string>) => `${one.scope} ${one.title} ${one.day} ${one.createdAt}`)
  }
  const written = await journal(ada)
  assert.equal(written.filter((one: string) => one.startsWith('trade Of a trade that goes')).length, 1)
  const left = written.map((one: string) => one.replace('trade Of a trade that goes', 'day Of a trade that goes'))
  assert.deepEqual(await journal(ben), left, 'words about a trade that is there no more are left to their day')
  const lines = (of: string) => of.trimEnd().split('\n').length
  assert.equal(lines(await exported(ben, copy.accountId)), lines(text))
})

test('a file from before stops, rates of one’s own and when things were said were in it becomes an account still', async () => {
  const carl = await addTrader(server)
  const added = ['stops', 'rateFrom', 'resolution', 'symbol', 'asImported', 'createdAt', 'feeSource']
  const old = changedLines(
    text
      .trimEnd()
      .split('\n')
      .filter((line) => !/^{"type":"(rates|goal|risk-profile)"/.test(line))
      .join('\n'),
    (line) => {
      const kept = Object.entries(line).filter(([name]) => !(added.includes(name) && line.type !== 'statement'))
      const before = line.type === 'instrument' ? line : Object.fromEntries(kept)
      return line.type === 'end' ? { ...before, lines: Number(line.lines) - 3 } : before
    },
  )
  const done = await restored(server, carl, old)
  assert.equal(done.state, 'done', JSON.stringify(done))
  const summary = async (person: Person, id: string) => {
    const [group] = expectStatus(await person.http.get(`${API}/analytics/summary?account=${id}`), 200).groups
    return [group.n, group.net, group.averageR]
  }
  assert.deepEqual(await summary(carl, done.accountId), await summary(ada, accountId))
})

test('rates of one’s own come to those of the trader, who says none otherwise', async () => {
  const rate = { base: 'EUR', quote: 'USD', day: '2026-02-03' }
  const say = async ({ http }: Person, value: string) =>
    expectStatus(await http.put(`${API}/currency-rates`, { rates: [{ ...rate, rate: value }] }), 200)
  const own = async ({ http }: Person) =>
    expectStatus(await http.get(`${API}/currency-rates?own=true`), 200).items.map((one: { rate: string }) => one.rate)
  const dora = await addTrader(server)
  await say(dora, '1.2')
  const refused = await restored(server, dora, text)
  assert.deepEqual([refused.state, refused.failure.code, refused.failure.field], ['failed', 'rate-differs', '/rates/1'])
  assert.deepEqual(await own(dora), ['1.2'])
  await say(dora, '1.1125')
  assert.equal((await restored(server, dora, text)).state, 'done')
  assert.deepEqual(await own(dora), await own(ada))
  const hostile = (rates: unknown[]) =>
    changedLines(text, (line) => (line.type === 'rates' ? { ...line, rates } : line))
  for (const [rates, field] of [
    [[['2190-01-01', '1', 'entered']], '/rates/0'],
    [[['2026-02-02', '0', 'entered']], '/rates/0/1'],
    [
      [
        ['2026-02-01', '1', 'file'],
        ['2026-02-01', '1', 'file'],
      ],
      '/rates/1',
    ],
    [[['2026-02-02', '1', 'ecb']], '/rates/0/2'],
  ] as const) {
    const { failure } = await restored(server, dora, hostile([...rates]))
    assert.deepEqual([failure.code, failure.field], ['line-invalid', field])
    assert.ok(failure.line > 1)
  }
})

/** Tables of what hangs on an account, by whether its file has what they hold; docs/guides/trading-exports.md says why not. */
const KEPT = [
  ...[
    'cash_movement',
    'execution',
    'goal',
    'import_statement',
    'journal_entry',
    'resolution',
    'risk_profile',
    'session',
    'statement',
  ],
  ...['stop_change', 'trade_group_member', 'trade_note', 'trade_review', 'trade_rule_result', 'trade_tag'],
]
const DERIVED = ['lot', 'lot_closure', 'oversight_look', 'trade', 'trade_excursion']
const LEFT = [
  ...['account_rework', 'alert_event', 'alert_rule', 'import_batch', 'import_rate_waiting', 'import_waiting'],
  ...['mentor_comment', 'prepared_export', 'report_schedule', 'restore', 'weekly_digest', 'daily_digest'],
]

test('every table that hangs on an account is in its file, follows from it, or is left out with a reason', async () => {
  const found = await server.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
      WHERE table_schema = 'trading' AND column_name = 'account_id' ORDER BY 1`,
  )
  assert.deepEqual(
    found.map(({ name }) => name),
    [...KEPT, ...DERIVED, ...LEFT].sort(),
    'a new one belongs to the file, or among what its guide says is left out',
  )
})
