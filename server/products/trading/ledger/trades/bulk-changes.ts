import { now } from '../../../../kernel/clock.ts'
import type { Tx } from '../../../../kernel/db/database.ts'
import { httpProblem } from '../../../../kernel/http/problems.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { Trader } from '../../trader.ts'
import { lockAccount } from '../accounts.ts'
import { readTradeFilter, type TradeFilter, type TradeFilterQuery, whereTrades } from '../trade-filter.ts'
import { assertPlaybook, REVIEW_STEPS, type ReviewState } from './notes.ts'
import { touchAccounts } from './own-trade.ts'
import { tradesProblem } from './problems.ts'
import type { TradesTables } from './tables.ts'
import { holdTags } from './tags.ts'

const SELECTED_MAX = 5000

/** Trades that are listed, or that a filter finds; of both, those that are in both. */
export interface Selection {
  readonly filter?: TradeFilterQuery | undefined
  readonly ids?: readonly Id<'trade'>[] | undefined
}

export interface Counts {
  /** Trades that were selected. */
  readonly matched: number
  readonly changed: number
  /** Those that were left as they are because their review is locked, or does not take this step. */
  readonly refused: number
}

interface Selected {
  readonly id: Id<'trade'>
  readonly account_id: Id<'trading-account'>
  readonly state: ReviewState
}

/** The selected trades under the locks of their accounts. Throws http/invalid, trading/selection-too-large, account-archived, account-not-found. */
async function select(tx: Tx, trader: Trader, { filter, ids }: Selection): Promise<Selected[]> {
  if (filter === undefined && ids === undefined)
    throw httpProblem('invalid', {
      errors: [{ pointer: '/filter', code: 'required', detail: 'is missing, and so is `ids`' }],
    })
  const read = await readTradeFilter(tx, trader, filter ?? {}, '/filter/')
  const before = await find(tx, read, ids)
  for (const id of [...new Set(before.map((row) => row.account_id))].sort()) await lockAccount(tx, trader.id, id)
  return await find(tx, read, ids)
}

async function find(tx: Tx, filter: TradeFilter, ids: readonly Id<'trade'>[] | undefined): Promise<Selected[]> {
  const all = tx.query<TradesTables>().selectFrom('trading.trade as trade')
  const listed = ids === undefined ? all : all.where('trade.id', 'in', ids)
  const rows = await whereTrades(listed, filter)
    .leftJoin('trading.trade_note as said', 'said.trade_id', 'trade.id')
    .select(['trade.id', 'trade.account_id', 'said.review_state'])
    .limit(SELECTED_MAX + 1)
    .execute()
  if (rows.length > SELECTED_MAX) throw tradesProblem('selection-too-large')
  return rows.map(({ review_state: state, ...row }) => ({ ...row, state: state ?? 'unreviewed' }))
}

interface TagChange {
  readonly add: readonly Id<'tag'>[]
  readonly remove: readonly Id<'tag'>[]
}

/** Puts tags on trades and takes others off. Throws what selecting throws, and trading/tag-not-found. */
export async function tagTrades(tx: Tx, trader: Trader, selection: Selection, change: TagChange): Promise<Counts> {
  const { id: ownerId } = trader
  await holdTags(tx, ownerId, [...change.add, ...change.remove])
  const selected = await select(tx, trader, selection)
  const open = selected.filter(({ state }) => state !== 'locked')
  const ids = open.map(({ id }) => id)
  const removed = await tx.raw<{ trade_id: Id<'trade'> }>(
    'DELETE FROM trading.trade_tag WHERE trade_id = ANY($1::uuid[]) AND tag_id = ANY($2::uuid[]) RETURNING trade_id',
    [ids, change.remove.filter((id) => !change.add.includes(id))],
  )
  const added = await tx.raw<{ trade_id: Id<'trade'> }>(
    `INSERT INTO trading.trade_tag (trade_id, tag_id, account_id)
     SELECT trade.id, tag.id, trade.account_id FROM unnest($1::uuid[], $2::uuid[]) AS trade (id, account_id)
      CROSS JOIN unnest($3::uuid[]) AS tag (id) ON CONFLICT DO NOTHING RETURNING trade_id`,
    [ids, open.map((row) => row.account_id), [...new Set(change.add)]],
  )
  const changed = new Set([...removed, ...added].map((row) => row.trade_id))
  const counts = { matched: selected.length, changed: changed.size, refused: selected.length - open.length }
  return await record(tx, { ownerId, what: 'tagged', counts, accounts: accountsOf(open, changed) })
}

