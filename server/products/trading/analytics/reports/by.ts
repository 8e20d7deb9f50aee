import { type Static, Type } from 'typebox'
import type { Db } from '../../../../kernel/db/database.ts'
import { nullable, object, oneOf } from '../../../../kernel/http/schema.ts'
import type { LedgerTables } from '../../ledger/tables.ts'
import type { LoadedTrade } from '../loaded-trade.ts'
import type { Report } from '../report.ts'
import type { Selection } from '../selections.ts'
import { type Tally, tallies, tallyDefinitions, tallyOf, tallyShape, tallyTotal, writtenTally } from '../tally.ts'

const dimensions = [
  'symbol',
  'side',
  'tag',
  'playbook',
  'hour',
  'weekday',
  'hold',
  'assetClass',
  'month',
  'account',
] as const
export type Dimension = (typeof dimensions)[number]

const row = object({
  key: nullable(
    Type.String({
      description: 'An id of tags, playbooks and accounts; null: trades that have none. Of hold: its least seconds',
    }),
  ),
  ...tallyShape,
})

const byQuery = { dimension: oneOf(dimensions) }

const byProperties = {
  dimension: oneOf(dimensions),
  overlaps: Type.Boolean({
    description: 'Whether a trade may count in several rows, which then add up to more than the total',
  }),
  rows: Type.Array(row),
  total: tallyTotal,
}

/** Results by one property of trades, and of all together. */
export function byReport(db: Db): Report<typeof byQuery, typeof byProperties> {
  return {
    name: 'by',
    definitions: tallyDefinitions,
    query: byQuery,
    properties: byProperties,
    async compute(selection, { dimension }) {
      const { scale } = selection.results
      const keysOf = await keysOfTrades(db, selection, dimension)
      const rows = [...tallies(selection, keysOf)].sort(inOrder(dimension))
      return {
        dimension,
        overlaps: dimension === 'tag',
        rows: rows.map(([key, tally]): Static<typeof row> => ({ key, ...writtenTally(tally, scale) })),
        total: writtenTally(tallyOf(selection), scale),
      }
    },
  }
}

/** Under which rows of a dimension a trade counts. */
export async function keysOfTrades(db: Db, selection: Selection, dimension: Dimension): Promise<KeysOf> {
  return dimension === 'tag' ? await tagKeys(db, selection) : KEYS[dimension]
}

type KeysOf = (trade: LoadedTrade) => readonly (string | null)[]

/** Where stretches of holding begin, in seconds: at once, a minute, five, a quarter, an hour, four, a day, a week, a month. */
const HOLDS = [0, 60, 300, 900, 3600, 14_400, 86_400, 604_800, 2_592_000]
const HOLD_KEYS = HOLDS.map((seconds) => [String(seconds)])
const HOUR_KEYS = Array.from({ length: 24 }, (_, hour) => [String(hour)])
const NUMBER_KEYS = Array.from({ length: 8 }, (_, weekday) => [String(weekday)])
const MONTH_LENGTH = 7

const KEYS: Readonly<Record<Exclude<Dimension, 'tag'>, KeysOf>> = {
  symbol: ({ instrument }) => [instrument.symbol],
  side: ({ side }) => (side === 1 ? ['long'] : ['short']),
  playbook: ({ playbookId }) => [playbookId],
  hour: ({ entryMinute }) => HOUR_KEYS[Math.floor(entryMinute / 60)] ?? [],
  weekday: ({ entryWeekday }) => NUMBER_KEYS[entryWeekday] ?? [],
  hold: ({ openedAtMs, closedAtMs }) => HOLD_KEYS[holdAt((closedAtMs - openedAtMs) / 1000)] ?? [],
  assetClass: ({ instrument }) => [instrument.assetClass],
  month: ({ closedDay }) => [closedDay.slice(0, MONTH_LENGTH)],
  account: ({ accountId }) => [accountId],
}

function holdAt(seconds: number): number {
  return Math.max(
    0,
    HOLDS.findLastIndex((least) => least <= seconds),
  )
}

async function tagKeys(db: Db, { scope }: Selection): Promise<KeysOf> {
  const accountIds = scope.filter.accounts.map(({ id }) => id)
  const pairs = await db
    .query<LedgerTables>()
    .selectFrom('trading.trade_tag')
    .select(['trade_id', 'tag_id'])
    .where('account_id', 'in', accountIds)
    .execute()
  const tags = new Map<string, string[]>()
  for (const { trade_id, tag_id } of pairs) {
    const known = tags.get(trade_id)
    if (known === undefined) tags.set(trade_id, [tag_id])
    else known.push(tag_id)
  }
  return ({ id }) => tags.get(id) ?? NO_TAG
}

const NO_TAG = [null]
const ORDERED: ReadonlySet<Dimension> = new Set(['hour', 'weekday', 'hold'])

type Entry = [string | null, Tally]

/** Times in their order, all else by what it brought, the most first. */
function inOrder(dimension: Dimension): (left: Entry, right: Entry) => number {
  if (ORDERED.has(dimension)) return ([left], [right]) => Number(left) - Number(right)
  if (dimension === 'month') return ([left], [right]) => ((left ?? '') < (right ?? '') ? -1 : 1)
  return ([leftKey, left], [rightKey, right]) =>
    left.money === right.money ? ((leftKey ?? '') < (rightKey ?? '') ? -1 : 1) : left.money > right.money ? -1 : 1
}
