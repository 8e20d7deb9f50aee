import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { createHttpClient, type HttpAnswer } from '../../../../test/support/http-client.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { imported, uploadText } from '../../../../test/support/trading-imports.ts'
import { makePicture, textOf } from '../../../../test/support/trading-journal.ts'
import { exported, restored } from '../../../../test/support/trading-restores.ts'

const API = '/api/trading'
let server: TradingServer
let ada: Person
let ben: Person
before(async () => {
  server = await startTrading()
  ada = await addTrader(server)
  ben = await addTrader(server)
})
after(() => server.stop())

const made = async ({ http }: Person, path: string, body: object) =>
  expectStatus(await http.post(`${API}${path}`, body), 201).id as string

const FILE = [
  'Symbol,Side,Quantity,Price,Date,Commission',
  ...['AAPL,BUY,10,100.25,2024-01-02 15:00:00,1', 'AAPL,BUY,5,101,2024-01-02 15:00:00,1'],
  ...['AAPL,SELL,20,103.5,2024-01-03 15:00:00,2', 'AAPL,BUY,5,102,2024-02-01 15:00:00,0.35'],
  ...['AAPL,BUY,5,102,2024-02-01 15:00:00,0.35', ''],
].join('\n')

/** Everything that happens to accounts: a flip, equal fills, a split, an expiry, two currencies, a correction, and what is said of trades. */
async function fullAccount(person: Person): Promise<string> {
  const { id } = await addAccount(person, { name: 'Main', openingBalance: '25000', matchingMethod: 'LIFO' })
  const done = await imported(server, person, { accountId: id, text: FILE })
  assert.equal(done.state, 'completed', JSON.stringify(done))
  const fill = async (fields: object) => await made(person, '/executions', { accountId: id, ...fields })
  const meta = { symbol: 'META', assetClass: 'stock', currency: 'USD' }
  const bought = await fill({
    instrument: meta,
    side: 'buy',
    quantity: '3',
    price: '300',
    executedAt: '2024-03-01T15:00:00Z',
  })
  const { instrument } = expectStatus(await person.http.get(`${API}/executions?limit=100`), 200).items.find(
    (one: { id: string }) => one.id === bought,
  )
  const split = { kind: 'split', effectiveAt: '2024-03-05T00:00:00Z', numerator: '3', denominator: '1' }
  await made(person, '/corporate-actions', { instrumentId: instrument.id, ...split })
  await fill({
    instrument: meta,
    side: 'sell',
    quantity: '9',
    price: '110',
    executedAt: '2024-03-10T15:00:00Z',
    fees: '-0.1',
  })
  const option = { symbol: 'SPY240119C00480000', assetClass: 'option', currency: 'USD' }
  await fill({ instrument: option, side: 'buy', quantity: '1', price: '2.5', executedAt: '2024-01-05T15:00:00Z' })
  const dax = { symbol: 'FDAXM4', assetClass: 'future', currency: 'EUR', multiplier: '25' }
  const euro = { instrument: dax, quantity: '1', executedAt: '2024-04-02T08:00:00Z', fxRate: '1.0803' }
  const wrong = await fill({ ...euro, side: 'sell', price: '18400' })
  expectStatus(await person.http.patch(`${API}/executions/${wrong}`, { price: '18450.5' }), 200)
  await fill({ ...euro, side: 'buy', price: '18390', executedAt: '2024-04-02T09:00:00Z', fxRate: '1.081', sequence: 4 })
  const cash = (fields: object) => made(person, `/accounts/${id}/cash-movements`, fields)
  await cash({ kind: 'deposit', amount: '5000', happenedAt: '2024-01-15T12:00:00Z' })
  await cash({ kind: 'dividend', amount: '2.4', happenedAt: '2024-02-15T12:00:00Z', instrumentId: instrument.id })
  await statedAndPriced(person, id, instrument.id)
  await say(person, id)
  return id
}