/** Sets the review state of trades where it may be set. Throws what selecting throws. */
export async function reviewTrades(tx: Tx, trader: Trader, selection: Selection, state: ReviewState): Promise<Counts> {
  const selected = await select(tx, trader, selection)
  const moving = selected.filter((row) => REVIEW_STEPS[row.state].includes(state))
  await tx.raw(
    `INSERT INTO trading.trade_note (trade_id, account_id, review_state, text, version, updated_at)
     SELECT trade.id, trade.account_id, $3, '', 1, $4 FROM unnest($1::uuid[], $2::uuid[]) AS trade (id, account_id)
     ON CONFLICT (trade_id) DO UPDATE
        SET review_state = excluded.review_state, version = trade_note.version + 1, updated_at = excluded.updated_at`,
    [moving.map(({ id }) => id), moving.map((row) => row.account_id), state, now()],
  )
  const changed = new Set(moving.map(({ id }) => id))
  const refused = selected.filter((row) => row.state !== state && !changed.has(row.id)).length
  const counts = { matched: selected.length, changed: changed.size, refused }
  return await record(tx, { ownerId: trader.id, what: 'reviewed', counts, accounts: accountsOf(moving, changed) })
}

/** Says by which playbook trades were, or by none. Throws what selecting throws, and trading/value-invalid. */
export async function setPlaybook(
  tx: Tx,
  trader: Trader,
  selection: Selection,
  playbookId: Id<'playbook'> | null,
): Promise<Counts> {
  const { id: ownerId } = trader
  if (playbookId !== null) await assertPlaybook(tx, ownerId, playbookId)
  const selected = await select(tx, trader, selection)
  const open = selected.filter(({ state }) => state !== 'locked')
  const rows = await tx.raw<{ trade_id: Id<'trade'> }>(
    `INSERT INTO trading.trade_note AS said (trade_id, account_id, playbook_id, review_state, text, version, updated_at)
     SELECT trade.id, trade.account_id, $3, 'unreviewed', '', 1, $4 FROM unnest($1::uuid[], $2::uuid[]) AS trade (id, account_id)
      WHERE $3::uuid IS NOT NULL OR EXISTS (SELECT FROM trading.trade_note held WHERE held.trade_id = trade.id)
     ON CONFLICT (trade_id) DO UPDATE
        SET playbook_id = excluded.playbook_id, version = said.version + 1, updated_at = excluded.updated_at
      WHERE said.playbook_id IS DISTINCT FROM excluded.playbook_id
     RETURNING trade_id`,
    [open.map(({ id }) => id), open.map((row) => row.account_id), playbookId, now()],
  )
  const changed = new Set(rows.map((row) => row.trade_id))
  const counts = { matched: selected.length, changed: changed.size, refused: selected.length - open.length }
  return await record(tx, { ownerId, what: 'assigned', counts, accounts: accountsOf(open, changed) })
}

function accountsOf(rows: readonly Selected[], changed: ReadonlySet<Id<'trade'>>): Id<'trading-account'>[] {
  return rows.filter(({ id }) => changed.has(id)).map((row) => row.account_id)
}

interface Recorded {
  readonly ownerId: Id<'user'>
  readonly what: 'tagged' | 'reviewed' | 'assigned'
  readonly counts: Counts
  readonly accounts: readonly Id<'trading-account'>[]
}

/** One record for all; none where nothing was changed. */
async function record(tx: Tx, { ownerId, what, counts, accounts }: Recorded): Promise<Counts> {
  if (counts.changed === 0) return counts
  await touchAccounts(tx, accounts)
  const { changed, refused } = counts
  await tx.audit({
    action: `trading.trades.${what}`,
    subject: { kind: 'user', id: ownerId },
    details: { changed, refused },
  })
  return counts
}
