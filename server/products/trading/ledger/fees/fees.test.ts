import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../../test/support/music.ts'
import type { Person } from '../../../../../test/support/people.ts'
import {
  addAccount,
  addTrader,
  feesInput,
  startTrading,
  type TradingServer,
} from '../../../../../test/support/trading.ts'
import {
  derivedAnew,
  imported,
  imports,
  ownProfile,
  previewed,
  tradesOf,
  undone,
  uploadText,
} from '../../../../../test/support/trading-imports.ts'
import { systemOrigin } from '../../../../kernel/db/actor.ts'
import { readRecords } from '../../imports/stored-records.ts'

const API = '/api/trading'
const schedules = `${API}/fee-schedules`
let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

const PER_SHARE = { per: 'unit', amount: '0.01', min: '1' }

async function addFees(
  rules?: readonly object[],
  fields?: object,
  { http }: Person = trader,
): Promise<{ id: string; version: number }> {
  return expectStatus(await http.post(schedules, feesInput(rules, fields)), 201) as { id: string; version: number }
}

async function enter(accountId: string, fields: object = {}) {
  const fill = { side: 'buy', quantity: '300', price: '10', executedAt: '2024-03-01T15:00:00Z' }
  const instrument = { symbol: 'AAPL', assetClass: 'stock', currency: 'USD' }
  return expectStatus(await trader.http.post(`${API}/executions`, { accountId, instrument, ...fill, ...fields }), 201)
}

async function fillsOf(
  accountId: string,
): Promise<readonly { id: string; fees: string; feeSource: string; source: string }[]> {
  return expectStatus(await trader.http.get(`${API}/executions?accountId=${accountId}&limit=100`), 200).items
}

const told = ({ fees, feeSource }: { fees: string; feeSource: string }): string => `${fees} ${feeSource}`

test('a fill that is entered is charged where nobody tells its fee, and says who told it', async () => {
  const { id: feeScheduleId } = await addFees([PER_SHARE])
  const account = await addAccount(trader, { feeScheduleId })
  const estimated = await enter(account.id)
  assert.deepEqual([told(estimated), estimated.feeParts], ['3 schedule', { commission: '3' }])
  assert.equal(told(await enter(account.id, { fees: '0' })), '0 manual')
  assert.equal(told(await enter(account.id, { feeParts: { tax: '0.5' } })), '0.5 manual')
  const option = { symbol: 'AAPL240119C00150000', assetClass: 'option', currency: 'USD' }
  const ended = { instrument: option, kind: 'expiry', side: 'sell', price: '0', executedAt: '2024-01-20T15:00:00Z' }
  assert.equal(told(await enter(account.id, ended)), '0 none')
  const before = await enter(account.id, { executedAt: '2019-12-31T15:00:00Z' })
  assert.equal(told(before), '0 none')
  const plain = await addAccount(trader, { name: 'Plain' })
  assert.equal(told(await enter(plain.id)), '0 none')

  const correct = (fields: object) => trader.http.patch(`${API}/executions/${before.id}`, fields)
  const corrected = expectStatus(await correct({ quantity: '500' }), 200)
  assert.equal(told(corrected), '0 none', 'a correction invents no fee')
  const again = await trader.http.patch(`${API}/executions/${corrected.id}`, { fees: '2' })
  assert.equal(told(expectStatus(again, 200)), '2 manual')

  const trade = expectStatus(await trader.http.get(`${API}/trades?account=${account.id}&symbol=AAPL`), 200).items[0].id
  const { fills } = expectStatus(await trader.http.get(`${API}/trades/${trade}`), 200)
  assert.ok(fills.some((fill: { fees: string; feeSource: string }) => told(fill) === '3 schedule'))
})

test('the legs of an exercise cost what is said of them, and nothing otherwise', async () => {
  const { id: feeScheduleId } = await addFees()
  const account = await addAccount(trader, { feeScheduleId })
  const option = { symbol: 'AAPL240119C00150000', assetClass: 'option', currency: 'USD' }
  const { instrument } = await enter(account.id, {
    instrument: option,
    quantity: '2',
    executedAt: '2024-01-02T15:00:00Z',
  })
  const leg = { accountId: account.id, instrumentId: instrument.id, kind: 'exercise', quantity: '1' }
  const exercise = async (fields: object) => {
    const body = { ...leg, executedAt: '2024-01-19T20:00:00Z', ...fields }
    return expectStatus(await trader.http.post(`${API}/executions/exercise`, body), 201).items.map(told)
  }
  assert.deepEqual(await exercise({}), ['0 none', '0 none'])
  assert.deepEqual(await exercise({ fees: '5' }), ['0 none', '5 manual'])
  assert.equal((await previewOf(account.id)).fills, 0)
})

