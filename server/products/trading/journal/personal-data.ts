import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { JournalTables } from './tables.ts'

/** What the trader wrote and set; empty when nothing. Pictures are exported with the person's files. */
export async function exportPerson(db: Db, userId: Id<'user'>) {
  const query = db.query<JournalTables>()
  const owned = <Rows extends readonly object[]>(name: string, rows: Rows) =>
    rows.length === 0 ? {} : { [name]: rows }
  const [entries, reflections, sessions, goals, milestones, digests, dailyDigests] = await Promise.all([
    query
      .selectFrom('trading.journal_entry')
      .select(['id', 'scope', 'day', 'trade_id', 'title', 'body', 'mood', 'mood_words', 'created_at', 'updated_at'])
      .where('owner_id', '=', userId)
      .orderBy('id')
      .execute(),
    query.selectFrom('trading.daily_reflection').selectAll().where('owner_id', '=', userId).orderBy('day').execute(),
    query.selectFrom('trading.session').selectAll().where('owner_id', '=', userId).orderBy('id').execute(),
    query.selectFrom('trading.goal').selectAll().where('owner_id', '=', userId).orderBy('id').execute(),
    query.selectFrom('trading.milestone').selectAll().where('owner_id', '=', userId).orderBy('id').execute(),
    query.selectFrom('trading.weekly_digest').selectAll().where('owner_id', '=', userId).execute(),
    query.selectFrom('trading.daily_digest').selectAll().where('owner_id', '=', userId).execute(),
  ])
  return {
    ...owned('journalEntries', entries),
    ...owned('reflections', reflections),
    ...owned('sessions', sessions),
    ...owned('goals', goals),
    ...owned('milestones', milestones),
    ...owned('weeklyDigest', digests),
    ...owned('dailyDigest', dailyDigests),
    ...owned('reviews', await reviewsOf(db, userId)),
    ...owned('playbooks', await playbooksOf(db, userId)),
  }
}

async function reviewsOf(db: Db, userId: Id<'user'>) {
  return await db
    .query<JournalTables>()
    .selectFrom('trading.trade_review as review')
    .innerJoin('trading.account as account', 'account.id', 'review.account_id')
    .select(['review.trade_id', 'review.quality', 'review.mood', 'review.mood_words', 'review.lesson'])
    .select(['review.execution_vs_plan', 'review.reviewed_at'])
    .where('account.owner_id', '=', userId)
    .orderBy('review.trade_id')
    .execute()
}

async function playbooksOf(db: Db, userId: Id<'user'>) {
  return await db
    .query<JournalTables>()
    .selectFrom('trading.playbook as playbook')
    .innerJoin('trading.playbook_version as version', 'version.playbook_id', 'playbook.id')
    .select(['playbook.id', 'playbook.name', 'playbook.status'])
    .select(['version.number', 'version.description', 'version.rules', 'version.held_from'])
    .where('playbook.owner_id', '=', userId)
    .orderBy('playbook.id')
    .orderBy('version.number')
    .execute()
}

const OWNED = [
  'journal_entry',
  'daily_reflection',
  'session',
  'playbook',
  'milestone',
  'goal',
  'weekly_digest',
  'digest_sent',
  'daily_digest',
  'daily_digest_sent',
]

/** Forgets all of it; reviews and checklists go with the accounts, before them. Pictures go with the person's files. */
export async function erasePerson(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.raw(
    `DELETE FROM trading.journal_file WHERE entry_id IN (SELECT id FROM trading.journal_entry WHERE owner_id = $1)`,
    [userId],
  )
  for (const table of OWNED) await tx.raw(`DELETE FROM trading.${table} WHERE owner_id = $1`, [userId])
  for (const table of ['trade_review', 'trade_rule_result'])
    await tx.raw(
      `DELETE FROM trading.${table} WHERE account_id IN (SELECT id FROM trading.account WHERE owner_id = $1)`,
      [userId],
    )
}