/** What the broker says of a day, with why it differs, and prices of what was held. */
async function statedAndPriced(person: Person, accountId: string, instrumentId: string): Promise<void> {
  const stated = { accountId, day: '2024-01-16' }
  const { id } = expectStatus(
    await person.http.post(`${API}/reconciliation/statements`, { ...stated, currency: 'USD', amount: '1' }),
    201,
  )
  const why = { accountId, reason: 'Interest of the year before' }
  expectStatus(await person.http.post(`${API}/reconciliation/${id}/resolve`, why), 204)
  expectStatus(
    await person.http.post(`${API}/reconciliation/statements`, { ...stated, instrumentId, amount: '9' }),
    201,
  )
  const bar = { at: '2024-03-07T00:00:00Z', open: '100', high: '120.5', low: '90', close: '101' }
  expectStatus(await person.http.put(`${API}/instruments/${instrumentId}/bars`, { seconds: 86_400, bars: [bar] }), 200)
  await server.jobsIdle()
}

async function say(person: Person, accountId: string): Promise<void> {
  const tag = await made(person, '/tags', { name: 'Late', grouping: 'mistake' })
  const rules = [
    { id: 'tagged', kind: 'tag-required', tagId: tag },
    { id: 'calm', kind: 'checklist', text: 'Calm' },
  ]
  const playbook = await made(person, '/playbooks', { name: 'Opening', rules })
  const { items } = expectStatus(
    await person.http.get(`${API}/trades?account=${accountId}&sort=openedAt&direction=asc`),
    200,
  )
  const [first, second] = items as { id: string }[]
  assert.ok(first !== undefined && second !== undefined)
  const noted = { version: 0, initialStop: '99', playbookId: playbook, text: 'Chased it', rating: 3 }
  expectStatus(await person.http.patch(`${API}/trades/${first.id}`, noted), 200)
  expectStatus(
    await person.http.put(`${API}/playbooks/${playbook}/trades/${first.id}/checklist`, { results: { calm: true } }),
    204,
  )
  expectStatus(
    await person.http.put(`${API}/trades/${first.id}/review`, {
      quality: 4,
      lesson: 'Wait',
      mistakeTagIds: [tag],
      version: null,
    }),
    200,
  )
  expectStatus(await person.http.post(`${API}/trades/merge`, { tradeIds: [first.id, second.id], name: 'Pair' }), 200)
  const session = expectStatus(
    await person.http.post(`${API}/sessions`, { accountId, startedAt: '2024-04-02T07:00:00Z' }),
    201,
  )
  expectStatus(await person.http.post(`${API}/sessions/${session.id}/stop`, { endedAt: '2024-04-02T10:00:00Z' }), 200)
  const entry = { title: 'Note', body: textOf('It went up.') }
  const [chart, other] = [await makePicture(person), await makePicture(person)]
  const shown = { body: textOf('Look.', [chart, other]), fileIds: [chart, other] }
  await made(person, '/journal', { ...entry, ...shown, tradeId: first.id, tagIds: [tag], mood: 4 })
  await made(person, '/journal', { ...entry, sessionId: session.id })
  await made(person, '/journal', { ...entry, day: '2024-04-02', accountId })
}

/** What says when and by which file something was written. */
const STAMPS = new Set([
  ...['created_at', 'updated_at', 'reviewed_at', 'recorded_at', 'resolved_at', 'version', 'batch_id', 'fingerprint'],
  'owner_id',
])