const FILE = [
  'Symbol,Side,Quantity,Price,Date,Commission',
  ...['AAPL,BUY,300,10,2026-01-05 10:00:00,', 'AAPL,SELL,100,11,2026-01-05 11:00:00,0'],
  ...['AAPL,SELL,50,11,2026-01-05 11:30:00,0.5', 'AAPL,SELL,50,12,2026-01-05 12:00:00,', ''],
].join('\n')
const WITHOUT = ['Symbol,Side,Quantity,Price,Date', 'MSFT,BUY,10,400,2026-01-06 10:00:00', ''].join('\n')

/** Oldest first. */
async function toldOf(accountId: string): Promise<string[]> {
  return (await fillsOf(accountId)).map(told).reverse()
}

async function previewOf(accountId: string, unknown = false) {
  return expectStatus(await trader.http.get(`${API}/accounts/${accountId}/estimated-fees?unknown=${unknown}`), 200)
}

describe('a file', () => {
  test('that tells no fee of a fill has it charged, previewed and explained; 0 is told too', async () => {
    const { id: feeScheduleId } = await addFees([PER_SHARE])
    const account = await addAccount(trader, { feeScheduleId })
    const { id } = await previewed(trader, { accountId: account.id, text: FILE })
    const preview = expectStatus(await trader.http.get(`${imports}/${id}/preview`), 200)
    const expected = ['3 schedule', '0 broker', '0.5 broker', '1 schedule']
    const shown = preview.rows.map(({ records }: { records: { fees: string; feeSource: string }[] }) =>
      records.map(told),
    )
    assert.deepEqual([shown.flat(), preview.feesEstimated], [expected, 2])
    expectStatus(await trader.http.post(`${imports}/${id}/commit`, {}), 202)
    await server.jobsIdle()
    assert.deepEqual(await toldOf(account.id), expected)
    await imported(server, trader, { accountId: account.id, text: WITHOUT })
    assert.equal(told((await fillsOf(account.id))[0] ?? { fees: '', feeSource: '' }), '1 schedule')
    const trade = expectStatus(await trader.http.get(`${API}/trades?account=${account.id}&symbol=AAPL`), 200).items[0]
      .id
    const { items } = expectStatus(await trader.http.get(`${API}/trades/${trade}/explain`), 200)
    const sources = items.map(({ entry, exit }: Record<string, { feeSource: string }>) => [
      entry?.feeSource,
      exit?.feeSource,
    ])
    assert.deepEqual(sources, [
      ['schedule', 'broker'],
      ['schedule', 'broker'],
      ['schedule', 'schedule'],
    ])
    // Of 300 bought for 3: 200 are sold at 100 * 1 + 50 * 1 + 50 * 2.
    const sums = expectStatus(await trader.http.get(`${API}/trades/${trade}`), 200)
    assert.deepEqual([sums.gross, sums.fees, sums.net], ['250', '3.5', '246.5'])
  })

  test('brings no estimate to an account without a schedule, and none that a schedule says nothing of', async () => {
    const account = await addAccount(trader)
    await imported(server, trader, { accountId: account.id, text: FILE })
    assert.deepEqual(await toldOf(account.id), ['0 none', '0 broker', '0.5 broker', '0 none'])
    const { id: feeScheduleId } = await addFees([{ assetClasses: ['option'] }])
    const other = await addAccount(trader, { feeScheduleId })
    await imported(server, trader, { accountId: other.id, text: WITHOUT })
    assert.deepEqual(await toldOf(other.id), ['0 none'])
  })
})

test('a row that waited is charged when it is created; one that waited from before tells its fee', async () => {
  const { id: feeScheduleId } = await addFees()
  const account = await addAccount(trader, { feeScheduleId })
  const text = 'Contract;Kind;Way;Lots;At;When\nWAITS;cfd;in;2;10;2026-01-05 10:00:00\n'
  const mapping = { definition: ownProfile() }
  const { counts } = await imported(server, trader, { accountId: account.id, text, mapping })
  assert.equal(counts.needsMapping, 1)
  const named = { symbol: 'WAITS', assetClass: 'cfd', currency: 'USD', multiplier: '1' }
  expectStatus(await trader.http.post(`${imports}/mapping-queue/resolve`, named), 202)
  await server.jobsIdle()
  assert.deepEqual(await toldOf(account.id), ['1 schedule'])
  assert.deepEqual(readRecords([{ type: 'fill' }]), [{ type: 'fill', feeSource: 'broker' }])
})

test('what a trader charges is handed out whole, and goes with them', async () => {
  const person = await addTrader(server)
  const { id } = await addFees([PER_SHARE], { name: 'Theirs' }, person)
  await addAccount(person, { feeScheduleId: id })
  const unit = server.app.units.all.find(({ name }) => name === 'trading')
  const exported = (await unit?.exportPerson?.(person.id)) as { feeSchedules: { id: string; name: string }[] }
  assert.deepEqual(
    exported.feeSchedules.map((one) => [one.id, one.name, 'owner_id' in one]),
    [[id, 'Theirs', false]],
  )
  await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => unit?.erasePerson?.(tx, person.id))
  assert.deepEqual(await server.query('SELECT FROM trading.fee_schedule WHERE owner_id = $1', [person.id]), [])
})

