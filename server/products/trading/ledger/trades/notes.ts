import { sql } from 'kysely'
import { now } from '../../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../../kernel/db/cursor.ts'
import type { Tx } from '../../../../kernel/db/database.ts'
import { asId, type Id } from '../../../../kernel/id.ts'
import { lockAccount } from '../accounts.ts'
import { invalidValue } from '../problems.ts'
import type { reviewStates, Side, TradeNoteRow } from '../tables.ts'
import { readPositive } from '../values.ts'
import { lockAccountOf, touchAccounts } from './own-trade.ts'
import { tradesProblem } from './problems.ts'
import { keepStop } from './stop-changes.ts'
import type { TradesTables } from './tables.ts'
import type { Reader } from './trade-reads.ts'

export type ReviewState = (typeof reviewStates)[number]

/** What a person may say of a trade; what is absent stays as it is. */
export interface NoteChange {
  readonly initialStop?: string | null
  readonly plannedTarget?: string | null
  readonly initialRisk?: string | null
  readonly playbookId?: Id<'playbook'> | null
  readonly rating?: number | null
  readonly reviewState?: ReviewState
  readonly text?: string
}

interface Own {
  readonly ownerId: Id<'user'>
  readonly id: Id<'trade'>
}

const COLUMNS = {
  initialStop: 'initial_stop',
  plannedTarget: 'planned_target',
  initialRisk: 'initial_risk',
  playbookId: 'playbook_id',
  rating: 'rating',
  reviewState: 'review_state',
  text: 'text',
} as const satisfies Record<keyof NoteChange, keyof TradeNoteRow>

/** From where a review goes where; what nobody said anything of is unreviewed. */
export const REVIEW_STEPS: Readonly<Record<ReviewState, readonly ReviewState[]>> = {
  unreviewed: ['reviewed'],
  reviewed: ['unreviewed', 'locked'],
  locked: ['reviewed'],
}

/** What is said of the trade; undefined: nothing yet. */
export function findNote(source: Reader, id: Id<'trade'>): Promise<TradeNoteRow | undefined> {
  return source
    .query<TradesTables>()
    .selectFrom('trading.trade_note')
    .selectAll()
    .where('trade_id', '=', id)
    .executeTakeFirst()
}

/**
 * Changes what is said of a trade at the version that was read, 0 before anything was. Throws trading/trade-not-found,
 * trading/account-archived, trading/trade-stale, trading/trade-locked, trading/review-step, trading/value-invalid.
 */
export async function changeNote(tx: Tx, { ownerId, id }: Own, version: number, change: NoteChange): Promise<void> {
  if (change.initialRisk != null) readPositive(change.initialRisk, '/initialRisk')
  const { id: accountId } = await lockAccountOf(tx, ownerId, id)
  if (change.playbookId != null) await assertPlaybook(tx, ownerId, change.playbookId)
  const held = await findNote(tx, id)
  if ((held?.version ?? 0) !== version) throw tradesProblem('trade-stale')
  const changed = (Object.keys(COLUMNS) as (keyof NoteChange)[]).filter((name) => change[name] !== undefined)
  const state = held?.review_state ?? 'unreviewed'
  const { reviewState } = change
  if (state === 'locked' && changed.some((name) => name !== 'reviewState')) throw tradesProblem('trade-locked')
  if (reviewState !== undefined && reviewState !== state && !REVIEW_STEPS[state].includes(reviewState))
    throw tradesProblem('review-step')
  const said = Object.fromEntries(changed.map((name) => [COLUMNS[name], change[name]])) as Partial<TradeNoteRow>
  const row = { ...(held ?? emptyNote(id, accountId)), ...said, version: version + 1, updated_at: now() }
  await writeNote(tx, row)
  if (held !== undefined) await keepStop(tx, held, row)
  await touchAccounts(tx, [accountId])
  await tx.audit({ action: 'trading.trade.noted', subject: { kind: 'trade', id }, details: { changed } })
}

/** Throws trading/value-invalid. */
export async function assertPlaybook(tx: Tx, ownerId: Id<'user'>, id: Id<'playbook'>): Promise<void> {
  const found = await tx.raw('SELECT FROM trading.playbook WHERE id = $1 AND owner_id = $2', [id, ownerId])
  if (found.length === 0) throw invalidValue('/playbookId', 'unknown', 'is no playbook of yours')
}

function emptyNote(id: Id<'trade'>, accountId: Id<'trading-account'>): TradeNoteRow {
  return {
    ...{ trade_id: id, account_id: accountId, initial_stop: null, planned_target: null, initial_risk: null },
    ...{ playbook_id: null, rating: null, review_state: 'unreviewed', reported_mae: null, reported_mfe: null },
    ...{ text: '', version: 0, updated_at: now() },
  }
}

async function writeNote(tx: Tx, row: TradeNoteRow): Promise<void> {
  const { trade_id: _, account_id: __, ...said } = row
  await tx
    .query<TradesTables>()
    .insertInto('trading.trade_note')
    .values(row)
    .onConflict((conflict) => conflict.column('trade_id').doUpdateSet(said))
    .execute()
}

/** A note without a trade, with what is still known of the fill that opened the trade: nothing once its import was undone. */
export interface OrphanedNote extends TradeNoteRow {
  symbol: string | null
  side: Side | null
  opened_at: Date | null
}

