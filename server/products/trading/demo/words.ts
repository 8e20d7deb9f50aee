import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { createPlaybook, saveChecks } from '../journal/playbooks.ts'
import { saveReview } from '../journal/reviews.ts'
import type { AccountRow } from '../ledger/tables.ts'
import { putBars } from '../ledger/trades/bars.ts'
import { tagTrades } from '../ledger/trades/bulk-changes.ts'
import { changeNote } from '../ledger/trades/notes.ts'
import { addTag } from '../ledger/trades/tags.ts'
import { withAllTrades } from '../trader.ts'
import { type DemoTrade, MISTAKES, SETUPS } from './demo-trade.ts'

const BAR_SECONDS = 300
const REVIEWED_EVERY = 4

/** What trades of the demo are marked with. */
export interface Words {
  readonly ownerId: Id<'user'>
  readonly tags: ReadonlyMap<string, Id<'tag'>>
  readonly opening: Id<'playbook'>
  readonly swing: Id<'playbook'>
}

/** Tags and two playbooks. */
export async function makeWords(tx: Tx, ownerId: Id<'user'>): Promise<Words> {
  const tags = new Map<string, Id<'tag'>>()
  const named = [
    ...Object.values(SETUPS).map((name) => ({ name, grouping: 'setup' }) as const),
    ...MISTAKES.map((name) => ({ name, grouping: 'mistake' }) as const),
    ...['Calm', 'Impatient'].map((name) => ({ name, grouping: 'emotion' }) as const),
  ]
  for (const naming of named) tags.set(naming.name, (await addTag(tx, ownerId, naming)).id)
  const opening = await createPlaybook(tx, ownerId, {
    name: 'Opening range breakout',
    description:
      'The first half hour makes the range. Enter on the break of it with volume, the stop on the other side of the last swing, half out at one R and the rest at two.',
    rules: [
      { id: 'hours', kind: 'session-window', from: '08:30', until: '10:30', timeZone: 'America/Chicago' },
      { id: 'stop', kind: 'stop-required' },
      { id: 'risk', kind: 'max-risk', amount: '250' },
      { id: 'reward', kind: 'min-planned-r', r: '1.5' },
      { id: 'count', kind: 'max-trades-per-day', count: 3 },
      { id: 'volume', kind: 'checklist', text: 'Volume of the break is above its average' },
    ],
  })
  const swing = await createPlaybook(tx, ownerId, {
    name: 'Pullback to the 50-day line',
    description: 'Shares in a rising trend, bought where they come back to their 50-day average and turn.',
    rules: [
      { id: 'side', kind: 'side', side: 'long' },
      { id: 'stop', kind: 'stop-required' },
      { id: 'reward', kind: 'min-planned-r', r: '1.5' },
      { id: 'weeks', kind: 'max-hold', minutes: 28 * 1440 },
      { id: 'results', kind: 'checklist', text: 'No results of the company in the next ten days' },
    ],
  })
  return { ownerId, tags, opening: opening.id, swing: swing.id }
}

/** A trade of the demo as the ledger knows it. */
export interface NotedTrade {
  readonly id: Id<'trade'>
  readonly trade: DemoTrade
  readonly openedAt: Date
  /** In the account's currency. */
  readonly net: number
}

interface Annotating {
  readonly account: AccountRow
  readonly trades: readonly DemoTrade[]
}

/** Says of the trades of an account what was meant by them, and reviews some. */
export async function annotate(tx: Tx, words: Words, { account, trades }: Annotating): Promise<NotedTrade[]> {
  const { ownerId } = words
  const found = await find(tx, account, trades)
  for (const { id, trade } of found) {
    const playbookId = trade.followed ? (trade.bars.length > 0 ? words.opening : words.swing) : null
    const note = { initialStop: trade.stop, plannedTarget: trade.target, playbookId }
    await changeNote(tx, { ownerId, id }, 0, note)
  }
  for (const [instrumentId, of] of Map.groupBy(found, (one) => one.instrumentId)) {
    const bars = of.flatMap(({ trade }) => trade.bars.map(({ at, ...prices }) => ({ at: at.toISOString(), ...prices })))
    if (bars.length > 0) await putBars(tx, { ownerId, instrumentId, seconds: BAR_SECONDS }, bars)
  }
  for (const [name, tagId] of words.tags) {
    const ids = found.filter(({ trade, net }) => tagsOf(trade, net).includes(name)).map(({ id }) => id)
    if (ids.length > 0) await tagTrades(tx, withAllTrades(ownerId), { ids }, { add: [tagId], remove: [] })
  }
  for (const [at, one] of found.entries()) if (at % REVIEWED_EVERY === 0) await review(tx, words, one)
  return found
}

function tagsOf({ setup, mistake, followed }: DemoTrade, net: number): string[] {
  const mood = mistake === 'Revenge trade' ? 'Impatient' : followed && net > 0 ? 'Calm' : null
  return [setup, mistake, mood].filter((name) => name !== null)
}

type Found = NotedTrade & { readonly instrumentId: Id<'instrument'> }

async function find(tx: Tx, account: AccountRow, trades: readonly DemoTrade[]): Promise<Found[]> {
  const rows = await tx.raw<{
    id: Id<'trade'>
    instrument_id: Id<'instrument'>
    opened_at: Date
    symbol: string
    net: number
  }>(
    `SELECT trade.id, trade.instrument_id, trade.opened_at, instrument.symbol, trade.net_base::float8 AS net
       FROM trading.trade trade JOIN trading.instrument instrument ON instrument.id = trade.instrument_id
      WHERE trade.account_id = $1 ORDER BY trade.opened_at, trade.id`,
    [account.id],
  )
  return rows.flatMap((row): Found[] => {
    const trade = trades.find(
      ({ root, fills }) => row.symbol.startsWith(root) && fills[0]?.at.getTime() === row.opened_at.getTime(),
    )
    const { id, instrument_id: instrumentId, opened_at: openedAt, net } = row
    return trade === undefined ? [] : [{ id, instrumentId, openedAt, net, trade }]
  })
}

async function review(tx: Tx, { ownerId, tags, opening }: Words, { id, trade, net }: NotedTrade): Promise<void> {
  const isGood = trade.mistake === null
  const mistake = trade.mistake === null ? undefined : tags.get(trade.mistake)
  if (trade.followed && trade.bars.length > 0)
    await saveChecks(tx, { ownerId, id: opening }, { tradeId: id, results: { volume: net > -40 } })
  await saveReview(
    tx,
    { ownerId, tradeId: id },
    {
      ...{ quality: isGood ? (net > 0 ? 5 : 4) : 2, mood: isGood ? 4 : 2, version: null },
      moodWords: isGood ? ['focused'] : ['rushed'],
      lesson: LESSONS[trade.mistake ?? 'none'],
      executionVsPlan: isGood ? 'Entered and left where the plan said.' : 'The plan was there, and was not kept.',
      mistakeTagIds: mistake === undefined ? [] : [mistake],
    },
  )
}

const LESSONS: Readonly<Record<(typeof MISTAKES)[number] | 'none', string>> = {
  none: 'Do the same again.',
  'Revenge trade': 'After two losses the screen goes dark for half an hour.',
  'Chased the entry': 'If it left without me, it left. The next one comes.',
  'Too large': 'Size comes from the stop, not from how sure I feel.',
  'No stop': 'No stop, no trade: the order goes in with the entry.',
}
