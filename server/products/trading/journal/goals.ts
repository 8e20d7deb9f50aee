import { now } from '../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../../kernel/id.ts'
import type { LocalDate } from '../../../kernel/zoned.ts'
import { tradingProblem } from '../problems.ts'
import { ownAccounts } from './own.ts'
import { journalProblem } from './problems.ts'
import type { GoalRow, JournalTables } from './tables.ts'

export interface OwnGoal {
  readonly ownerId: Id<'user'>
  readonly id: Id<'goal'>
}

export interface GoalInput {
  readonly accountId: Id<'trading-account'> | null
  readonly metric: GoalRow['metric']
  readonly target: string
  readonly period: GoalRow['period']
  readonly startsOn: LocalDate
  readonly endsOn: LocalDate | null
}

const GOALS_MAX = 100
const OF_MONEY: readonly GoalRow['metric'][] = ['net', 'loss-per-day']

/** Throws trading/goal-not-found. */
export async function findGoal(source: Db | Tx, own: OwnGoal): Promise<GoalRow> {
  return found(await ownGoal(source, own).executeTakeFirst())
}

/** Throws trading/journal-full, trading/account-not-found and trading/value-invalid. */
export async function createGoal(tx: Tx, ownerId: Id<'user'>, input: GoalInput): Promise<GoalRow> {
  await assertGoal(tx, ownerId, input)
  const [known] = await tx.raw<{ count: bigint }>('SELECT count(*) FROM trading.goal WHERE owner_id = $1', [ownerId])
  if ((known?.count ?? 0n) >= GOALS_MAX) throw journalProblem('journal-full', { params: { max: GOALS_MAX } })
  const row = await tx
    .query<JournalTables>()
    .insertInto('trading.goal')
    .values({
      ...{ id: newId<'goal'>(), owner_id: ownerId, ...columns(input), version: 1 },
      ...{ created_at: now(), updated_at: now() },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await audit(tx, 'created', row)
  return row
}

/** Throws trading/goal-not-found, trading/journal-stale and what creating throws. */
export async function saveGoal(
  tx: Tx,
  own: OwnGoal,
  { version, ...input }: GoalInput & { readonly version: number },
): Promise<GoalRow> {
  const before = found(await ownGoal(tx, own).forUpdate().executeTakeFirst())
  if (version !== before.version) throw journalProblem('journal-stale')
  await assertGoal(tx, own.ownerId, input)
  const row = await tx
    .query<JournalTables>()
    .updateTable('trading.goal')
    .set({ ...columns(input), version: version + 1, updated_at: now() })
    .where('id', '=', own.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await audit(tx, 'changed', row)
  return row
}

/** Milestones that were reached by it stay. Throws trading/goal-not-found. */
export async function removeGoal(tx: Tx, own: OwnGoal): Promise<void> {
  const row = found(await ownGoal(tx, own).forUpdate().executeTakeFirst())
  await tx.query<JournalTables>().deleteFrom('trading.goal').where('id', '=', own.id).execute()
  await audit(tx, 'removed', row)
}

/** The newest first. */
export async function listGoals(
  db: Db,
  ownerId: Id<'user'>,
  query: { readonly limit?: number; readonly cursor?: string },
) {
  const page = cursorPage(query, acceptId)
  let rows = db
    .query<JournalTables>()
    .selectFrom('trading.goal')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) rows = rows.where('id', '<', asId<'goal'>(page.after[0] ?? ''))
  return page.of(
    await rows.execute(),
    ({ id }) => [id],
    (row) => row,
  )
}

function ownGoal(source: Db | Tx, { ownerId, id }: OwnGoal) {
  return source
    .query<JournalTables>()
    .selectFrom('trading.goal')
    .selectAll()
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
}

function found(row: GoalRow | undefined): GoalRow {
  if (row === undefined) throw journalProblem('goal-not-found')
  return row
}

async function assertGoal(tx: Tx, ownerId: Id<'user'>, input: GoalInput): Promise<void> {
  if (input.accountId !== null) await ownAccounts(tx, ownerId, input.accountId)
  else if (OF_MONEY.includes(input.metric)) throw invalid('/accountId', 'is needed: sums of money are of one account')
  if (input.endsOn !== null && input.endsOn < input.startsOn) throw invalid('/endsOn', 'is not before the start')
  if (input.metric === 'win-rate' && Number(input.target) > 100) throw invalid('/target', 'is a percentage')
}

function invalid(pointer: string, detail: string) {
  return tradingProblem('value-invalid', { errors: [{ pointer, code: 'goal', detail }] })
}

function columns({ accountId, metric, target, period, startsOn, endsOn }: GoalInput) {
  return { account_id: accountId, metric, target, period, starts_on: startsOn, ends_on: endsOn }
}

async function audit(tx: Tx, what: string, { id, metric, period }: GoalRow): Promise<void> {
  await tx.audit({ action: `trading.goal.${what}`, subject: { kind: 'goal', id }, details: { metric, period } })
}
