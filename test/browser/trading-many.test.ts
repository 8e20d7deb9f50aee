import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page, Response } from 'playwright-core'
import { expectStatus } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { recordsOf, type SeededAccount } from '../support/trading-analytics.ts'
import { browser, openStage, type Stage } from './stage.ts'

const MANY = 50_000
/** Of which each is written so often again. */
const MADE_UP = 500
/** Pages hold what is drawn, whatever it is drawn from. */
const NODES_MAX = 4000
const LIST_NODES_MAX = 1500
const ANSWERED_BYTES_MAX = 900_000
const ASKED_MAX = 30
const STATEMENTS_MAX = 80

describe('a journal of 50,000 trades in the console', { skip: browser.skip }, () => {
  let stage: Stage
  let trader: Person
  let account: SeededAccount
  let statements = 0
  const count = () => {
    statements += 1
  }
  before(async () => {
    stage = await openStage({ environment: { PRODUCTS: 'trading' }, onStatement: count })
    trader = await stage.server.people.signedIn('trader')
    const { db } = stage.server.app
    const query = <Row>(text: string, values: readonly unknown[] = []) =>
      db.raw(text, values) as Promise<unknown> as Promise<Row[]>
    const records = recordsOf({ query }, trader.id)
    account = await records.account()
    await records.seed(account, { seed: 7, n: MADE_UP, gapMinutes: 12 * 60 })
    await copied(query, 'trade', ['id'])
    await copied(query, 'lot_closure', ['trade_id', 'open_execution_id', 'close_execution_id'])
    await copied(query, 'trade_note', ['trade_id'])
    for (const table of ['trade', 'lot_closure', 'trade_note']) await query(`ANALYZE trading.${table}`)
    await records.changed(account)
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  type Query = <Row>(text: string, values?: readonly unknown[]) => Promise<Row[]>

  /** Each row again, under ids that follow from its own. */
  async function copied(query: Query, table: string, ids: readonly string[]): Promise<void> {
    const columns = await query<{ column_name: string }>(
      `SELECT column_name FROM information_schema.columns WHERE table_schema = 'trading' AND table_name = $1 AND is_generated = 'NEVER'`,
      [table],
    )
    const names = columns.map(({ column_name: name }) => name)
    const values = names.map((name) =>
      ids.includes(name)
        ? `overlay(overlay(md5(${name}::text || n) placing '7' from 13) placing '8' from 17)::uuid`
        : name,
    )
    await query(
      `INSERT INTO trading.${table} (${names.join(', ')})
       SELECT ${values.join(', ')} FROM trading.${table}, generate_series(1, ${MANY / MADE_UP - 1}) n WHERE account_id = $1`,
      [account.id],
    )
  }

  interface Cost {
    asked: number
    bytes: number
    largest: number
  }

  /** What the server is asked for by a page, and what it answers. */
  function watch(page: Page): { cost: Cost; settled: () => Promise<void> } {
    const cost: Cost = { asked: 0, bytes: 0, largest: 0 }
    const reading: Promise<void>[] = []
    page.on('response', (response: Response) => {
      if (!new URL(response.url()).pathname.startsWith('/api/')) return
      cost.asked += 1
      reading.push(
        response.body().then(
          (body) => {
            cost.bytes += body.length
            cost.largest = Math.max(cost.largest, body.length)
          },
          // A redirect or an answer of a page that was left has no body.
          () => undefined,
        ),
      )
    })
    return { cost, settled: async () => void (await Promise.all(reading)) }
  }

  const nodes = (page: Page) => page.evaluate<number>("document.querySelectorAll('*').length")

  async function opened(path: string, until: (page: Page) => Promise<unknown>) {
    const visitor = await stage.visitor({ viewport: { width: 1280, height: 900 } })
    await visitor.signIn(trader)
    const { cost, settled } = watch(visitor.page)
    statements = 0
    await visitor.open(path)
    await until(visitor.page)
    await visitor.page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
    await settled()
    return { page: visitor.page, cost, statements }
  }

  test('the dashboard draws it with as many parts, answers and statements as a small one', async () => {
    const { groups } = expectStatus(await trader.http.get('/api/trading/analytics/dashboard'), 200)
    assert.equal(groups[0].summary.n, MANY)
    const told = await opened('/trading/dashboard', async (page) => {
      for (const name of ['Key figures', 'Calendar', 'Streaks', 'MAE and MFE', 'Behaviour', 'Results by risk'])
        await page.getByRole('region', { name, exact: true }).waitFor()
      await page.getByRole('list', { name: 'Behaviour' }).waitFor()
      await page
        .getByText(`${MANY.toLocaleString('en-GB')} trades`)
        .first()
        .waitFor()
    })
    assert.ok((await nodes(told.page)) < NODES_MAX, `${await nodes(told.page)} nodes`)
    assert.ok(told.cost.asked <= ASKED_MAX, `${told.cost.asked} answers`)
    assert.ok(told.cost.bytes <= ANSWERED_BYTES_MAX, `${told.cost.bytes} bytes`)
    assert.ok(told.statements <= STATEMENTS_MAX, `${told.statements} statements`)
  })

  test('the list holds the rows that are seen, and a figure the first page of what is behind it', async () => {
    const list = await opened('/trading/trades', (page) =>
      page.getByText(`${MANY.toLocaleString('en-GB')} trades`).waitFor(),
    )
    assert.ok((await nodes(list.page)) < LIST_NODES_MAX, `${await nodes(list.page)} nodes`)
    assert.ok(list.cost.largest <= 150_000, `${list.cost.largest} bytes in one answer`)
    assert.ok(list.statements <= STATEMENTS_MAX, `${list.statements} statements`)
    const figure = await opened(
      '/trading/figures/explain?report=summary&figure=%2Ffigures%2Ftrades.expectancy%2Fvalue',
      async (page) => {
        await page.getByRole('region', { name: 'Trades behind it', exact: true }).getByRole('row').nth(50).waitFor()
        await page.getByText(`${MANY.toLocaleString('en-GB')} in all`, { exact: true }).waitFor()
      },
    )
    assert.ok((await nodes(figure.page)) < LIST_NODES_MAX, `${await nodes(figure.page)} nodes`)
    assert.ok(figure.cost.bytes <= ANSWERED_BYTES_MAX / 10, `${figure.cost.bytes} bytes`)
    assert.ok(figure.statements <= STATEMENTS_MAX, `${figure.statements} statements`)
  })
})
