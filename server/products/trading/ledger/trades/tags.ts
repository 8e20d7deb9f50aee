import { sql } from 'kysely'
import { now } from '../../../../kernel/clock.ts'
import type { Tx } from '../../../../kernel/db/database.ts'
import { violatedConstraint } from '../../../../kernel/db/sqlstate.ts'
import { type Id, newId } from '../../../../kernel/id.ts'
import type { TagRow } from '../tables.ts'
import { touchAccounts } from './own-trade.ts'
import { tradesProblem } from './problems.ts'
import type { TradesTables } from './tables.ts'
import type { Reader } from './trade-reads.ts'

const TAGS_MAX = 200
/** The first of two keys of the lock under which a trader's tags are counted. */
const TAGS_LOCK = 7_203_951

type Naming = Pick<TagRow, 'name' | 'grouping'>

interface Own {
  readonly ownerId: Id<'user'>
  readonly id: Id<'tag'>
}

/** All tags of the trader, by group and name, with how many trades have each. */
export function listTags(source: Reader, ownerId: Id<'user'>): Promise<(TagRow & { trades: bigint })[]> {
  return source
    .query<TradesTables>()
    .selectFrom('trading.tag as tag')
    .selectAll('tag')
    .select(sql<bigint>`(SELECT count(*) FROM trading.trade_tag held WHERE held.tag_id = tag.id)`.as('trades'))
    .where('tag.owner_id', '=', ownerId)
    .orderBy('tag.grouping')
    .orderBy(sql`lower(tag.name)`)
    .execute()
}

/** Throws trading/tag-exists, trading/too-many-tags. */
export async function addTag(tx: Tx, ownerId: Id<'user'>, naming: Naming): Promise<TagRow> {
  await tx.raw('SELECT pg_advisory_xact_lock($1, hashtext($2))', [TAGS_LOCK, ownerId])
  const [held] = await tx.raw<{ count: bigint }>('SELECT count(*) FROM trading.tag WHERE owner_id = $1', [ownerId])
  if (Number(held?.count) >= TAGS_MAX) throw tradesProblem('too-many-tags')
  const row: TagRow = { id: newId<'tag'>(), owner_id: ownerId, ...naming, created_at: now() }
  await named(tx.query<TradesTables>().insertInto('trading.tag').values(row).execute())
  await auditTag(tx, 'added', row)
  return row
}

/** Throws trading/tag-not-found, trading/tag-exists. */
export async function changeTag(tx: Tx, { ownerId, id }: Own, naming: Partial<Naming>): Promise<TagRow> {
  const held = await findTag(tx, { ownerId, id })
  const row = { ...held, ...naming }
  const { name, grouping } = row
  await named(
    tx.query<TradesTables>().updateTable('trading.tag').set({ name, grouping }).where('id', '=', id).execute(),
  )
  await touchHolders(tx, id)
  await auditTag(tx, 'changed', row)
  return row
}

/** Takes the tag off all trades that have it. Throws trading/tag-not-found. */
export async function removeTag(tx: Tx, own: Own): Promise<void> {
  const held = await findTag(tx, own)
  await touchHolders(tx, own.id)
  await tx.query<TradesTables>().deleteFrom('trading.tag').where('id', '=', own.id).execute()
  await auditTag(tx, 'removed', held)
}

/** Throws trading/tag-not-found unless all of them are the trader's. */
export async function holdTags(tx: Tx, ownerId: Id<'user'>, ids: readonly Id<'tag'>[]): Promise<void> {
  const found = await tx.raw('SELECT id FROM trading.tag WHERE owner_id = $1 AND id = ANY($2::uuid[]) FOR KEY SHARE', [
    ownerId,
    ids,
  ])
  if (found.length < new Set(ids).size) throw tradesProblem('tag-not-found')
}

async function findTag(tx: Tx, { ownerId, id }: Own): Promise<TagRow> {
  const row = await tx
    .query<TradesTables>()
    .selectFrom('trading.tag')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw tradesProblem('tag-not-found')
  return row
}

async function named(written: Promise<unknown>): Promise<void> {
  try {
    await written
  } catch (error) {
    if (violatedConstraint(error) === 'tag_by_name') throw tradesProblem('tag-exists', { cause: error })
    throw error
  }
}

async function touchHolders(tx: Tx, id: Id<'tag'>): Promise<void> {
  const held = await tx.raw<{ id: Id<'trading-account'> }>(
    'SELECT DISTINCT account_id AS id FROM trading.trade_tag WHERE tag_id = $1',
    [id],
  )
  await touchAccounts(
    tx,
    held.map((row) => row.id),
  )
}

async function auditTag(tx: Tx, what: string, { id, grouping }: TagRow): Promise<void> {
  await tx.audit({ action: `trading.tag.${what}`, subject: { kind: 'tag', id }, details: { grouping } })
}
