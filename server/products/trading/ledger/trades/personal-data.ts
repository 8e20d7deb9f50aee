import type { Tx } from '../../../../kernel/db/database.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { Reader } from './trade-reads.ts'

/** What a person said of trades; null when nothing. */
export async function exportSaid(source: Reader, userId: Id<'user'>) {
  const notes = await source.raw(
    `SELECT note.trade_id AS "tradeId", note.initial_stop AS "initialStop", note.planned_target AS "plannedTarget",
            note.initial_risk AS "initialRisk", note.rating, note.review_state AS "reviewState", note.text
       FROM trading.trade_note note JOIN trading.account account ON account.id = note.account_id
      WHERE account.owner_id = $1 ORDER BY note.trade_id`,
    [userId],
  )
  const tags = await source.raw(
    `SELECT tag.name, tag.grouping, array(SELECT held.trade_id FROM trading.trade_tag held WHERE held.tag_id = tag.id
                                           ORDER BY held.trade_id) AS trades
       FROM trading.tag tag WHERE tag.owner_id = $1 ORDER BY tag.id`,
    [userId],
  )
  const groups = await source.raw(
    `SELECT held.name, array(SELECT member.trade_id FROM trading.trade_group_member member WHERE member.group_id = held.id
                              ORDER BY member.trade_id) AS trades
       FROM trading.trade_group held WHERE held.owner_id = $1 ORDER BY held.id`,
    [userId],
  )
  const stops = await source.raw(
    `SELECT stop.trade_id AS "tradeId", stop.from_price AS "from", stop.to_price AS "to", stop.changed_at AS "changedAt"
       FROM trading.stop_change stop JOIN trading.account account ON account.id = stop.account_id
      WHERE account.owner_id = $1 ORDER BY stop.id`,
    [userId],
  )
  if (notes.length + tags.length + groups.length === 0) return null
  return { tradeNotes: notes, tradeTags: tags, tradeGroups: groups, stopChanges: stops }
}

/** Forgets all of it; trades themselves are the ledger's. */
export async function eraseSaid(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.raw('DELETE FROM trading.trade_group WHERE owner_id = $1', [userId])
  await tx.raw('DELETE FROM trading.tag WHERE owner_id = $1', [userId])
  for (const table of ['trade_note', 'stop_change'])
    await tx.raw(
      `DELETE FROM trading.${table} WHERE account_id IN (SELECT id FROM trading.account WHERE owner_id = $1)`,
      [userId],
    )
}
