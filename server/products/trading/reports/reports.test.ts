import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import { pdfText } from '../../../../test/support/pdf-text.ts'
import { startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { makeAccount, makeTrade, makeTrader, type Trader } from '../../../../test/support/trading-journal.ts'
import { setClock } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'

const REPORT = '/api/trading/reports/period'
const WISHES = '/api/trading/report-schedules'
const MARCH = 'from=2026-03-01&to=2026-03-31'
let server: TradingServer
before(async () => {
  server = await startTrading()
})
after(() => server.stop())

const on = (day: string, net: string) => ({ openedAt: `2026-${day}T15:00:00Z`, net })

async function traded(name = 'Main'): Promise<Trader> {
  const ada = await makeTrader(server, { name })
  for (const trade of [on('02-27', '999'), on('03-02', '1250.505'), on('03-09', '-30'), on('03-10', '20')])
    await makeTrade(server, ada, trade)
  return ada
}

describe('the report of a period', () => {
  test('has the figures, days and symbols of its trading days only, a group for each currency', async () => {
    const ada = await traded()
    const euros = await makeAccount(server, ada.person, { currency: 'EUR', name: 'Euros' })
    await makeTrade(server, euros, on('03-11', '5'))
    const report = expectStatus(await ada.person.http.get(`${REPORT}?${MARCH}`), 200)
    assert.deepEqual([report.from, report.to], ['2026-03-01', '2026-03-31'])
    const [eur, usd] = report.groups
    assert.deepEqual([eur.currency, eur.n, eur.money.net], ['EUR', 1, '5'])
    assert.deepEqual([usd.n, usd.wins, usd.losses, usd.money.net], [3, 2, 1, '1240.505'])
    const days = usd.days.map(({ day, net }: { day: string; net: string }) => [day, net])
    assert.deepEqual(days, [
      ['2026-03-02', '1250.505'],
      ['2026-03-09', '-30'],
      ['2026-03-10', '20'],
    ])
    const [symbol] = usd.symbols
    assert.deepEqual([usd.symbols.length, symbol.n, symbol.net], [1, 3, '1240.505'])
    assert.deepEqual(report.journal, { traded: 4, written: 0, missed: 4 })
    const one = expectStatus(await ada.person.http.get(`${REPORT}?${MARCH}&account=${euros.accountId}`), 200)
    assert.deepEqual([one.groups.length, one.accounts.length], [1, 1])
  })

  test('is a table whose cells no spreadsheet computes', async () => {
    const ada = await traded()
    await server.query(`UPDATE trading.instrument SET symbol = '=SUM(A1)' WHERE id = $1`, [ada.instrumentId])
    const { status, headers, bytes } = await ada.person.http.get(`${REPORT}.csv?${MARCH}`)
    assert.equal(status, 200)
    assert.match(
      headers.get('content-disposition') ?? '',
      /attachment; filename="trading-2026-03-01-to-2026-03-31\.csv"/,
    )
    const lines = bytes.toString().split('\r\n')
    assert.match(lines[0] ?? '', /^currency,of,key,trades,wins,losses,scratches,net,/)
    assert.match(lines[1] ?? '', /^USD,day,2026-03-02,1,1,0,0,1250\.505,1,/)
    assert.match(lines[4] ?? '', /^USD,symbol,'=SUM\(A1\),3,2,1,0,1240\.505,/)
  })

  test('is a document that says the same, and boxes for letters that it cannot be set in', async () => {
    const ada = await traded('Łódź 漢')
    const { status, headers, bytes } = await ada.person.http.get(`${REPORT}.pdf?${MARCH}`)
    assert.equal(status, 200)
    assert.match(headers.get('content-type') ?? '', /^application\/pdf/)
    const text = pdfText(bytes).replaceAll('\u00a0', ' ')
    for (const part of ['Trading report 2026-03-01 to 2026-03-31', 'Łódź \ufffd (USD)', 'Figures in USD', '1 240.50'])
      assert.ok(text.includes(part), `${part} in ${text}`)
    for (const part of ['Win rate', '66.7 %', '2026-03-09', '-30.00', 'Days traded: 3.', 'page 1 of'])
      assert.ok(text.includes(part), `${part} in ${text}`)
    assert.ok(!text.includes('999'), 'nothing of February')
  })

  const refused = [
    { name: 'more than a year', query: 'from=2024-12-31&to=2026-01-01', problem: 'http/invalid' },
    { name: 'an end before the beginning', query: 'from=2026-03-02&to=2026-03-01', problem: 'http/invalid' },
    { name: 'a day that is none', query: 'from=2026-02-30&to=2026-03-01', problem: 'http/invalid' },
    {
      name: 'an account that is not one’s own',
      query: `${MARCH}&account=018f0000-0000-7000-8000-000000000000`,
      problem: 'trading/account-not-found',
    },
  ]
  for (const { name, query, problem } of refused)
    test(`is not made of ${name}`, async () => {
      const ada = await makeTrader(server)
      for (const ending of ['', '.csv', '.pdf'])
        expectProblem(await ada.person.http.get(`${REPORT}${ending}?${query}`), problem)
    })
})

describe('reports by mail', () => {
  // The first of a month and a Monday: 07:00 in New York.
  const DUE = '2026-06-01T11:00:00.000Z'
  const mailsTo = async ({ person }: Trader) =>
    (await server.mailbox()).filter(
      ({ to, template }) => to.address === person.email && template === 'trading.period-report',
    )
  const want = async ({ person, accountId }: Trader, period: string, wanted = true) =>
    expectStatus(await person.http.put(WISHES, { accountId, period, wanted }), 200)

  async function run(at: string, times = 1): Promise<void> {
    const restore = setClock(() => Date.parse(at))
    const origin = systemOrigin('test', 'test')
    const queued = { queue: 'trading.send-period-reports', data: {}, options: {} }
    try {
      for (let count = 0; count < times; count += 1) await server.app.db.transaction(origin, (tx) => tx.enqueue(queued))
      await server.jobsIdle()
    } finally {
      restore()
    }
  }

  test('go out once for each period that is asked for, with the table and a link that ends them', async () => {
    const ada = await makeTrader(server, { name: 'Futures' })
    for (const trade of [on('05-04', '100'), on('05-26', '20'), on('06-01', '999')]) await makeTrade(server, ada, trade)
    await want(ada, 'week')
    const { items } = await want(ada, 'month')
    assert.deepEqual(
      items.map(({ period, timeZone }: Record<string, string>) => [period, timeZone]),
      [
        ['month', 'America/New_York'],
        ['week', 'America/New_York'],
      ],
    )
    await server.query(`UPDATE trading.report_schedule SET wanted_since = '2026-05-01' WHERE owner_id = $1`, [
      ada.person.id,
    ])
    await run('2026-06-01T10:59:59.999Z')
    assert.equal((await mailsTo(ada)).length, 0, 'a moment early')
    await run(DUE, 3)
    const mails = await mailsTo(ada)
    assert.deepEqual(mails.map(({ subject }) => subject).sort(), [
      'Your trading month of Futures, 2026-05-01 to 2026-05-31',
      'Your trading week of Futures, 2026-05-25 to 2026-05-31',
    ])
    const month = mails.find(({ subject }) => subject.includes('month'))
    const text = (month?.text ?? '').replaceAll('\u00a0', ' ')
    assert.match(text, /Net: 120\.00 USD/)
    assert.match(text, /Trades closed: 2, won: 2, lost: 0/)
    assert.match(text, new RegExp(`/trading/reports\\?account=${ada.accountId}&from=2026-05-01&to=2026-05-31`))
    const [, link = ''] = /(http:\/\/\S*\/api\/mail\/unsubscribe\?token=\S+)/.exec(text) ?? []
    const { pathname, search } = new URL(link)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const sent = { method: 'POST', body: 'List-Unsubscribe=One-Click', headers }
    assert.equal((await server.people.anonymous().send(`${pathname}${search}`, sent)).status, 200)
    assert.equal(expectStatus(await ada.person.http.get(WISHES), 200).refused, 'unsubscribe')
    await run('2026-06-08T11:00:00.000Z')
    assert.equal((await mailsTo(ada)).length, 2)
    assert.equal((await want(ada, 'week')).refused, null, 'asked for anew')
    await run('2026-06-08T12:00:00.000Z')
    assert.equal((await mailsTo(ada)).length, 3)
    await want(ada, 'week', false)
    await run('2026-06-15T12:00:00.000Z')
    assert.equal((await mailsTo(ada)).length, 3)
  })

  test('are of one’s own accounts, are exported, and go with the person', async () => {
    const [ada, ben] = [await makeTrader(server), await makeTrader(server)]
    const foreign = { accountId: ben.accountId, period: 'week', wanted: true }
    expectProblem(await ada.person.http.put(WISHES, foreign), 'trading/account-not-found')
    await want(ada, 'week')
    const trading = server.app.units.all.find(({ name }) => name === 'trading')
    const exported = (await trading?.exportPerson?.(ada.person.id)) as Record<string, unknown[]>
    assert.equal(exported.reportSchedules?.length, 1)
    await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) =>
      trading?.erasePerson?.(tx, ada.person.id),
    )
    const left = await server.query('SELECT id FROM trading.report_schedule WHERE owner_id = $1', [ada.person.id])
    assert.deepEqual(left, [])
  })
})
