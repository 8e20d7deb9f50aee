import { createHash, randomBytes } from 'node:crypto'
import { inSeconds, now } from '../../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../../../kernel/id.ts'
import { findEntry } from '../../journal/entry-reads.ts'
import { readTradeFilter, type TradeFilterQuery } from '../../ledger/trade-filter.ts'
import { ownTrade } from '../../ledger/trades/own-trade.ts'
import { assertShown, type Trader } from '../../trader.ts'
import { sharingProblem } from '../problems.ts'
import type { ShareRow, SharingTables } from '../tables.ts'

const TOKEN_BYTES = 32
const DAY_SECONDS = 24 * 3600
const SHARES_MAX = 500

export interface NewShare {
  readonly title: string
  readonly redacted: boolean
  readonly days: number
  readonly subject:
    | { readonly kind: 'trade'; readonly id: Id<'trade'> }
    | { readonly kind: 'entry'; readonly id: Id<'journal-entry'> }
    | { readonly kind: 'trades' | 'report'; readonly filter: TradeFilterQuery }
}

/**
 * Shows something of the trader's own to whoever has the token, which stands in this answer alone. Throws trading/too-many-shares and the
 * problems of what is shared.
 */
export async function createShare(
  tx: Tx,
  trader: Trader,
  { title, redacted, days, subject }: NewShare,
): Promise<{ readonly share: ShareRow; readonly token: string }> {
  const { id: ownerId } = trader
  const named = await subjectOf(tx, trader, subject)
  const [held] = await tx.raw<{ count: bigint }>('SELECT count(*) FROM trading.share WHERE owner_id = $1', [ownerId])
  if ((held?.count ?? 0n) >= SHARES_MAX) throw sharingProblem('too-many-shares')
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const share = await tx
    .query<SharingTables>()
    .insertInto('trading.share')
    .values({
      ...{ id: newId<'trading-share'>(), owner_id: ownerId, kind: subject.kind, title, redacted, ...named },
      ...{ token_hash: hashOf(token), expires_at: inSeconds(days * DAY_SECONDS), views: 0n, last_viewed_at: null },
      created_at: now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await auditShare(tx, 'created', share)
  return { share, token }
}

async function subjectOf(
  tx: Tx,
  trader: Trader,
  subject: NewShare['subject'],
): Promise<Pick<ShareRow, 'subject_id' | 'filter'>> {
  if (subject.kind === 'trade') {
    await assertShown(tx, trader, [subject.id])
    await ownTrade(tx, trader.id, subject.id)
    return { subject_id: subject.id, filter: null }
  }
  if (subject.kind === 'entry') {
    await findEntry(tx, trader.id, subject.id)
    return { subject_id: subject.id, filter: null }
  }
  const filter = await readTradeFilter(tx, trader, subject.filter, '/filter/')
  return { subject_id: null, filter: filter.asked }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** What a token shows, counted as seen once more. Throws trading/share-not-found alike for what never was, lapsed or was revoked. */
export async function openShare(tx: Tx, token: string): Promise<ShareRow> {
  const share = await tx
    .query<SharingTables>()
    .updateTable('trading.share')
    .set(({ eb }) => ({ views: eb('views', '+', 1n), last_viewed_at: now() }))
    .where('token_hash', '=', hashOf(token))
    .where('expires_at', '>', now())
    .returningAll()
    .executeTakeFirst()
  if (share === undefined) throw sharingProblem('share-not-found')
  return share
}

/** Newest first, lapsed ones among them. */
export async function listShares(
  source: Db,
  ownerId: Id<'user'>,
  input: { readonly limit?: number; readonly cursor?: string },
) {
  const page = cursorPage(input, acceptId)
  let query = source
    .query<SharingTables>()
    .selectFrom('trading.share')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('id', '<', asId<'trading-share'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}

/** The link shows nothing from now on. Throws trading/share-not-found. */
export async function revokeShare(tx: Tx, ownerId: Id<'user'>, id: Id<'trading-share'>): Promise<void> {
  const share = await tx
    .query<SharingTables>()
    .deleteFrom('trading.share')
    .where('owner_id', '=', ownerId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (share === undefined) throw sharingProblem('share-not-found')
  await auditShare(tx, 'revoked', share)
}

async function auditShare(tx: Tx, what: string, { id, kind, redacted }: ShareRow): Promise<void> {
  await tx.audit({
    action: `trading.share.${what}`,
    subject: { kind: 'trading-share', id },
    details: { kind, redacted },
  })
}
