import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { newId } from '../../server/kernel/id.ts'
import { expectStatus, fixtures, upload } from './music.ts'
import type { Person } from './people.ts'
import type { TradingServer } from './trading.ts'

type Database = Pick<TradingServer, 'query'>

/** A trader with one account and one instrument, which nothing but the journal's own tables is made by the API of. */
export interface Trader {
  readonly person: Person
  readonly accountId: string
  readonly instrumentId: string
}

interface AccountFields {
  readonly zone?: string
  readonly cutoffMinute?: number
  readonly currency?: string
  readonly name?: string
}

export async function makeTrader(
  server: Database & Pick<TradingServer, 'people'>,
  fields: AccountFields = {},
): Promise<Trader> {
  const person = await server.people.signedIn('trader')
  return { person, ...(await makeAccount(server, person, fields)) }
}

export async function makeAccount({ query }: Database, { id }: Person, fields: AccountFields = {}) {
  const accountId: string = newId()
  const instrumentId: string = newId()
  const { zone = 'America/New_York', cutoffMinute = 0, currency = 'USD', name = 'Main' } = fields
  await query(
    `INSERT INTO trading.account (id, owner_id, name, broker, kind, currency, time_zone, cutoff_minute, cutoff_zone,
       matching_method, position_mode, opening_balance, opened_on, generation, version, created_at, updated_at)
     VALUES ($1, $2, $6, 'Sim', 'paper', $5, $3, $4, $3, 'FIFO', 'netting', 10000, '2026-01-01', 1, 1, now(), now())`,
    [accountId, id, zone, cutoffMinute, currency, name],
  )
  await query(
    `INSERT INTO trading.instrument (id, owner_id, symbol, asset_class, currency, multiplier, multiplier_source, root, aliases, version, created_at, updated_at)
     VALUES ($1, $2, $3, 'future', $4, 50, 'table', 'ES', '{}', 1, now(), now())`,
    [instrumentId, id, `ES${instrumentId.slice(-4).toUpperCase()}`, currency],
  )
  return { accountId, instrumentId }
}

interface TradeFields {
  readonly openedAt?: string
  /** Null: it is open. */
  readonly closedAt?: string | null
  readonly closedDay?: string
  readonly side?: 1 | -1
  readonly entry?: string
  readonly exit?: string
  readonly quantity?: string
  readonly net?: string
  readonly note?: {
    readonly stop?: string
    readonly target?: string
    readonly risk?: string
    readonly playbookId?: string
    readonly text?: string
  }
  readonly tagIds?: readonly string[]
}

/** A trade as the ledger would have derived it, with its closure and what is said of it. */
export async function makeTrade(
  { query }: Database,
  { accountId, instrumentId }: Pick<Trader, 'accountId' | 'instrumentId'>,
  fields: TradeFields = {},
): Promise<string> {
  const { openedAt = '2026-03-10T14:00:00Z', side = 1, entry = '5000', exit = '5010', quantity = '1' } = fields
  const { closedAt = openedAt.replace(/T\d\d/, 'T23'), net = '100', note, tagIds = [] } = fields
  const closedDay = fields.closedDay ?? (closedAt ?? openedAt).slice(0, 10)
  const id: string = newId()
  const closing: string = newId()
  await query(
    `INSERT INTO trading.trade (id, account_id, instrument_id, position_ref, side, status, open_execution_id, close_execution_id,
       quantity_entered, quantity_max, quantity_open, average_entry, average_exit, gross, fees, net, gross_base, fees_base, net_base,
       cost_base, execution_count, opened_at, closed_at, closed_day, entry_weekday, entry_minute)
     VALUES ($1, $2, $3, '', $4, $5, $1, $6, $7, $7, $8, $9, $10, $11::numeric, 0, $11, $11, 0, $11,
       $9::numeric * $7::numeric * 50, 2, $12, $13, $14, 1, 0)`,
    [
      ...[id, accountId, instrumentId, side, closedAt === null ? 'open' : 'closed', closedAt === null ? null : closing],
      ...[quantity, closedAt === null ? quantity : 0, entry, closedAt === null ? null : exit],
      ...[closedAt === null ? 0 : net, openedAt, closedAt, closedAt === null ? null : closedDay],
    ],
  )
  if (closedAt !== null)
    await query(
      `INSERT INTO trading.lot_closure (open_execution_id, close_execution_id, account_id, instrument_id, position_ref, trade_id, side, quantity,
         entry_price, exit_price, gross, open_fee, close_fee, net, gross_base, fees_base, net_base, closed_at, closed_day)
       VALUES ($1, $2, $3, $4, '', $1, $5, $6, $7, $8, $9::numeric, 0, 0, $9, $9, 0, $9, $10, $11)`,
      [id, closing, accountId, instrumentId, side, quantity, entry, exit, net, closedAt, closedDay],
    )
  if (note !== undefined)
    await query(
      `INSERT INTO trading.trade_note (trade_id, account_id, initial_stop, planned_target, initial_risk, playbook_id, review_state, text, version, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, 'unreviewed', $7, 1, now())`,
      [
        ...[id, accountId, note.stop ?? null, note.target ?? null, note.risk ?? null],
        ...[note.playbookId ?? null, note.text ?? ''],
      ],
    )
  for (const tagId of tagIds) await query('INSERT INTO trading.trade_tag VALUES ($1, $2, $3)', [id, tagId, accountId])
  return id
}

export async function makeTag({ query }: Database, { id: ownerId }: Person, name: string, grouping = 'custom') {
  const id: string = newId()
  await query('INSERT INTO trading.tag VALUES ($1, $2, $3, $4, now())', [id, ownerId, name, grouping])
  return id
}

/** A structured text of one paragraph, and of pictures. */
export function textOf(words: string, pictures: readonly string[] = []) {
  const images = pictures.map((fileId) => ({ type: 'image', attrs: { fileId, alt: '' } }))
  return { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }, ...images] }
}

/** A picture of the person's own, for entries of the journal. */
export async function makePicture(person: Person): Promise<string> {
  const bytes = await readFile(new URL('images/exif-gps-orientation-1.jpg', fixtures))
  const { fileId, refusal } = await upload(person, 'trading.journal', { filename: 'chart.jpg', bytes })
  assert.ok(fileId !== null, JSON.stringify(refusal?.body))
  return fileId
}

/** One of everything the journal keeps, and what it is about: ids by kind. */
export async function journalThings(server: Database, person: Person): Promise<Record<string, string>> {
  const account = await makeAccount(server, person)
  const playbook = expectStatus(
    await person.http.post('/api/trading/playbooks', { name: 'Opening', rules: [] }),
    201,
  ).id
  const trade = await makeTrade(server, account, { note: { playbookId: playbook } })
  const session = expectStatus(await person.http.post('/api/trading/sessions', {}), 201).id
  const body = { day: '2026-03-10', title: 'A day', body: textOf('Quiet.') }
  const entry = expectStatus(await person.http.post('/api/trading/journal', body), 201).id
  const review = { quality: 4, version: null }
  const aim = { metric: 'journal-days', target: '5', period: 'week', startsOn: '2026-01-01', endsOn: null }
  const goal = expectStatus(await person.http.post('/api/trading/goals', { ...aim, accountId: null }), 201).id
  expectStatus(await person.http.put(`/api/trading/trades/${trade}/review`, review), 200)
  return { goal, playbook, trade, tradingSession: session, journalEntry: entry }
}
