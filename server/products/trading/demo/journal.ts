import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { addDays, type LocalDate, localDate, weekdayOf, zonedInstant } from '../../../kernel/zoned.ts'
import type { RichNode } from '../../../platform/content/index.ts'
import type { TradingParts } from '../deps.ts'
import { createEntry } from '../journal/entries.ts'
import { createGoal } from '../journal/goals.ts'
import { saveReflection } from '../journal/reflections.ts'
import { startSession, stopSession } from '../journal/sessions.ts'
import type { AccountRow } from '../ledger/tables.ts'
import { FUTURES_ZONE } from './futures.ts'
import type { NotedTrade, Words } from './words.ts'

interface Writing {
  readonly ownerId: Id<'user'>
  readonly from: LocalDate
  readonly until: LocalDate
  readonly futures: AccountRow
  readonly shares: AccountRow
  /** Of the futures. */
  readonly noted: readonly NotedTrade[]
  readonly words: Words
}

interface Day {
  readonly date: LocalDate
  readonly trades: readonly NotedTrade[]
  readonly net: number
}

const DAYS_WRITTEN = 24
const SESSIONS_EVERY = 6

/** Entries of the last trading days, sessions, reflections and goals. */
export async function writeJournal(deps: Pick<TradingParts, 'files'>, tx: Tx, writing: Writing): Promise<void> {
  const days = daysOf(writing.noted).slice(-DAYS_WRITTEN)
  for (const [at, day] of days.entries()) {
    await writeDay(deps, tx, writing, day)
    if (at % SESSIONS_EVERY === 0) await writeSession(tx, writing, day)
  }
  const [best] = writing.noted.slice(-60).toSorted((one, other) => other.net - one.net)
  if (best !== undefined) await writeAbout(deps, tx, writing.ownerId, best)
  await setGoals(tx, writing)
}

function daysOf(noted: readonly NotedTrade[]): Day[] {
  const days = Map.groupBy(noted, ({ openedAt }) => localDate(openedAt, FUTURES_ZONE))
  return [...days].map(([date, trades]) => ({ date, trades, net: trades.reduce((sum, { net }) => sum + net, 0) }))
}

async function writeDay(deps: Pick<TradingParts, 'files'>, tx: Tx, writing: Writing, day: Day): Promise<void> {
  const { ownerId, futures, words } = writing
  const mistakes = day.trades.flatMap(({ trade }) => trade.mistake ?? [])
  const isClean = mistakes.length === 0
  const mood = isClean ? (day.net > 0 ? 5 : 3) : day.net > 0 ? 3 : 2
  const calm = words.tags.get(isClean ? 'Calm' : 'Impatient')
  await createEntry(tx, deps.files, ownerId, {
    about: { day: day.date, accountId: futures.id },
    written: {
      title: titleOf(day, isClean),
      body: text(
        planOf(day),
        isClean ? 'Kept to the plan and stopped when it was done.' : `Not kept: ${said(mistakes)}.`,
      ),
      ...{ mood, moodWords: [isClean ? 'calm' : 'impatient'], tagIds: calm === undefined ? [] : [calm] },
    },
  })
  if (day.trades.length < 2) return
  await saveReflection(
    tx,
    { ownerId, day: day.date },
    {
      ...{ mood, discipline: isClean ? 5 : 2, version: null },
      wentWell: isClean ? 'Waited for the setup.' : 'Wrote everything down.',
      wentBadly: isClean ? '' : `${said(mistakes)}.`,
      lesson: isClean ? '' : 'The second loss of a day is the last trade of a day.',
    },
  )
}

function titleOf({ net }: Day, isClean: boolean): string {
  if (net > 0) return isClean ? 'A day by the plan' : 'Lucky rather than good'
  return isClean ? 'A loss that was in order' : 'Should have stopped earlier'
}

function planOf({ trades }: Day): string {
  const setups = [...new Set(trades.map(({ trade }) => trade.setup.toLowerCase()))]
  return `${trades.length === 1 ? 'One trade' : `${trades.length} trades`}: ${setups.join(', ')}.`
}

function said(mistakes: readonly string[]): string {
  return [...new Set(mistakes)].join(', ').toLowerCase()
}

async function writeSession(tx: Tx, { ownerId, futures }: Writing, { date, net }: Day): Promise<void> {
  const at = (time: string) => zonedInstant({ date, time }, FUTURES_ZONE)
  const session = await startSession(tx, ownerId, {
    ...{ accountId: futures.id, startedAt: at('08:15'), moodBefore: 4, moodAfter: net > 0 ? 5 : 3 },
    plan: 'Only breaks of the opening range before half past ten, three trades at most.',
    summary: net > 0 ? 'Two good reads, one of them taken.' : 'The range was too wide to break cleanly.',
    checklist: [
      { text: 'Looked at the calendar of releases', done: true },
      { text: 'Levels of yesterday are on the chart', done: true },
      { text: 'Loss limit of the day is set at the broker', done: net > 0 },
    ],
  })
  await stopSession(tx, { ownerId, id: session.id }, at('15:05'))
}

async function writeAbout(
  deps: Pick<TradingParts, 'files'>,
  tx: Tx,
  ownerId: Id<'user'>,
  { id, trade }: NotedTrade,
): Promise<void> {
  await createEntry(tx, deps.files, ownerId, {
    about: { tradeId: id },
    written: {
      title: `What went right in ${trade.root}`,
      body: text('The break came on the second try, with twice the volume.', 'Half was out at one R; the rest ran.'),
      ...{ mood: 5, moodWords: ['focused'] },
    },
  })
}

async function setGoals(tx: Tx, { ownerId, futures, until }: Writing): Promise<void> {
  const month = `${until.slice(0, 7)}-01`
  const week = addDays(until, 1 - weekdayOf(until))
  const ofFutures = { accountId: futures.id, endsOn: null }
  await createGoal(tx, ownerId, { ...ofFutures, metric: 'net', target: '800', period: 'month', startsOn: month })
  await createGoal(tx, ownerId, { ...ofFutures, metric: 'loss-per-day', target: '300', period: 'week', startsOn: week })
  const ofAll = { accountId: null, endsOn: null }
  await createGoal(tx, ownerId, { ...ofAll, metric: 'win-rate', target: '50', period: 'month', startsOn: month })
  await createGoal(tx, ownerId, { ...ofAll, metric: 'journal-days', target: '3', period: 'week', startsOn: week })
}

function text(...paragraphs: readonly string[]): RichNode {
  return {
    type: 'doc',
    content: paragraphs.map((words) => ({ type: 'paragraph', content: [{ type: 'text', text: words }] })),
  }
}