/** Notes whose trade is not there any more, since its opening fill was taken out. */
export async function listOrphans(
  source: Reader,
  ownerId: Id<'user'>,
  paging: { readonly limit?: number; readonly cursor?: string },
) {
  const page = cursorPage(paging, acceptId)
  let query = orphans(source, ownerId)
    .leftJoin('trading.execution as opening', (join) => join.on(sql<boolean>`opening.id = note.trade_id`))
    .leftJoin('trading.instrument as instrument', 'instrument.id', 'opening.instrument_id')
    .select(['instrument.symbol', 'opening.side', 'opening.executed_at as opened_at'])
    .orderBy('note.trade_id')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('note.trade_id', '>', asId<'trade'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.trade_id],
    (row) => row,
  )
}

function orphans(source: Reader, ownerId: Id<'user'>) {
  return source
    .query<TradesTables>()
    .selectFrom('trading.trade_note as note')
    .innerJoin('trading.account as account', 'account.id', 'note.account_id')
    .selectAll('note')
    .where('account.owner_id', '=', ownerId)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('trading.trade').select('id').whereRef('id', '=', 'note.trade_id'))),
    )
    .where(({ not, and, eb }) =>
      not(
        and([
          ...[eb('note.text', '=', ''), eb('note.review_state', '=', 'unreviewed'), eb('note.rating', 'is', null)],
          ...[eb('note.initial_stop', 'is', null), eb('note.planned_target', 'is', null)],
          ...[eb('note.initial_risk', 'is', null), eb('note.playbook_id', 'is', null)],
        ]),
      ),
    )
}

/** What else is said of trades, each by its trade: what the other one has of it already stays. */
const SAID = [
  { table: 'trade_tag', key: 'tag_id' },
  { table: 'trade_rule_result', key: 'playbook_id, rule_id' },
  { table: 'trade_review', key: '' },
  { table: 'trade_group_member', key: '' },
] as const

/**
 * Gives all that was said of a trade that is not there any more to another trade: its note, tags, review, answers to checklists, entries of
 * the journal and its place in a group. Throws trading/trade-note-not-found,
 * trading/trade-not-found, trading/trade-has-note, trading/account-archived.
 */
export async function attachOrphan(tx: Tx, { ownerId, id }: Own, toId: Id<'trade'>): Promise<void> {
  const held = await orphans(tx, ownerId).where('note.trade_id', '=', id).executeTakeFirst()
  if (held === undefined) throw tradesProblem('trade-note-not-found')
  const { id: accountId } = await lockAccountOf(tx, ownerId, toId)
  if (held.account_id !== accountId) await lockAccount(tx, ownerId, held.account_id)
  if ((await findNote(tx, toId)) !== undefined) throw tradesProblem('trade-has-note')
  const moved = await tx.raw(
    `UPDATE trading.trade_note SET trade_id = $2, account_id = $3, version = version + 1, updated_at = $4
      WHERE trade_id = $1 RETURNING trade_id`,
    [id, toId, accountId, now()],
  )
  if (moved.length === 0) throw tradesProblem('trade-note-not-found')
  for (const { table, key } of SAID) {
    const held = `(SELECT ${key} FROM trading.${table} WHERE trade_id = $2)`
    const isThere = key === '' ? `EXISTS ${held}` : `(${key}) IN ${held}`
    await tx.raw(`DELETE FROM trading.${table} WHERE trade_id = $1 AND ${isThere}`, [id, toId])
    await tx.raw(`UPDATE trading.${table} SET trade_id = $2, account_id = $3 WHERE trade_id = $1`, [
      id,
      toId,
      accountId,
    ])
  }
  for (const table of ['journal_entry', 'stop_change'])
    await tx.raw(`UPDATE trading.${table} SET trade_id = $2, account_id = $3 WHERE trade_id = $1`, [
      id,
      toId,
      accountId,
    ])
  await touchAccounts(tx, [...new Set([accountId, held.account_id])])
  await tx.audit({ action: 'trading.trade.note-attached', subject: { kind: 'trade', id: toId }, details: { from: id } })
}

/** Removes what was said of a trade that is not there any more; entries of the journal stay. Throws trading/trade-note-not-found, trading/account-archived. */
export async function removeOrphan(tx: Tx, { ownerId, id }: Own): Promise<void> {
  const held = await orphans(tx, ownerId).where('note.trade_id', '=', id).executeTakeFirst()
  if (held === undefined) throw tradesProblem('trade-note-not-found')
  await lockAccount(tx, ownerId, held.account_id)
  // A rebuild that was under way may have brought the trade back.
  const removed = await tx.raw(
    `DELETE FROM trading.trade_note WHERE trade_id = $1
        AND NOT EXISTS (SELECT FROM trading.trade WHERE trade.id = trade_id) RETURNING trade_id`,
    [id],
  )
  if (removed.length === 0) throw tradesProblem('trade-note-not-found')
  for (const table of [...SAID.map(({ table }) => table), 'stop_change'])
    await tx.raw(`DELETE FROM trading.${table} WHERE trade_id = $1`, [id])
  await tx.audit({ action: 'trading.trade.note-removed', subject: { kind: 'trade', id } })
}
