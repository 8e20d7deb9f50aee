import { sql } from 'kysely'
import { now } from '../../../kernel/clock.ts'
import { cursorPage, instantAndId } from '../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import type { Files } from '../../../platform/files/index.ts'
import { tradingProblem } from '../problems.ts'
import type { Trader } from '../trader.ts'
import { dropPictures } from './entry-files.ts'
import { ownAccounts } from './own.ts'
import { journalProblem } from './problems.ts'
import type { ChecklistItem, JournalTables, SessionRow } from './tables.ts'

export interface OwnSession {
  readonly ownerId: Id<'user'>
  readonly id: Id<'trading-session'>
}

export interface SessionText {
  readonly plan: string
  readonly summary: string
  readonly moodBefore: number | null
  readonly moodAfter: number | null
  readonly checklist: readonly ChecklistItem[]
}

interface Start extends SessionText {
  readonly accountId: Id<'trading-account'> | null
  /** Absent: now. */
  readonly startedAt?: Date
}

/** Throws trading/session-not-found. */
export async function findSession(
  source: Db | Tx,
  ownerId: Id<'user'>,
  id: Id<'trading-session'>,
): Promise<SessionRow> {
  return found(await ownSession(source, { ownerId, id }).executeTakeFirst())
}

/** Throws trading/session-running, trading/account-not-found and trading/value-invalid. */
export async function startSession(tx: Tx, ownerId: Id<'user'>, start: Start): Promise<SessionRow> {
  if (start.accountId !== null) await ownAccounts(tx, ownerId, start.accountId)
  const startedAt = start.startedAt ?? now()
  if (startedAt > now()) throw invalid('/startedAt', 'is not in the future')
  const row = await tx
    .query<JournalTables>()
    .insertInto('trading.session')
    .values({
      ...{ id: newId<'trading-session'>(), owner_id: ownerId, account_id: start.accountId, ...columns(start) },
      ...{ started_at: startedAt, ended_at: null, version: 1, created_at: now(), updated_at: now() },
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw journalProblem('session-running')
  await audit(tx, 'started', row.id)
  return row
}

/** Throws trading/session-not-found and trading/journal-stale. */
export async function saveSession(
  tx: Tx,
  own: OwnSession,
  { version, ...said }: SessionText & { readonly version: number },
): Promise<SessionRow> {
  const row = await lockSession(tx, own)
  if (version !== row.version) throw journalProblem('journal-stale')
  return await update(tx, row, columns(said))
}

/** Throws trading/session-not-found, trading/session-over and trading/value-invalid. */
export async function stopSession(tx: Tx, own: OwnSession, endedAt: Date = now()): Promise<SessionRow> {
  const row = await lockSession(tx, own)
  if (row.ended_at !== null) throw journalProblem('session-over')
  if (endedAt > now() || endedAt <= row.started_at)
    throw invalid('/endedAt', 'is after the start and not in the future')
  const stopped = await update(tx, row, { ended_at: endedAt })
  await audit(tx, 'stopped', row.id)
  return stopped
}

/** With the entries about it, and their pictures. Throws trading/session-not-found. */
export async function removeSession(tx: Tx, files: Pick<Files, 'remove'>, own: OwnSession): Promise<void> {
  const { id } = await lockSession(tx, own)
  const entries = await tx
    .query<JournalTables>()
    .selectFrom('trading.journal_entry')
    .select('id')
    .where('session_id', '=', id)
    .execute()
  for (const entry of entries) await dropPictures(tx, files, entry.id)
  await tx.query<JournalTables>().deleteFrom('trading.session').where('id', '=', id).execute()
  await audit(tx, 'removed', id)
}

/** The newest first. */
export async function listSessions<Item>(
  db: Db,
  ownerId: Id<'user'>,
  query: { readonly limit?: number; readonly cursor?: string },
  toItem: (row: SessionRow) => Item,
) {
  const page = cursorPage(query, instantAndId)
  let rows = db
    .query<JournalTables>()
    .selectFrom('trading.session')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) {
    const [at = '', id = ''] = page.after
    rows = rows.where(sql<boolean>`(started_at, id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  return page.of(await rows.execute(), (row) => [row.started_at.toISOString(), row.id], toItem)
}

export interface SessionTrade {
  readonly id: Id<'trade'>
  readonly accountId: Id<'trading-account'>
  readonly symbol: string
  readonly side: 1 | -1
  readonly status: 'open' | 'closed'
  readonly netBase: string
  readonly currency: string
  readonly openedAt: Date
}

const TRADES_MAX = 500

/** Opened while the session ran. */
const OF_SESSION = `FROM trading.account account
       JOIN trading.trade trade ON trade.account_id = account.id
       JOIN trading.instrument instrument ON instrument.id = trade.instrument_id
      WHERE account.owner_id = $1 AND ($2::uuid IS NULL OR account.id = $2)
        AND trade.opened_at >= $3 AND ($4::timestamptz IS NULL OR trade.opened_at < $4)`

/** What was opened while the session ran and is shown, in that order, the first 500; and how many are not shown. */
export async function tradesOf(source: Db | Tx, { shownAMonth }: Trader, session: SessionRow) {
  const asked = [session.owner_id, session.account_id, session.started_at, session.ended_at, shownAMonth]
  const trades = await source.raw<SessionTrade & Record<string, unknown>>(
    `SELECT trade.id, trade.account_id AS "accountId", instrument.symbol, trade.side, trade.status,
            trim_scale(trade.net_base)::text AS "netBase", account.currency, trade.opened_at AS "openedAt"
       ${OF_SESSION} AND trade.id NOT IN (SELECT trading.trades_beyond($1, $5))
      ORDER BY trade.opened_at, trade.id LIMIT ${TRADES_MAX}`,
    asked,
  )
  const [hidden] = await source.raw<{ count: number }>(
    `SELECT count(*)::int AS count ${OF_SESSION} AND trade.id IN (SELECT trading.trades_beyond($1, $5))`,
    asked,
  )
  return { trades, hiddenByPlan: hidden?.count ?? 0 }
}

function ownSession(source: Db | Tx, { ownerId, id }: OwnSession) {
  return source
    .query<JournalTables>()
    .selectFrom('trading.session')
    .selectAll()
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
}

async function lockSession(tx: Tx, own: OwnSession): Promise<SessionRow> {
  return found(await ownSession(tx, own).forUpdate().executeTakeFirst())
}

function found(row: SessionRow | undefined): SessionRow {
  if (row === undefined) throw journalProblem('session-not-found')
  return row
}

async function update(tx: Tx, row: SessionRow, change: object): Promise<SessionRow> {
  return await tx
    .query<JournalTables>()
    .updateTable('trading.session')
    .set({ ...change, version: row.version + 1, updated_at: now() })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

function columns({ plan, summary, moodBefore, moodAfter, checklist }: SessionText) {
  // An array would be sent as one of PostgreSQL's, not as JSON.
  const json = sql<SessionRow['checklist']>`${JSON.stringify(checklist)}::jsonb`
  return { plan, summary, mood_before: moodBefore, mood_after: moodAfter, checklist: json }
}

function invalid(pointer: string, detail: string) {
  return tradingProblem('value-invalid', { errors: [{ pointer, code: 'instant', detail }] })
}

async function audit(tx: Tx, what: string, id: Id<'trading-session'>): Promise<void> {
  await tx.audit({ action: `trading.session.${what}`, subject: { kind: 'trading-session', id } })
}
