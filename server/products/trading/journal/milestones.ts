import { now } from '../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../../kernel/id.ts'
import { recipient } from '../../../kernel/mail/address.ts'
import type { TradingDeps } from '../deps.ts'
import { milestoneReached } from './events.ts'
import { type Progress, progressOf } from './goal-progress.ts'
import { milestoneMail } from './mails.ts'
import { periodBefore } from './periods.ts'
import type { GoalRow, JournalTables, MilestoneRow } from './tables.ts'

type Deps = Pick<TradingDeps, 'mailer' | 'people' | 'publicUrl'>
type Reached = Pick<MilestoneRow, 'key' | 'kind' | 'goal_id' | 'title'>

interface Counted {
  readonly kind: Exclude<MilestoneRow['kind'], 'goal'>
  readonly steps: readonly number[]
  readonly title: (count: number) => string
  /** Rows of the trader `$1`; no more than `$2` are counted. */
  readonly rows: string
}

const OWN_TRADES = 'FROM trading.account account JOIN trading.trade trade ON trade.account_id = account.id'
const COUNTED: readonly Counted[] = [
  {
    kind: 'closed-trades',
    steps: [1, 100, 1000],
    title: (count) => (count === 1 ? 'First trade closed' : `${count} trades closed`),
    rows: `SELECT 1 ${OWN_TRADES} WHERE account.owner_id = $1 AND trade.status = 'closed' LIMIT $2`,
  },
  {
    kind: 'journal-days',
    steps: [7, 30, 100],
    title: (count) => `${count} days with a journal`,
    rows: `SELECT 1 FROM (SELECT day FROM trading.journal_entry WHERE owner_id = $1
             UNION SELECT day FROM trading.daily_reflection WHERE owner_id = $1) AS days LIMIT $2`,
  },
  {
    kind: 'reviews',
    steps: [10, 100],
    title: (count) => `${count} trades reviewed`,
    rows: `SELECT 1 FROM trading.trade_review review JOIN trading.account account ON account.id = review.account_id
            WHERE account.owner_id = $1 LIMIT $2`,
  },
]

/** Writes down what the trader has reached, and tells of it: each once, all of one look in one letter. */
export async function findMilestones(tx: Tx, deps: Deps, ownerId: Id<'user'>): Promise<void> {
  const reached = [...(await reachedNumbers(tx, ownerId)), ...(await reachedGoals(tx, ownerId))]
  const fresh: MilestoneRow[] = []
  for (const one of reached) {
    const row = await write(tx, ownerId, one)
    if (row !== undefined) fresh.push(row)
  }
  for (const { id, kind, key } of fresh)
    await tx.publish(milestoneReached, { milestoneId: id, traderId: ownerId, kind, key })
  if (fresh.length > 0) await tell(tx, deps, ownerId, fresh)
}

/** The newest first. */
export async function listMilestones<Item>(
  db: Db,
  ownerId: Id<'user'>,
  query: { readonly limit?: number; readonly cursor?: string },
  toItem: (row: MilestoneRow) => Item,
) {
  const page = cursorPage(query, acceptId)
  let rows = db
    .query<JournalTables>()
    .selectFrom('trading.milestone')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) rows = rows.where('id', '<', asId<'milestone'>(page.after[0] ?? ''))
  return page.of(await rows.execute(), ({ id }) => [id], toItem)
}

async function reachedNumbers(tx: Tx, ownerId: Id<'user'>): Promise<Reached[]> {
  const reached: Reached[] = []
  for (const { kind, steps, title, rows } of COUNTED) {
    const [counted] = await tx.raw<{ count: bigint }>(`SELECT count(*) FROM (${rows}) AS counted`, [
      ownerId,
      Math.max(...steps),
    ])
    const count = Number(counted?.count ?? 0n)
    for (const step of steps.filter((one) => one <= count))
      reached.push({ kind, key: `${kind}:${step}`, goal_id: null, title: title(step) })
  }
  return reached
}

/** In the present period and the one before, which may have ended since the last look. */
async function reachedGoals(tx: Tx, ownerId: Id<'user'>): Promise<Reached[]> {
  const goals = await tx
    .query<JournalTables>()
    .selectFrom('trading.goal')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('id')
    .execute()
  const reached: Reached[] = []
  for (const goal of goals) {
    const present = await progressOf(tx, goal)
    const former = await progressOf(tx, goal, periodBefore(goal.period, present).from)
    for (const progress of [former, present])
      if (progress.state === 'reached' && counts(goal, progress))
        reached.push({
          ...{ kind: 'goal', key: `goal:${goal.id}:${progress.from}`, goal_id: goal.id },
          title: `${sentenceOf(goal)}, ${progress.from} to ${progress.to}`,
        })
  }
  return reached
}

/** Periods that the goal does not reach into do not count. */
function counts({ starts_on, ends_on }: GoalRow, { from, to }: Progress): boolean {
  return to >= starts_on && (ends_on === null || from <= ends_on)
}

function sentenceOf({ metric, target }: GoalRow): string {
  const plain = target.includes('.') ? target.replace(/\.?0+$/, '') : target
  const said = {
    net: `Goal reached: at least ${plain} net`,
    'win-rate': `Goal reached: at least ${plain} % of trades won`,
    'trades-per-day': `Goal kept: at most ${plain} trades a day`,
    'loss-per-day': `Goal kept: at most ${plain} lost a day`,
    'journal-days': `Goal reached: ${plain} days with a journal`,
  }
  return said[metric]
}

async function write(tx: Tx, ownerId: Id<'user'>, reached: Reached): Promise<MilestoneRow | undefined> {
  return await tx
    .query<JournalTables>()
    .insertInto('trading.milestone')
    .values({ id: newId<'milestone'>(), owner_id: ownerId, ...reached, reached_at: now() })
    .onConflict((conflict) => conflict.columns(['owner_id', 'key']).doNothing())
    .returningAll()
    .executeTakeFirst()
}

async function tell(
  tx: Tx,
  { mailer, people, publicUrl }: Deps,
  ownerId: Id<'user'>,
  rows: MilestoneRow[],
): Promise<void> {
  const person = (await people([ownerId], tx)).get(ownerId)
  if (person === undefined) return
  await mailer.send(tx, recipient(person), milestoneMail, {
    name: person.name,
    url: new URL('/trading/goals', publicUrl).href,
    milestones: rows.map(({ title }) => title),
  })
}
