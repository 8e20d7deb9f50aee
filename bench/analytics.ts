import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { median } from './load.ts'
import type { Row } from './table.ts'

const TRADES = 40_000
/** Each trade is opened by one fill and closed by one or two: 100,000 fills. */
const CLOSURES = 60_000
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

/** The dashboard of an account of 100,000 fills: from its rows after each change, and from memory until the next. */
export async function analyticsRows({ url, token, databaseUrl }: AnalyticsBench): Promise<Row[]> {
  const headers = { authorization: `Bearer ${token}` }
  const started = await fetch(`${url}/api/trading/start`, { method: 'POST', headers })
  if (!started.ok) throw new Error(`starting to trade was answered ${started.status}`)
  const me = (await (await fetch(`${url}/api/auth/me`, { headers })).json()) as { user: { id: string } }
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const accountId = await seedTrades(client, me.user.id)
    const ask = async (): Promise<number> => {
      const startedMs = performance.now()
      const answer = await fetch(`${url}/api/trading/analytics/dashboard?account=${accountId}`, { headers })
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`the dashboard was answered ${answer.status}`)
      return performance.now() - startedMs
    }
    const cold: number[] = []
    const warm: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      await client.query('UPDATE trading.account SET generation = generation + 1 WHERE id = $1', [accountId])
      cold.push(await ask())
      warm.push(await ask())
    }
    return [
      rowOf('after a change', cold.slice(WARM_ROUNDS), COLD_MS_MAX),
      rowOf('unchanged', warm.slice(WARM_ROUNDS), WARM_MS_MAX),
    ]
  } finally {
    await client.end()
  }
}

function rowOf(when: string, took: readonly number[], aimMs: number): Row {
  const ms = median(took)
  return {
    what: `dashboard of ${TRADES} trades by ${TRADES + CLOSURES} fills, ${when}`,
    measured: `${ms.toFixed(1)} ms, the least ${Math.min(...took).toFixed(1)} ms`,
    aim: `< ${aimMs} ms`,
    met: ms < aimMs,
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
     SELECT md5('t' || n)::uuid, $1, held.id, '', 1, 'closed', md5('t' || n)::uuid, gen_random_uuid(), 10, 10, 0, 100, 101, gross, 1.24, gross - 1.24,
       gross, 1.24, gross - 1.24, 1000, 2, at, at + interval '7 minutes', at::date, extract(isodow FROM at), extract(hour FROM at) * 60
     FROM (SELECT n, ((n * 7919) % 20011 - 9600) / 100.0 AS gross, timestamptz '2024-01-02 14:00Z' + n * interval '25 minutes' AS at
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
