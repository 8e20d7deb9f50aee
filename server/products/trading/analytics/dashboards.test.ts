import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import { type AnalyticsServer, startAnalytics, type Trader } from '../../../../test/support/trading-analytics.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'

const PATH = '/api/trading/dashboards'
const plain = {
  name: 'Futures',
  filter: 'symbol=ES&side=long',
  basis: 'net',
  mode: 'r',
  widgets: ['equity', 'figures'],
}

describe('dashboards of a name', () => {
  let server: AnalyticsServer
  let ada: Trader
  before(async () => {
    server = await startAnalytics()
    ada = await server.trader()
  })
  after(() => server.stop())

  const list = async (who = ada) => expectStatus(await who.http.get(PATH), 200).items

  test('are made, changed as a whole by who read the newest, and removed; each is kept with its widgets in order', async () => {
    const key = { 'idempotency-key': 'the-first-dashboard' }
    const made = expectStatus(await ada.http.post(PATH, plain, key), 201)
    assert.equal(expectStatus(await ada.http.post(PATH, plain, key), 201).id, made.id)
    const { id, version, createdAt: _, updatedAt: __, ...kept } = made
    assert.deepEqual([kept, version], [plain, 1])
    const changed = { ...plain, name: 'ES', widgets: ['calendar', 'equity'], version }
    const saved = expectStatus(await ada.http.put(`${PATH}/${id}`, changed), 200)
    assert.deepEqual([saved.name, saved.widgets, saved.version], ['ES', ['calendar', 'equity'], 2])
    expectProblem(await ada.http.put(`${PATH}/${id}`, changed), 'trading/dashboard-stale')
    const account = await ada.account()
    const every = [
      'figures',
      'equity',
      'calendar',
      'heatmap',
      'distribution',
      'by',
      'playbooks',
      'streaks',
      'excursion',
    ]
    const another = { ...plain, name: 'Another', filter: `account=${account.id}&side=long`, widgets: every }
    assert.equal(expectStatus(await ada.http.post(PATH, another), 201).filter, another.filter)
    assert.deepEqual(
      (await list()).map(({ name }: { name: string }) => name),
      ['Another', 'ES'],
    )
    expectProblem(
      await ada.http.put(`${PATH}/${id}`, { ...changed, name: 'Another', version: 2 }),
      'trading/dashboard-named',
    )
    for (const one of await list()) expectStatus(await ada.http.delete(`${PATH}/${one.id}`), 204)
    assert.deepEqual(await list(), [])
    expectProblem(await ada.http.delete(`${PATH}/${id}`), 'trading/dashboard-not-found')
    const audited = await server.query<{ action: string }>(
      "SELECT action FROM audit.record WHERE action LIKE 'trading.dashboard.%' AND subject_id = $1 ORDER BY id",
      [id],
    )
    assert.deepEqual(
      audited.map(({ action }) => action),
      ['created', 'changed', 'removed'].map((what) => `trading.dashboard.${what}`),
    )
  })

  test('are refused for names, widgets and filters that are none, and beyond twenty', async () => {
    for (const [wrong, code] of [
      [{ widgets: ['equity', 'equity'] }, 'trading/value-invalid'],
      [{ widgets: ['nothing'] }, 'http/invalid'],
      [{ name: ' ' }, 'trading/value-invalid'],
      [{ filter: 'nothing=1' }, 'http/invalid'],
      [{ filter: 'account=0199c6a8-0000-7000-8000-000000000000' }, 'trading/account-not-found'],
    ] as const)
      expectProblem(await ada.http.post(PATH, { ...plain, ...wrong }), code)
    const cy = await server.trader()
    for (let at = 0; at < 20; at += 1) expectStatus(await cy.http.post(PATH, { ...plain, name: `D${at}` }), 201)
    expectProblem(await cy.http.post(PATH, { ...plain, name: 'D20' }), 'trading/dashboards-full')
  })

  test('are their owner’s alone, go into their data and with them', async () => {
    const bob = await server.trader()
    const { id } = expectStatus(await ada.http.post(PATH, plain), 201)
    assert.deepEqual(await list(bob), [])
    expectProblem(await bob.http.put(`${PATH}/${id}`, { ...plain, version: 1 }), 'trading/dashboard-not-found')
    expectProblem(await bob.http.delete(`${PATH}/${id}`), 'trading/dashboard-not-found')
    const trading = server.app.units.all.find(({ name }) => name === 'trading')
    const told = (await trading?.exportPerson?.(ada.id)) as { dashboards?: { name: string }[] }
    assert.deepEqual(
      told.dashboards?.map(({ name }) => name),
      ['Futures'],
    )
    const { widgets } = { widgets: expectStatus(await ada.http.get('/api/trading/widgets'), 200).items }
    assert.ok(
      widgets.some(({ name, reports }: { name: string; reports: string[] }) => name === 'by' && reports[0] === 'by'),
    )
    assert.ok(trading?.erasePerson)
    await server.app.db.transaction(
      systemOrigin('test', 'test'),
      async (tx) => await trading?.erasePerson?.(tx, ada.id),
    )
    assert.deepEqual(await list(), [])
  })
})
