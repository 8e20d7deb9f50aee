import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { ImportedAccount } from './imports.ts'
import { median } from './load.ts'
import type { Row } from './table.ts'

const TRADES = 40_000
const ROUNDS = 24
/** Of a process in service: its code is compiled after so many. */
const WARM_ROUNDS = 8
const COLD_MS_MAX = 300
const WARM_MS_MAX = 20

export interface AnalyticsBench {
  readonly url: string
  readonly token: string
  readonly databaseUrl: string
}

/** What the console asks for when the dashboard is opened, beside who one is and which accounts there are. */
const PANELS = ['by?dimension=symbol&', 'playbooks?', 'streaks?', 'excursion?', 'behaviour?', 'r?']
const TABLE_ROUNDS = 12

/**
 * The dashboard of imported accounts of growing size, and of one of many short trades that were written straight away: from their rows
 * after each change, and from memory until the next. Of the account with an aim also all that the console's page asks for, at once.
 */
export async function analyticsRows(bench: AnalyticsBench, accounts: readonly ImportedAccount[]): Promise<Row[]> {
  const { url, token, databaseUrl } = bench
  const headers = { authorization: `Bearer ${token}` }
  const started = await fetch(`${url}/api/trading/start`, { method: 'POST', headers })
  if (!started.ok) throw new Error(`starting to trade was answered ${started.status}`)
  const me = (await (await fetch(`${url}/api/auth/me`, { headers })).json()) as { user: { id: string } }
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const asking = { url, headers, client }
  try {
    const rows: Row[] = []
    for (const { id, fills } of accounts) {
      const trades = await tradesOf(asking, id)
      const what = `dashboard of ${trades} trades by ${fills} imported fills`
      rows.push(
        ...(await measured(asking, id, { what, paths: [DASHBOARD], isAimed: fills === AIMED, perFills: fills })),
      )
      if (fills !== AIMED) continue
      const paths = [DASHBOARD, ...PANELS]
      const page = `all ${paths.length} reports of the console's dashboard at once, ${fills} imported fills`
      rows.push(...(await measured(asking, id, { what: page, paths, isAimed: true })))
      rows.push(await listRow(asking, id))
    }
    const seeded = await seedTrades(client, me.user.id)
    const what = `dashboard of ${TRADES} short trades written straight away`
    rows.push(...(await measured(asking, seeded, { what, paths: [DASHBOARD], isAimed: true })))
    rows.push(await listRow(asking, seeded))
    return rows
  } finally {
    await client.end()
  }
}

const AIMED = 100_000
const DASHBOARD = 'dashboard?'

interface Asking {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly client: pg.Client
}

interface Measured {
  readonly what: string
  readonly paths: readonly string[]
  readonly isAimed: boolean
  readonly perFills?: number
}

async function measured(
  asking: Asking,
  accountId: string,
  { what, paths, isAimed, perFills }: Measured,
): Promise<Row[]> {
  const ask = async (): Promise<number> => {
    const startedMs = performance.now()
    await Promise.all(paths.map((path) => get(asking, `/api/trading/analytics/${path}account=${accountId}`)))
    return performance.now() - startedMs
  }
  const cold: number[] = []
  const warm: number[] = []
  const rounds = isAimed ? ROUNDS : TABLE_ROUNDS
  for (let round = 0; round < rounds; round += 1) {
    await asking.client.query('UPDATE trading.account SET generation = generation + 1 WHERE id = $1', [accountId])
    cold.push(await ask())
    warm.push(await ask())
  }
  const kept = (took: readonly number[]) => took.slice(isAimed ? WARM_ROUNDS : TABLE_ROUNDS / 2)
  return [
    rowOf(`${what}, after a change`, kept(cold), isAimed ? COLD_MS_MAX : null, perFills),
    rowOf(`${what}, unchanged`, kept(warm), isAimed ? WARM_MS_MAX : null, perFills),
  ]
}

