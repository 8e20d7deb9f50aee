import { sql } from 'kysely'
import { now } from '../../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../../kernel/db/cursor.ts'
import type { Tx } from '../../../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../../../kernel/id.ts'
import { tradingProblem } from '../../problems.ts'
import { lockAccount } from '../accounts.ts'
import { ownTrades } from './own-trade.ts'
import { tradesProblem } from './problems.ts'
import type { TradeGroupRow, TradesTables } from './tables.ts'
import type { Reader } from './trade-reads.ts'

const MEMBERS_MAX = 50

export interface Merging {
  readonly tradeIds: readonly Id<'trade'>[]
  readonly name?: string | undefined
  /** Absent: a group of their own. */
  readonly groupId?: Id<'trade-group'> | undefined
}

/**
 * Makes one group of several trades, or adds them to one. Throws trading/trade-not-found, trading/trade-group-not-found,
 * trading/trade-group-mixed, trading/trade-grouped, trading/trade-group-full, trading/account-archived.
 */
export async function mergeTrades(tx: Tx, ownerId: Id<'user'>, merging: Merging): Promise<Id<'trade-group'>> {
  const ids = [...new Set(merging.tradeIds)]
  const trades = await ownTrades(tx, ownerId, ids)
  if (trades.length < ids.length) throw tradingProblem('trade-not-found')
  const [accountId, ...others] = new Set(trades.map((trade) => trade.account_id))
  if (accountId === undefined || others.length > 0) throw tradesProblem('trade-group-mixed')
  await lockAccount(tx, ownerId, accountId)
  const { groupId: into } = merging
  const group = into === undefined ? await addGroup(tx, ownerId, merging) : await ownGroup(tx, ownerId, into)
  const held = await membersOf(tx, [group.id])
  if (held.some((member) => member.account_id !== accountId)) throw tradesProblem('trade-group-mixed')
  const before = new Set(held.map((member) => member.trade_id))
  const added = ids.filter((id) => !before.has(id))
  if (before.size + added.length > MEMBERS_MAX) throw tradesProblem('trade-group-full')
  const written = await tx.raw(
    `INSERT INTO trading.trade_group_member (trade_id, group_id, account_id)
     SELECT id, $2, $3 FROM unnest($1::uuid[]) AS trade (id) ON CONFLICT DO NOTHING RETURNING trade_id`,
    [added, group.id, accountId],
  )
  if (written.length < added.length) throw tradesProblem('trade-grouped')
  await auditGroup(tx, 'merged', group.id, { added: added.length })
  return group.id
}

async function addGroup(tx: Tx, ownerId: Id<'user'>, { tradeIds, name }: Merging): Promise<TradeGroupRow> {
  const [named] = await tx.raw<{ name: string }>(
    `SELECT coalesce(instrument.root, instrument.symbol) AS name FROM trading.trade
       JOIN trading.instrument ON instrument.id = trade.instrument_id WHERE trade.id = $1`,
    [tradeIds[0]],
  )
  const id = newId<'trade-group'>()
  const row = { id, owner_id: ownerId, name: name ?? named?.name ?? 'Strategy', created_at: now() }
  await tx.query<TradesTables>().insertInto('trading.trade_group').values(row).execute()
  return row
}

export interface OwnGroup {
  readonly ownerId: Id<'user'>
  readonly id: Id<'trade-group'>
}

/**
 * Takes trades out of their group, all of them without `tradeIds`; a group of which fewer than two remain is no more. True while it is
 * there. Throws trading/trade-group-not-found, and trading/trade-not-found for one that is not in it.
 */
export async function splitGroup(
  tx: Tx,
  own: OwnGroup,
  tradeIds: readonly Id<'trade'>[] | undefined,
): Promise<boolean> {
  const { id } = await ownGroup(tx, own.ownerId, own.id)
  const held = await membersOf(tx, [id])
  const leaving = new Set(tradeIds ?? held.map((member) => member.trade_id))
  const staying = held.filter((member) => !leaving.has(member.trade_id))
  if (held.length - staying.length < leaving.size) throw tradingProblem('trade-not-found')
  const stays = staying.length > 1
  if (stays) await tx.raw('DELETE FROM trading.trade_group_member WHERE trade_id = ANY($1::uuid[])', [[...leaving]])
  else await tx.raw('DELETE FROM trading.trade_group WHERE id = $1', [id])
  await auditGroup(tx, 'split', id, { removed: stays ? leaving.size : held.length })
  return stays
}

/** Throws trading/trade-group-not-found. */
export async function renameGroup(tx: Tx, own: OwnGroup, name: string): Promise<void> {
  const { id } = await ownGroup(tx, own.ownerId, own.id)
  await tx.query<TradesTables>().updateTable('trading.trade_group').set({ name }).where('id', '=', id).execute()
  await auditGroup(tx, 'renamed', id, {})
}

/** Under its lock inside a transaction that changes it. Throws trading/trade-group-not-found. */
async function ownGroup(tx: Tx, ownerId: Id<'user'>, id: Id<'trade-group'>): Promise<TradeGroupRow> {
  const row = await groups(tx, ownerId).where('id', '=', id).forUpdate().executeTakeFirst()
  if (row === undefined) throw tradesProblem('trade-group-not-found')
  return row
}

function groups(source: Reader, ownerId: Id<'user'>) {
  return source.query<TradesTables>().selectFrom('trading.trade_group').selectAll().where('owner_id', '=', ownerId)
}

/** Throws trading/trade-group-not-found. */
export async function findGroup(source: Reader, { ownerId, id }: OwnGroup): Promise<TradeGroupRow> {
  const row = await groups(source, ownerId).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw tradesProblem('trade-group-not-found')
  return row
}

/** Newest first. */
export async function listGroups(
  source: Reader,
  ownerId: Id<'user'>,
  paging: { readonly limit?: number; readonly cursor?: string },
) {
  const page = cursorPage(paging, acceptId)
  let query = groups(source, ownerId)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('id', '<', asId<'trade-group'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}

/** In the order of their ids, also those whose trade is not there at the moment. */
export function membersOf(source: Reader, groupIds: readonly Id<'trade-group'>[]) {
  return source
    .query<TradesTables>()
    .selectFrom('trading.trade_group_member')
    .selectAll()
    .where(sql<boolean>`group_id = ANY(${groupIds}::uuid[])`)
    .orderBy('trade_id')
    .execute()
}

async function auditGroup(tx: Tx, what: string, id: Id<'trade-group'>, details: object): Promise<void> {
  await tx.audit({
    action: `trading.trade-group.${what}`,
    subject: { kind: 'trade-group', id },
    details: { ...details },
  })
}
