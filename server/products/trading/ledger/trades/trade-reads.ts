import { sql } from 'kysely'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { InstrumentRow, TagRow, TradeNoteRow, TradeRow } from '../tables.ts'
import { initialRisk, rMultiple } from '../trade-risk.ts'
import type { TradesTables } from './tables.ts'

export type Reader = Db | Tx

type Nullable<Row> = { [Name in keyof Row]: Row[Name] | null }

/** A trade with what is shown beside it. */
export interface ListedTrade extends TradeRow, Pick<Nullable<TradeNoteRow>, 'playbook_id' | 'rating' | 'review_state'> {
  symbol: string
  asset_class: InstrumentRow['asset_class']
  instrument_currency: string
  account_currency: string
  has_notes: boolean | null
  risk: string | null
  r: string | null
  percent_return: string | null
  group_id: Id<'trade-group'> | null
}

const hasNotes = sql<boolean | null>`note.text <> ''`
/** Of what was entered: net by price times quantity times multiplier. */
const percentReturn = sql<string | null>`CASE WHEN trade.status = 'closed'
  THEN round(trade.net_base * 100 / nullif(trade.cost_base, 0), 6) END`

/** Trades of these ids, in no order, with what is shown beside them. */
export function tradesById(source: Reader, ids: readonly Id<'trade'>[]): Promise<ListedTrade[]> {
  return source
    .query<TradesTables>()
    .selectFrom('trading.trade as trade')
    .innerJoin('trading.account as account', 'account.id', 'trade.account_id')
    .innerJoin('trading.instrument as instrument', 'instrument.id', 'trade.instrument_id')
    .leftJoin('trading.trade_note as note', 'note.trade_id', 'trade.id')
    .leftJoin('trading.trade_group_member as member', 'member.trade_id', 'trade.id')
    .selectAll('trade')
    .select(['instrument.symbol', 'instrument.asset_class', 'instrument.currency as instrument_currency'])
    .select(['account.currency as account_currency', 'member.group_id'])
    .select(['note.playbook_id', 'note.rating', 'note.review_state', hasNotes.as('has_notes')])
    .select([initialRisk.as('risk'), rMultiple.as('r'), percentReturn.as('percent_return')])
    .where(sql<boolean>`trade.id = ANY(${ids}::uuid[])`)
    .execute()
}

/** The tags of each of these trades, by name. */
export async function tagsOf(source: Reader, ids: readonly Id<'trade'>[]): Promise<Map<Id<'trade'>, TagRow[]>> {
  const rows = await source
    .query<TradesTables>()
    .selectFrom('trading.trade_tag as held')
    .innerJoin('trading.tag as tag', 'tag.id', 'held.tag_id')
    .selectAll('tag')
    .select('held.trade_id')
    .where(sql<boolean>`held.trade_id = ANY(${ids}::uuid[])`)
    .orderBy(sql`lower(tag.name)`)
    .orderBy('tag.id')
    .execute()
  const tags = new Map<Id<'trade'>, TagRow[]>()
  for (const { trade_id: id, ...tag } of rows) tags.set(id, [...(tags.get(id) ?? []), tag])
  return tags
}