async function get({ url, headers }: Asking, path: string): Promise<string> {
  const answer = await fetch(url + path, { headers })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`)
  return text
}

async function tradesOf(asking: Asking, accountId: string): Promise<number> {
  const { totals } = JSON.parse(await get(asking, `/api/trading/trades?account=${accountId}&limit=1&totals=true`))
  return totals.count
}

/** A page of the list of trades, and the one behind the next ten. */
async function listRow(asking: Asking, accountId: string): Promise<Row> {
  const took: number[] = []
  let bytes = 0
  let cursor = ''
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedMs = performance.now()
    const text = await get(asking, `/api/trading/trades?account=${accountId}&limit=100${cursor}`)
    took.push(performance.now() - startedMs)
    bytes = Math.max(bytes, text.length)
    const { nextCursor } = JSON.parse(text) as { nextCursor: string | null }
    cursor = nextCursor === null ? '' : `&cursor=${nextCursor}`
  }
  const ms = median(took.slice(1))
  return {
    what: `100 of ${await tradesOf(asking, accountId)} trades, page after page`,
    measured: `${ms.toFixed(1)} ms, ${Math.round(bytes / 1000)} kB at most`,
    aim: `< ${LIST_MS_MAX} ms`,
    met: ms < LIST_MS_MAX,
  }
}

const LIST_MS_MAX = 100

function rowOf(what: string, took: readonly number[], aimMs: number | null, perFills?: number): Row {
  const ms = median(took)
  const each = perFills === undefined ? '' : `, ${((ms / perFills) * 10_000).toFixed(2)} ms for 10,000 fills`
  return {
    what,
    measured: `${ms.toFixed(1)} ms, the least ${Math.min(...took).toFixed(1)} ms${each}`,
    aim: aimMs === null ? '' : `< ${aimMs} ms`,
    met: aimMs === null ? null : ms < aimMs,
  }
}

/** What the ledger derives of fills, written straight away: two years of trades in twenty instruments. */
async function seedTrades(client: pg.Client, ownerId: string): Promise<string> {
  const accountId = randomUUID()
  await client.query(
    `INSERT INTO trading.account VALUES ($1, $2, 'Bench', 'Bench', 'live', 'USD', 'America/New_York', 1020, 'America/Chicago', 'FIFO',
       'netting', 100000, '2024-01-01', 1, 1, NULL, NULL, now(), now())`,
    [accountId, ownerId],
  )
  await client.query(
    `INSERT INTO trading.instrument (id, owner_id, symbol, asset_class, currency, multiplier, multiplier_source, aliases, version, created_at, updated_at)
     SELECT gen_random_uuid(), $1, 'BENCH' || n, 'stock', 'USD', 1, 'owner', '{}', 1, now(), now() FROM generate_series(0, 19) n`,
    [ownerId],
  )
  await client.query(
    `INSERT INTO trading.trade (id, account_id, instrument_id, position_ref, side, status, open_execution_id, close_execution_id, quantity_entered,
       quantity_max, quantity_open, average_entry, average_exit, gross, fees, net, gross_base, fees_base, net_base, cost_base, execution_count,
       opened_at, closed_at, closed_day, entry_weekday, entry_minute)
     SELECT one.id, $1, held.id, '', 1, 'closed', one.id, gen_random_uuid(), 10, 10, 0, 100, 101, gross, 1.24, gross - 1.24,
       gross, 1.24, gross - 1.24, 1000, 2, at, at + interval '7 minutes', at::date, extract(isodow FROM at), extract(hour FROM at) * 60
     FROM (SELECT gen_random_uuid() AS id, n, ((n * 7919) % 20011 - 9600) / 100.0 AS gross, timestamptz '2024-01-02 14:00Z' + n * interval '25 minutes' AS at
             FROM generate_series(1, $2::int) n) one
     JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM trading.instrument WHERE owner_id = $3) held ON held.place = n % 20`,
    [accountId, TRADES, ownerId],
  )
  await client.query(
    `INSERT INTO trading.lot_closure
     SELECT trade.id, gen_random_uuid(), account_id, instrument_id, '', trade.id, 1, 5, 100, 101, part * gross, 0, part * fees, part * net,
       part * gross, part * fees, part * net, closed_at, closed_day
     FROM (SELECT trade.*, row_number() OVER () AS place FROM trading.trade trade WHERE account_id = $1) trade
     CROSS JOIN LATERAL (SELECT CASE WHEN place % 2 = 0 THEN 0.5 ELSE 1 END AS part FROM generate_series(1, CASE WHEN place % 2 = 0 THEN 2 ELSE 1 END)) parts`,
    [accountId],
  )
  await client.query(
    `INSERT INTO trading.trade_note (trade_id, account_id, initial_risk, review_state, text, version, updated_at)
     SELECT id, account_id, 50, 'unreviewed', '', 1, now() FROM trading.trade WHERE account_id = $1`,
    [accountId],
  )
  await client.query('ANALYZE trading.trade; ANALYZE trading.lot_closure; ANALYZE trading.trade_note')
  return accountId
}