/** What is derived of an account and said of it, with names in the place of ids. */
async function pictureOf(person: Person, accountId: string): Promise<unknown> {
  const rows: Record<string, unknown> = {}
  // What the system says of an expired option comes last in the copy: the trade that it ends shows it.
  rows.executions = await server.query(
    "SELECT * FROM trading.execution WHERE account_id = $1 AND source <> 'system' ORDER BY id",
    [accountId],
  )
  for (const table of [
    'trade',
    'lot_closure',
    'lot',
    'cash_movement',
    'trade_note',
    'trade_review',
    'trade_tag',
    'trade_group_member',
    'trade_rule_result',
    'journal_entry',
    'session',
    'statement',
    'resolution',
    'trade_excursion',
  ])
    rows[table] = await server.query(`SELECT * FROM trading.${table} AS row WHERE account_id = $1 ORDER BY row`, [
      accountId,
    ])
  rows.pictures = await server.query(
    `SELECT held.file_id, held.place, encode(file.sha256, 'hex') AS sha256, file.filename, file.content_type, file.owner_id = entry.owner_id AS own
       FROM trading.journal_file held JOIN trading.journal_entry entry ON entry.id = held.entry_id
       JOIN files.file file ON file.id = held.file_id WHERE entry.account_id = $1 ORDER BY held.entry_id, held.place`,
    [accountId],
  )
  rows.instruments = await server.query(
    'SELECT * FROM trading.instrument WHERE id IN (SELECT instrument_id FROM trading.execution WHERE account_id = $1) ORDER BY id',
    [accountId],
  )
  rows.bars = await server.query(
    'SELECT * FROM trading.price_bar WHERE instrument_id IN (SELECT instrument_id FROM trading.execution WHERE account_id = $1)',
    [accountId],
  )
  const query = `account=${accountId}`
  for (const report of ['excursion', 'summary', 'equity', 'drawdown', 'calendar', 'playbooks', 'streaks'])
    rows[report] = expectStatus(await person.http.get(`${API}/analytics/${report}?${query}`), 200).groups
  const names = new Map<string, string>()
  const text = JSON.stringify(rows, (key, value) => {
    if (key === 'superseded_at') return value !== null
    if (STAMPS.has(key)) return undefined
    return typeof value === 'bigint' ? String(value) : value
  })
  return JSON.parse(
    text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
      names.set(id, names.get(id) ?? `#${names.size}`)
      return names.get(id) ?? ''
    }),
  )
}

const upload = (person: Person, text: string) => uploadText(person, text, 'main.account.txt', 'trading.account-file')

