import type { Db } from '../../../../kernel/db/database.ts'
import { decimal, formatDecimal } from '../../../../kernel/decimal.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { PlaybookRow, PlaybookVersionRow, ReviewRow, RuleResultRow } from '../../journal/tables.ts'
import type { AccountRow, TagRow, TradeNoteRow } from '../../ledger/tables.ts'
import type { TradeGroupRow } from '../../ledger/trades/tables.ts'
import { type AnyLine, type LineOf, STOPS_MAX } from './account-file.ts'
import { paged } from './pages.ts'

const plain = (value: string): string => formatDecimal(decimal(value))

/** What a trader said of one trade. */
export interface SaidOfTrade {
  readonly id: Id<'trade'>
  readonly note: TradeNoteRow | null
  readonly review: ReviewRow | null
  readonly tagIds: Id<'tag'>[]
  readonly groupId: Id<'trade-group'> | null
  readonly stops: NonNullable<LineOf<'trade'>['stops']>
  readonly checks: LineOf<'trade'>['checks']
}

const PLAYBOOKS = `
  SELECT * FROM trading.playbook WHERE id IN (
    SELECT playbook_id FROM trading.trade_note WHERE account_id = $1
    UNION SELECT playbook_id FROM trading.trade_rule_result WHERE account_id = $1) ORDER BY id`
const VERSIONS =
  'SELECT * FROM trading.playbook_version WHERE playbook_id = ANY($1::uuid[]) ORDER BY playbook_id, number'
const GROUPS = `
  SELECT * FROM trading.trade_group WHERE id IN (
    SELECT group_id FROM trading.trade_group_member WHERE account_id = $1) ORDER BY id`
const TAGS = `
  SELECT * FROM trading.tag WHERE owner_id = $2 AND (id = ANY($3::uuid[]) OR id IN (
    SELECT tag_id FROM trading.trade_tag WHERE account_id = $1
    UNION SELECT held.tag_id FROM trading.journal_tag held
            JOIN trading.journal_entry entry ON entry.id = held.entry_id WHERE entry.account_id = $1)) ORDER BY id`

/** Tags, playbooks and groups that what is said of the account's trades names. */
export async function tagsAndPlaybooks(db: Db, { id, owner_id: ownerId }: AccountRow): Promise<AnyLine[]> {
  const playbooks = (await db.raw(PLAYBOOKS, [id])) as unknown as PlaybookRow[]
  const versions = (await db.raw(VERSIONS, [playbooks.map((one) => one.id)])) as unknown as PlaybookVersionRow[]
  const named = versions.flatMap(({ rules }) =>
    rules.flatMap((rule) => (rule.kind === 'tag-required' ? [rule.tagId] : [])),
  )
  const tags = (await db.raw(TAGS, [id, ownerId, named])) as unknown as TagRow[]
  const groups = (await db.raw(GROUPS, [id])) as unknown as TradeGroupRow[]
  return [
    ...tags.map(({ id: tagId, name, grouping }): AnyLine => ({ type: 'tag', id: tagId, name, grouping })),
    ...playbooks.map((row) => playbookLine(row, versions, tags)),
    ...groups.map(({ id: groupId, name }): AnyLine => ({ type: 'group', id: groupId, name })),
  ]
}

/** A rule about a tag that was removed can be kept by nobody any more. */
function playbookLine(
  { id, name, status }: PlaybookRow,
  versions: readonly PlaybookVersionRow[],
  tags: readonly TagRow[],
): LineOf<'playbook'> {
  const own = versions.filter((version) => version.playbook_id === id)
  return {
    ...{ type: 'playbook', id, name, status },
    versions: own.map(({ description, rules, held_from: heldFrom }) => ({
      ...{ description, heldFrom: heldFrom.toISOString() },
      rules: rules.filter((rule) => rule.kind !== 'tag-required' || tags.some((tag) => tag.id === rule.tagId)),
    })),
  }
}

const SPOKEN_OF = `
  SELECT id FROM (
    SELECT trade_id AS id FROM trading.trade_note WHERE account_id = $1
    UNION SELECT trade_id FROM trading.trade_review WHERE account_id = $1
    UNION SELECT trade_id FROM trading.trade_tag WHERE account_id = $1
    UNION SELECT trade_id FROM trading.trade_group_member WHERE account_id = $1
    UNION SELECT trade_id FROM trading.trade_rule_result WHERE account_id = $1
    UNION SELECT trade_id FROM trading.stop_change WHERE account_id = $1) AS said
   WHERE id > $2 AND EXISTS (SELECT FROM trading.execution WHERE execution.account_id = $1 AND lineage_id = said.id)
   ORDER BY id LIMIT $3`

/** Also of trades that are not there at the moment, as long as the execution is known that opened them. */
export async function* saidOfTrades(db: Db, account: AccountRow): AsyncGenerator<SaidOfTrade[]> {
  for await (const rows of paged<{ id: Id<'trade'> }>(db, SPOKEN_OF, account))
    yield await saidOf(
      db,
      account,
      rows.map(({ id }) => id),
    )
}

/** As the database keeps it. */
interface StopChangeRow {
  readonly from_price: string
  readonly to_price: string | null
  readonly is_away: boolean
  readonly changed_at: Date
}

function stopOf({ from_price: from, to_price: to, is_away: isAway, changed_at: at }: StopChangeRow) {
  return { from: plain(from), to: to === null ? null : plain(to), isAway, changedAt: at.toISOString() }
}

async function saidOf(db: Db, { id }: AccountRow, tradeIds: readonly Id<'trade'>[]): Promise<SaidOfTrade[]> {
  const rows = async <Row>(table: string): Promise<Map<Id<'trade'>, Row[]>> => {
    const found = (await db.raw(
      `SELECT * FROM trading.${table} AS held WHERE account_id = $1 AND trade_id = ANY($2::uuid[]) ORDER BY held`,
      [id, tradeIds],
    )) as unknown as (Row & { trade_id: Id<'trade'> })[]
    return Map.groupBy(found, (row) => row.trade_id)
  }
  const notes = await rows<TradeNoteRow>('trade_note')
  const reviews = await rows<ReviewRow>('trade_review')
  const tags = await rows<{ tag_id: Id<'tag'> }>('trade_tag')
  const members = await rows<{ group_id: Id<'trade-group'> }>('trade_group_member')
  const checks = await rows<RuleResultRow>('trade_rule_result')
  const stops = await rows<StopChangeRow>('stop_change')
  return tradeIds.map((tradeId) => ({
    ...{ id: tradeId, note: notes.get(tradeId)?.[0] ?? null, review: reviews.get(tradeId)?.[0] ?? null },
    ...{ tagIds: (tags.get(tradeId) ?? []).map((row) => row.tag_id) },
    groupId: members.get(tradeId)?.[0]?.group_id ?? null,
    stops: (stops.get(tradeId) ?? []).slice(0, STOPS_MAX).map(stopOf),
    checks: (checks.get(tradeId) ?? []).map(({ playbook_id: playbookId, rule_id: ruleId, passed }) => ({
      ...{ playbookId, ruleId, passed },
    })),
  }))
}
