import { now } from '../../../kernel/clock.ts'
import { type Cursor, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { isDate, type LocalDate } from '../../../kernel/zoned.ts'
import { journalProblem } from './problems.ts'
import type { JournalTables, ReflectionRow } from './tables.ts'

export interface OwnDay {
  readonly ownerId: Id<'user'>
  readonly day: LocalDate
}

export interface ReflectionInput {
  readonly mood?: number | null
  readonly moodWords?: readonly string[]
  readonly discipline?: number | null
  readonly wentWell?: string
  readonly wentBadly?: string
  readonly lesson?: string
  /** The one that was read; null for a day nothing was written of. */
  readonly version: number | null
}

/** Throws trading/reflection-not-found. */
export async function findReflection(source: Db | Tx, own: OwnDay): Promise<ReflectionRow> {
  const row = await ofDay(source, own).executeTakeFirst()
  if (row === undefined) throw journalProblem('reflection-not-found')
  return row
}

/** Throws trading/journal-stale. */
export async function saveReflection(tx: Tx, own: OwnDay, input: ReflectionInput): Promise<ReflectionRow> {
  const before = await ofDay(tx, own).forUpdate().executeTakeFirst()
  if (input.version !== (before?.version ?? null)) throw journalProblem('journal-stale')
  const { mood = null, moodWords = [], discipline = null, wentWell = '', wentBadly = '', lesson = '' } = input
  const said = { mood, mood_words: [...moodWords], discipline, went_well: wentWell, went_badly: wentBadly, lesson }
  const query = tx.query<JournalTables>()
  if (before !== undefined)
    return await query
      .updateTable('trading.daily_reflection')
      .set({ ...said, version: before.version + 1, updated_at: now() })
      .where('owner_id', '=', own.ownerId)
      .where('day', '=', own.day)
      .returningAll()
      .executeTakeFirstOrThrow()
  const row = await query
    .insertInto('trading.daily_reflection')
    .values({ owner_id: own.ownerId, day: own.day, ...said, version: 1, created_at: now(), updated_at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw journalProblem('journal-stale')
  await audit(tx, 'created', own)
  return row
}

/** Throws trading/reflection-not-found. */
export async function removeReflection(tx: Tx, own: OwnDay): Promise<void> {
  const { numDeletedRows } = await tx
    .query<JournalTables>()
    .deleteFrom('trading.daily_reflection')
    .where('owner_id', '=', own.ownerId)
    .where('day', '=', own.day)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw journalProblem('reflection-not-found')
  await audit(tx, 'removed', own)
}

/** The newest day first. */
export async function listReflections<Item>(
  db: Db,
  ownerId: Id<'user'>,
  query: { readonly limit?: number; readonly cursor?: string },
  toItem: (row: ReflectionRow) => Item,
) {
  const page = cursorPage(query, acceptDay)
  let rows = db
    .query<JournalTables>()
    .selectFrom('trading.daily_reflection')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('day', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) rows = rows.where('day', '<', page.after[0] ?? '')
  return page.of(await rows.execute(), ({ day }) => [day], toItem)
}

function ofDay(source: Db | Tx, { ownerId, day }: OwnDay) {
  return source
    .query<JournalTables>()
    .selectFrom('trading.daily_reflection')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('day', '=', day)
}

function acceptDay(values: readonly string[]): Cursor | null {
  return values.length === 1 && isDate(values[0] ?? '') ? values : null
}

async function audit(tx: Tx, what: string, { ownerId, day }: OwnDay): Promise<void> {
  await tx.audit({ action: `trading.reflection.${what}`, subject: { kind: 'user', id: ownerId }, details: { day } })
}