describe('estimates are made anew', () => {
  const apply = (accountId: string, body: object) =>
    trader.http.post(`${API}/accounts/${accountId}/estimated-fees`, body)

  async function assign(accountId: string, feeScheduleId: string | null): Promise<void> {
    const { version } = expectStatus(await trader.http.get(`${API}/accounts/${accountId}`), 200)
    expectStatus(await trader.http.patch(`${API}/accounts/${accountId}`, { version, feeScheduleId }), 200)
  }

  test('as previewed, only when that is asked for, once; and back to none without a schedule', async () => {
    const account = await addAccount(trader)
    const batch = await imported(server, trader, { accountId: account.id, text: FILE })
    const without = await tradesOf(server, account.id)
    const { id } = await addFees([PER_SHARE])
    await assign(account.id, id)
    assert.deepEqual(
      await toldOf(account.id),
      ['0 none', '0 broker', '0.5 broker', '0 none'],
      'nothing changes by itself',
    )
    const preview = await previewOf(account.id)
    const totals = [{ currency: 'USD', fills: 2, before: '0', after: '4' }]
    assert.deepEqual(
      [preview.fills, preview.schedule, preview.totals, preview.unknown],
      [2, { id, name: 'Broker' }, totals, 0],
    )
    const effects = await server.watch()
    assert.deepEqual(expectStatus(await apply(account.id, { basis: preview.basis }), 200), { fills: 2, left: 0 })
    assert.deepEqual((await effects()).audit, ['trading.account.fees-estimated'])
    assert.deepEqual(await toldOf(account.id), ['3 schedule', '0 broker', '0.5 broker', '1 schedule'])
    expectProblem(await apply(account.id, { basis: preview.basis }), 'trading/estimates-stale')
    assert.equal((await previewOf(account.id)).fills, 0)
    const [rework] = expectStatus(await trader.http.get(`${API}/accounts/${account.id}/reworks`), 200).items
    assert.deepEqual(
      [rework.fees, rework.totals[0].before.fees, rework.totals[0].after.fees],
      [{ schedule: 'Broker', fills: 2 }, '0.5', '3.5'],
    )
    await derivedAnew(server, trader, account.id)
    const again = await imported(server, trader, { accountId: account.id, text: FILE })
    assert.deepEqual([again.counts.created, again.counts.duplicate], [0, 4], 'the file is known still')
    await assign(account.id, null)
    expectStatus(await apply(account.id, { basis: (await previewOf(account.id)).basis }), 200)
    assert.deepEqual(await tradesOf(server, account.id), without)
    await undone(server, trader, again.id)
    await undone(server, trader, batch.id)
    assert.deepEqual(await fillsOf(account.id), [])
  })

  test('not after the schedule was changed since the preview; a new price leaves what was before its day', async () => {
    const made = await addFees([PER_SHARE])
    const account = await addAccount(trader, { feeScheduleId: made.id })
    await enter(account.id)
    await enter(account.id, { executedAt: '2024-06-03T15:00:00Z' })
    const { basis } = await previewOf(account.id)
    const { prices } = feesInput([PER_SHARE]) as { prices: object[] }
    const dearer = (feesInput([{ ...PER_SHARE, amount: '0.02' }]) as { prices: object[] }).prices[0]
    const change = { ...feesInput([], { prices: [...prices, { ...dearer, validFrom: '2024-06-01' }] }), version: 1 }
    expectStatus(await trader.http.put(`${schedules}/${made.id}`, change), 200)
    expectProblem(await apply(account.id, { basis }), 'trading/estimates-stale')
    assert.deepEqual(await toldOf(account.id), ['3 schedule', '3 schedule'])
    const preview = await previewOf(account.id)
    assert.deepEqual(preview.totals, [{ currency: 'USD', fills: 1, before: '3', after: '6' }])
    expectStatus(await apply(account.id, { basis: preview.basis }), 200)
    assert.deepEqual(await toldOf(account.id), ['3 schedule', '6 schedule'])
    expectStatus(await trader.http.post(`${API}/accounts/${account.id}/archive`), 200)
    expectProblem(await apply(account.id, { basis: (await previewOf(account.id)).basis }), 'trading/account-archived')
  })

  test('and fills of one instant stay in their order, and what was found about them stays', async () => {
    const account = await addAccount(trader)
    const at = { executedAt: '2024-03-01T15:00:00Z' }
    const first = await enter(account.id, { ...at, price: '10' })
    const found = `INSERT INTO trading.resolution (subject_id, account_id, difference, reason, resolved_at)
      VALUES ($1, $2, 1, 'Known', now())`
    await server.query(found, [first.id, account.id])
    await enter(account.id, { ...at, price: '20', fees: '0' })
    await enter(account.id, { side: 'sell', price: '30', executedAt: '2024-03-04T15:00:00Z', fees: '0' })
    await assign(account.id, (await addFees()).id)
    const preview = await previewOf(account.id)
    assert.deepEqual(expectStatus(await apply(account.id, { basis: preview.basis }), 200), { fills: 1, left: 0 })
    const trade = expectStatus(await trader.http.get(`${API}/trades?account=${account.id}`), 200).items[0]
    assert.deepEqual([trade.gross, trade.fees], ['6000', '1'], 'the one of 10 is sold first, as before')
    const resolved = `SELECT lineage_id FROM trading.resolution r JOIN trading.execution e ON e.id = r.subject_id
      WHERE r.account_id = $1 AND e.superseded_at IS NULL`
    assert.deepEqual(await server.query(resolved, [account.id]), [{ lineage_id: first.id }])
  })

  test('of fills from before it was kept who told their fee only when that is asked for', async () => {
    const account = await addAccount(trader, { feeScheduleId: (await addFees()).id })
    const fill = await enter(account.id, { fees: '0' })
    await server.query('ALTER TABLE trading.execution DISABLE TRIGGER keep_execution')
    await server.query('UPDATE trading.execution SET fee_source = NULL WHERE id = $1', [fill.id])
    await server.query('ALTER TABLE trading.execution ENABLE TRIGGER keep_execution')
    assert.deepEqual([(await previewOf(account.id)).fills, (await previewOf(account.id)).unknown], [0, 1])
    const preview = await previewOf(account.id, true)
    assert.equal(preview.fills, 1)
    assert.deepEqual(expectStatus(await apply(account.id, { basis: preview.basis, unknown: true }), 200), {
      fills: 1,
      left: 0,
    })
    assert.deepEqual(await toldOf(account.id), ['1 schedule'])
  })
})

