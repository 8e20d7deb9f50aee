import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { TradeNoteRow } from '../ledger/tables.ts'
import { lockAccountOf, touchAccounts } from '../ledger/trades/own-trade.ts'
import { tradesProblem } from '../ledger/trades/problems.ts'
import { assertOwnTags, ownTrade } from './own.ts'
import { journalProblem } from './problems.ts'
import type { JournalTables, ReviewRow } from './tables.ts'

export interface OwnTrade {
  readonly ownerId: Id<'user'>
  readonly tradeId: Id<'trade'>
}

export interface ReviewInput {
  readonly quality: number
  readonly mood?: number | null
  readonly moodWords?: readonly string[]
  readonly lesson?: string
  readonly executionVsPlan?: string
  /** Tags of the group mistake; the trade has exactly these afterwards. */
  readonly mistakeTagIds?: readonly Id<'tag'>[]
  /** The one that was read; null for a first review. */
  readonly version: number | null
}

export interface Review extends ReviewRow {
  readonly mistakes: readonly { readonly id: Id<'tag'>; readonly name: string }[]
  readonly state: TradeNoteRow['review_state']
}

/** Throws trading/trade-not-found and trading/review-not-found. */
export async function findReview(source: Db | Tx, { ownerId, tradeId }: OwnTrade): Promise<Review> {
  await ownTrade(source, ownerId, tradeId)
  const query = source.query<JournalTables>()
  const row = await query
    .selectFrom('trading.trade_review')
    .selectAll()
    .where('trade_id', '=', tradeId)
    .executeTakeFirst()
  if (row === undefined) throw journalProblem('review-not-found')
  const mistakes = await query
    .selectFrom('trading.trade_tag as tagged')
    .innerJoin('trading.tag as tag', 'tag.id', 'tagged.tag_id')
    .select(['tag.id', 'tag.name'])
    .where('tagged.trade_id', '=', tradeId)
    .where('tag.grouping', '=', 'mistake')
    .orderBy('tag.name')
    .execute()
  return { ...row, mistakes, state: await stateOf(source, tradeId) }
}

/** Throws trading/trade-not-found, trading/account-archived, trading/trade-locked, trading/journal-stale and trading/value-invalid. */
export async function saveReview(tx: Tx, own: OwnTrade, input: ReviewInput): Promise<Review> {
  const { ownerId, tradeId } = own
  const accountId = await lockTrade(tx, own)
  const mistakes = input.mistakeTagIds ?? []
  await assertOwnTags(tx, ownerId, { ids: mistakes, pointer: '/mistakeTagIds', grouping: 'mistake' })
  const row = await currentReview(tx, tradeId)
  if (input.version !== (row?.version ?? null)) throw journalProblem('journal-stale')
  const { quality, mood = null, moodWords = [], lesson = '', executionVsPlan = '' } = input
  const said = { quality, mood, mood_words: [...moodWords], lesson, execution_vs_plan: executionVsPlan }
  const version = (row?.version ?? 0) + 1
  await tx
    .query<JournalTables>()
    .insertInto('trading.trade_review')
    .values({ trade_id: tradeId, account_id: accountId, ...said, version, reviewed_at: now(), updated_at: now() })
    .onConflict((conflict) => conflict.column('trade_id').doUpdateSet({ ...said, version, updated_at: now() }))
    .execute()
  await setMistakes(tx, { tradeId, accountId }, mistakes)
  await setState(tx, { tradeId, accountId }, 'reviewed')
  await touchAccounts(tx, [accountId])
  await audit(tx, row === undefined ? 'created' : 'changed', tradeId)
  return await findReview(tx, own)
}

/** The trade counts as unreviewed again; its mistakes stay as tags. Throws trading/review-not-found and trading/trade-locked. */
export async function removeReview(tx: Tx, own: OwnTrade): Promise<void> {
  const accountId = await lockTrade(tx, own)
  const { tradeId } = own
  const { numDeletedRows } = await tx
    .query<JournalTables>()
    .deleteFrom('trading.trade_review')
    .where('trade_id', '=', tradeId)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw journalProblem('review-not-found')
  await setState(tx, { tradeId, accountId }, 'unreviewed')
  await audit(tx, 'removed', tradeId)
}

/** Until somebody takes the lock off the trade. Throws trading/trade-not-found, trading/review-not-found and trading/review-step. */
export async function lockReview(tx: Tx, own: OwnTrade): Promise<Review> {
  const { id: accountId } = await lockAccountOf(tx, own.ownerId, own.tradeId)
  const review = await findReview(tx, own)
  if (review.state === 'locked') return review
  if (review.state !== 'reviewed') throw tradesProblem('review-step')
  await setState(tx, { tradeId: own.tradeId, accountId }, 'locked')
  await audit(tx, 'locked', own.tradeId)
  return { ...review, state: 'locked' }
}

/** One change of an account's trades at a time. */
async function lockTrade(tx: Tx, { ownerId, tradeId }: OwnTrade): Promise<Id<'trading-account'>> {
  const { id } = await lockAccountOf(tx, ownerId, tradeId)
  if ((await stateOf(tx, tradeId)) === 'locked') throw tradesProblem('trade-locked')
  return id
}

async function currentReview(tx: Tx, tradeId: Id<'trade'>): Promise<ReviewRow | undefined> {
  const query = tx.query<JournalTables>().selectFrom('trading.trade_review').selectAll()
  return await query.where('trade_id', '=', tradeId).executeTakeFirst()
}

async function stateOf(source: Db | Tx, tradeId: Id<'trade'>): Promise<TradeNoteRow['review_state']> {
  const note = await source
    .query<JournalTables>()
    .selectFrom('trading.trade_note')
    .select('review_state')
    .where('trade_id', '=', tradeId)
    .executeTakeFirst()
  return note?.review_state ?? 'unreviewed'
}

interface Of {
  readonly tradeId: Id<'trade'>
  readonly accountId: Id<'trading-account'>
}

async function setState(tx: Tx, { tradeId, accountId }: Of, state: TradeNoteRow['review_state']): Promise<void> {
  await tx.raw(
    `INSERT INTO trading.trade_note (trade_id, account_id, review_state, text, version, updated_at)
     VALUES ($1, $2, $3, '', 1, $4) ON CONFLICT (trade_id) DO UPDATE
       SET review_state = excluded.review_state, version = trade_note.version + 1, updated_at = excluded.updated_at`,
    [tradeId, accountId, state, now()],
  )
}

async function setMistakes(tx: Tx, { tradeId, accountId }: Of, tagIds: readonly Id<'tag'>[]): Promise<void> {
  await tx.raw(
    `DELETE FROM trading.trade_tag tagged USING trading.tag tag
      WHERE tagged.trade_id = $1 AND tag.id = tagged.tag_id AND tag.grouping = 'mistake' AND tag.id <> ALL($2)`,
    [tradeId, [...tagIds]],
  )
  await tx.raw(
    `INSERT INTO trading.trade_tag (trade_id, tag_id, account_id)
     SELECT $1, unnest($2::uuid[]), $3 ON CONFLICT DO NOTHING`,
    [tradeId, [...tagIds], accountId],
  )
}

async function audit(tx: Tx, what: string, id: Id<'trade'>): Promise<void> {
  await tx.audit({ action: `trading.review.${what}`, subject: { kind: 'trade', id } })
}