describe('an exported account', () => {
  let accountId = ''
  let text = ''
  before(async () => {
    accountId = await fullAccount(ada)
    text = await exported(ada, accountId)
  })

  test('becomes the same account again, for whoever brings it in', async () => {
    const picture = await pictureOf(ada, accountId)
    for (const [person, name] of [
      [ada, 'Copy'],
      [ben, undefined],
    ] as const) {
      const done = await restored(server, person, text, name)
      assert.equal(done.state, 'done', JSON.stringify(done))
      const theirs = expectStatus(await person.http.get(`${API}/accounts/${done.accountId}`), 200)
      assert.equal(theirs.name, name ?? 'Main')
      assert.deepEqual(await pictureOf(person, done.accountId), picture)
      const again = await imported(server, person, { accountId: done.accountId, text: FILE })
      assert.deepEqual([again.counts.created, again.counts.duplicate], [0, 5], 'the broker’s file is known in the copy')
    }
  })

  test('leaves pictures out that are known to be damaged, and says so', async () => {
    const found = (fault: string | null) => server.query('UPDATE files.file SET fault = $1', [fault])
    await found('differs')
    const end = (await exported(ada, accountId)).trimEnd().split('\n').at(-1) ?? ''
    assert.equal(JSON.parse(end).picturesLeftOut, 2)
    await found(null)
  })

  test('that was tampered with leaves nothing, and says which line is wrong', async () => {
    const lines = text.trimEnd().split('\n')
    const first = (type: string) => lines.findIndex((line) => line.startsWith(`{"type":"${type}"`))
    const changed = (type: string, fields: object) => {
      const at = first(type)
      return lines.with(at, JSON.stringify({ ...JSON.parse(lines[at] ?? ''), ...fields })).join('\n')
    }
    const without = (type: string) => lines.toSpliced(first(type), 1).join('\n')
    const twice = (type: string) => lines.toSpliced(first(type), 0, lines[first(type)] ?? '').join('\n')
    const nobody = '01a20000-0000-7000-8000-000000000000'
    const png = Buffer.from('89504e470d0a1a0a0000', 'hex')
    const page = Buffer.from('<html><script>alert(1)</script></html>')
    const drawn = (bytes: Buffer, fields: object = {}) =>
      changed('picture', {
        ...{ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
        ...{ data: bytes.toString('base64'), ...fields },
      })
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const cases: readonly (readonly [string, string, string, string | null])[] = [
      ['no such file', 'Symbol,Side\n', 'no-account-file', null],
      ['nested without end', deep, 'no-account-file', null],
      ['cut off', lines.slice(0, -1).join('\n'), 'cut-off', null],
      ['a line missing', without('cash'), 'lines-missing', null],
      ['more behind the end', `${text}{}`, 'after-the-end', null],
      ['another version', changed('account', { version: 2 }), 'line-invalid', '/version'],
      ['no such zone', changed('account', { timeZone: 'Mars/Olympus' }), 'line-invalid', '/timeZone'],
      ['an unknown member', changed('execution', { ownerId: nobody }), 'line-invalid', '/ownerId'],
      ['a number beyond all bounds', changed('execution', { quantity: '1e400' }), 'line-invalid', '/quantity'],
      ['nothing traded', changed('execution', { quantity: '0' }), 'line-invalid', '/quantity'],
      ['a fill to come', changed('execution', { executedAt: '2190-01-01T00:00:00Z' }), 'line-invalid', '/executedAt'],
      ['fees that do not add up', changed('execution', { feeParts: { a: '7' } }), 'line-invalid', '/fees'],
      [
        'parts that are no numbers',
        changed('execution', { feeParts: { 'a\nb': {} } }),
        'line-invalid',
        '/feeParts/a\nb',
      ],
      ['a rate between equals', changed('execution', { fxRate: '2' }), 'line-invalid', '/fxRate'],
      ['an instrument of nobody', changed('execution', { instrumentId: nobody }), 'unknown-reference', '/instrumentId'],
      ['a lineage of nobody', changed('execution', { lineageId: nobody }), 'lineage', '/lineageId'],
      ['a leg of nobody', changed('execution', { linkedId: nobody }), 'unknown-reference', '/linkedId'],
      ['the same fill twice', twice('execution'), 'twice', '/id'],
      ['the same note twice', twice('trade'), 'twice', '/id'],
      ['a split by nothing', changed('corporate-action', { denominator: '0' }), 'line-invalid', '/denominator'],
      ['a deposit that goes out', changed('cash', { amount: '-1' }), 'line-invalid', '/amount'],
      [
        'a script in the journal',
        changed('entry', { body: { type: 'doc', content: [{ type: 'script' }] } }),
        'line-invalid',
        '/body/content/0/type',
      ],
      ['a picture that is a page', drawn(page), 'line-invalid', '/contentType'],
      ['a picture of another type', drawn(png), 'line-invalid', '/contentType'],
      ['a picture that is called a page', drawn(page, { contentType: 'text/html' }), 'line-invalid', '/contentType'],
      ['a picture with other bytes', changed('picture', { sha256: '0'.repeat(64) }), 'line-invalid', '/sha256'],
      ['a picture beyond all bounds', changed('picture', { bytes: 15_000_001 }), 'line-invalid', '/bytes'],
      ['a picture that is longer than it says', drawn(png, { bytes: 3 }), 'line-invalid', '/bytes'],
      ['a picture that ends early', drawn(png, { bytes: 5000 }), 'picture-cut-off', null],
      ['a picture without its start', changed('picture', { part: 1 }), 'line-invalid', '/part'],
      ['the same picture twice', twice('picture'), 'twice', '/id'],
      ['a picture of nobody', changed('entry', { pictureIds: [nobody] }), 'unknown-reference', '/pictureIds'],
      ['a picture in the text alone', changed('entry', { pictureIds: [] }), 'line-invalid', '/body'],
      ['the same statement twice', twice('statement'), 'twice', '/day'],
      [
        'a low above the high',
        changed('bars', { bars: [['2024-03-07T00:00:00Z', '1', '1', '2', '1']] }),
        'line-invalid',
        '/bars/0/low',
      ],
      ['another multiplier than here', changed('instrument', { multiplier: '7' }), 'instrument-differs', '/multiplier'],
      ['no split where there was one', changed('corporate-action', { numerator: '4' }), 'instrument-differs', null],
    ]
    const count = async () =>
      await server.query(
        `SELECT count(*) FROM trading.account UNION ALL SELECT count(*) FROM trading.instrument
         UNION ALL SELECT count(*) FROM files.file WHERE purpose = 'trading.journal' AND variant_of IS NULL`,
      )
    const before = await count()
    const answers: (string | null)[][] = []
    for (const [name, hostile] of cases) {
      const { state, failure } = await restored(server, ada, hostile)
      answers.push([name, state, failure?.code, failure?.field])
    }
    assert.deepEqual(
      answers,
      cases.map(([name, , code, field]) => [name, 'failed', code, field]),
    )
    assert.deepEqual(await count(), before)
  })

  test('is nobody else’s, and a file for something else is none', async () => {
    expectProblem(await ben.http.get(`${API}/accounts/${accountId}/export`), 'trading/account-not-found')
    const theirs = await upload(ada, text)
    const other = await uploadText(ben, text)
    for (const fileId of [theirs, other])
      expectProblem(await ben.http.post(`${API}/restores`, { fileId }), 'trading/restore-file-not-found')
  })

  test('is a table as well, in which no cell computes', async () => {
    const tag = await made(ada, '/tags', { name: '=1+2', grouping: 'custom' })
    const { items } = expectStatus(await ada.http.get(`${API}/trades?symbol=META&account=${accountId}`), 200)
    expectStatus(await ada.http.post(`${API}/trades/tags`, { ids: [items[0].id], add: [tag] }), 200)
    const table = async (path: string) =>
      String(expectStatus(await ada.http.get(`${API}/exports/${path}`), 200)).split('\r\n')
    const [head, ...trades] = await table(`trades?account=${accountId}`)
    assert.equal(trades.length, 7, 'six trades and the end')
    const column = (name: string) => head?.split(',').indexOf(name) ?? -1
    const cell = (symbol: string, name: string) =>
      trades.find((line) => line.startsWith(symbol))?.split(',')[column(name)]
    assert.deepEqual([cell('META', 'net'), cell('META', 'fees'), cell('META', 'tags')], ['90.1', '-0.1', "'=1+2"])
    assert.equal((await table(`executions?accountId=${accountId}`)).length, 13)
    expectProblem(await ben.http.get(`${API}/exports/trades?account=${accountId}`), 'trading/account-not-found')
    expectProblem(await ben.http.get(`${API}/exports/executions?accountId=${accountId}`), 'trading/account-not-found')
  })
})

describe('support', () => {
  test('looks with consent only, reads and takes nothing away, and each look is on record', async () => {
    const trader = await addTrader(server)
    const { id } = await addAccount(trader)
    const administrator = await server.people.signedIn('administrator')
    const asked = { reason: 'ticket 4711', transport: 'bearer' }
    const acting = await administrator.http.post(`/api/users/${trader.id}/impersonate`, asked)
    const { accessToken } = expectStatus(acting, 200)
    const support = createHttpClient(server.url, { authorization: `Bearer ${accessToken}` })
    const CONSENT = `${API}/support-consent`
    const refused = async (answer: Promise<HttpAnswer>) => expectProblem(await answer, 'trading/consent-needed')

    await refused(support.get(`${API}/accounts`))
    await refused(support.put(CONSENT, { hours: 1 }))
    expectProblem(await trader.http.put(CONSENT, { hours: 73 }), 'http/invalid')
    expectStatus(await trader.http.put(CONSENT, { hours: 2 }), 200)
    const looked = async (act: () => Promise<HttpAnswer>) => {
      const seen = await server.watch()
      const answer = await act()
      return [answer.status, (await seen()).audit]
    }
    assert.deepEqual(await looked(() => support.get(`${API}/accounts`)), [200, ['trading.support.looked']])
    assert.deepEqual(await looked(() => trader.http.get(`${API}/accounts`)), [200, []])
    await refused(support.get(`${API}/accounts/${id}/export`))
    await refused(support.get(`${API}/exports/trades`))
    await refused(support.post(`${API}/accounts`, { name: 'Mine', currency: 'USD', timeZone: 'UTC' }))
    await refused(support.post(`${API}/shares`, { kind: 'report', title: 'Mine' }))
    await refused(support.delete(CONSENT))

    await server.query("UPDATE trading.support_consent SET until = now() - interval '1 second' WHERE owner_id = $1", [
      trader.id,
    ])
    await refused(support.get(`${API}/accounts`))
    expectStatus(await trader.http.put(CONSENT, { hours: 2 }), 200)
    expectStatus(await trader.http.delete(CONSENT), 204)
    await refused(support.get(`${API}/accounts`))
    assert.equal(expectStatus(await trader.http.get(CONSENT), 200).until, null)
  })
})