test('an exported account carries its schedule and who told each fee; brought in, its numbers are the same', async () => {
  const account = await addAccount(trader, { feeScheduleId: (await addFees([PER_SHARE], { name: 'Carried' })).id })
  // Each fill is called something by its broker.
  const text = FILE.split('\n')
    .map((line, at) => (line === '' ? line : `${line},${at === 0 ? 'Trade ID' : `T${at}`}`))
    .join('\n')
  await imported(server, trader, { accountId: account.id, text })
  const later = feesInput([{ ...PER_SHARE, amount: '0.03' }], { name: 'Carried' })
  const { feeScheduleId } = expectStatus(await trader.http.get(`${API}/accounts/${account.id}`), 200)
  expectStatus(await trader.http.put(`${schedules}/${feeScheduleId}`, { ...later, version: 1 }), 200)
  const { basis } = await previewOf(account.id)
  expectStatus(await trader.http.post(`${API}/accounts/${account.id}/estimated-fees`, { basis }), 200)
  const file = String((await trader.http.get(`${API}/accounts/${account.id}/export`)).body)

  const restoredBy = async (person: Person): Promise<string> => {
    const fileId = await uploadText(person, file, 'main.account.txt', 'trading.account-file')
    const { id } = expectStatus(await person.http.post(`${API}/restores`, { fileId }), 202)
    await server.jobsIdle()
    const done = expectStatus(await person.http.get(`${API}/restores/${id}`), 200)
    assert.equal(done.state, 'done', JSON.stringify(done))
    return done.accountId
  }
  const other = await addTrader(server)
  const copy = await restoredBy(other)
  assert.deepEqual(await tradesOf(server, copy), await tradesOf(server, account.id))
  const sources =
    'SELECT executed_at, fees, fee_parts, fee_source FROM trading.execution WHERE account_id = $1 ORDER BY executed_at, fees'
  assert.deepEqual(await server.query(sources, [copy]), await server.query(sources, [account.id]))
  const named = expectStatus(await other.http.get(`${API}/accounts/${copy}`), 200).feeScheduleId
  const { prices } = expectStatus(await other.http.get(`${schedules}/${named}`), 200)
  assert.equal(prices[0].rules[0].amount, '0.03')
  expectProblem(await trader.http.get(`${schedules}/${named}`), 'trading/fee-schedule-not-found')
  const { counts } = await imported(server, other, { accountId: copy, text })
  assert.deepEqual([counts.created, counts.duplicate], [0, 4], 'the file of the broker is known there')
  const own = await restoredBy(trader)
  assert.equal(expectStatus(await trader.http.get(`${API}/accounts/${own}`), 200).feeScheduleId, feeScheduleId)
})
