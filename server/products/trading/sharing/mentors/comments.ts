import { inSeconds, now } from '../../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../../../kernel/id.ts'
import { recipient } from '../../../../kernel/mail/address.ts'
import type { TradingParts } from '../../deps.ts'
import { findEntry } from '../../journal/entry-reads.ts'
import { ownTrade } from '../../ledger/trades/own-trade.ts'
import { assertShown, type Trader, withAllTrades } from '../../trader.ts'
import { sharingProblem } from '../problems.ts'
import type { MentorCommentRow, SharingTables } from '../tables.ts'
import { mentorCommentMail } from './mails.ts'
import { acceptedMentoring, type Mentoring, type OwnMentoring } from './mentoring.ts'

const HOUR_SECONDS = 3600

/** What is commented on. */
export type Subject =
  | { readonly kind: 'trade'; readonly id: Id<'trade'> }
  | { readonly kind: 'entry'; readonly id: Id<'journal-entry'> }

type TellDeps = Pick<TradingParts, 'mailer' | 'people' | 'publicUrl'>

/**
 * Comments on something of the trader's and tells them, at most once an hour. Throws trading/mentoring-not-found,
 * trading/trade-not-found, trading/trade-beyond-plan, trading/journal-entry-not-found.
 */
export async function addComment(
  tx: Tx,
  deps: TellDeps & Pick<TradingParts, 'plans'>,
  own: OwnMentoring,
  { subject, text }: { readonly subject: Subject; readonly text: string },
): Promise<MentorCommentRow> {
  const mentoring = await acceptedMentoring(tx, own)
  const about = await aboutOf(tx, await deps.plans.trader(tx, mentoring.ownerId), subject)
  const row = await tx
    .query<SharingTables>()
    .insertInto('trading.mentor_comment')
    .values({
      ...{ id: newId<'trading-comment'>(), owner_id: mentoring.ownerId, mentor_id: own.mentorId, text },
      ...{ ...about, created_at: now(), changed_at: null },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx.audit({ action: 'trading.mentor.commented', subject: { kind: 'trading-mentor', id: own.id } })
  await tellComment(tx, deps, mentoring, subject)
  return row
}

/** Says a comment of one's own otherwise; the trader gets no other mail. Throws trading/mentoring-not-found, trading/comment-not-found. */
export async function changeComment(
  tx: Tx,
  own: OwnMentoring,
  { id, text }: Pick<MentorCommentRow, 'id' | 'text'>,
): Promise<MentorCommentRow> {
  const { ownerId } = await acceptedMentoring(tx, own)
  const row = await tx
    .query<SharingTables>()
    .updateTable('trading.mentor_comment')
    .set({ text, changed_at: now() })
    .where('id', '=', id)
    .where('mentor_id', '=', own.mentorId)
    .where('owner_id', '=', ownerId)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw sharingProblem('comment-not-found')
  await tx.audit({ action: 'trading.mentor.comment-changed', subject: { kind: 'trading-mentor', id: own.id } })
  return row
}

/** Takes a comment of one's own back. Throws trading/mentoring-not-found, trading/comment-not-found. */
export async function removeComment(tx: Tx, own: OwnMentoring, id: Id<'trading-comment'>): Promise<void> {
  const { ownerId } = await acceptedMentoring(tx, own)
  const { numDeletedRows } = await tx
    .query<SharingTables>()
    .deleteFrom('trading.mentor_comment')
    .where('id', '=', id)
    .where('mentor_id', '=', own.mentorId)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw sharingProblem('comment-not-found')
  await tx.audit({ action: 'trading.mentor.comment-removed', subject: { kind: 'trading-mentor', id: own.id } })
}

async function aboutOf(source: Db | Tx, trader: Trader, subject: Subject) {
  if (subject.kind === 'trade') {
    await assertShown(source, trader, [subject.id])
    const trade = await ownTrade(source, trader.id, subject.id)
    return { account_id: trade.account_id, trade_id: trade.id, entry_id: null }
  }
  const entry = await findEntry(source, trader.id, subject.id)
  return { account_id: null, trade_id: null, entry_id: entry.id }
}

async function tellComment(
  tx: Tx,
  { mailer, people, publicUrl }: TellDeps,
  { id, ownerId, mentorId }: Mentoring,
  subject: Subject,
): Promise<void> {
  const due = await tx
    .query<SharingTables>()
    .updateTable('trading.mentor')
    .set({ comment_mailed_at: now() })
    .where('id', '=', id)
    .where((eb) =>
      eb.or([eb('comment_mailed_at', 'is', null), eb('comment_mailed_at', '<=', inSeconds(-HOUR_SECONDS))]),
    )
    .returning('id')
    .executeTakeFirst()
  const persons = await people([ownerId, mentorId], tx)
  const [trader, mentor] = [persons.get(ownerId), persons.get(mentorId)]
  if (due === undefined || trader === undefined || mentor === undefined) return
  const isTrade = subject.kind === 'trade'
  await mailer.send(tx, recipient(trader), mentorCommentMail, {
    ...{ name: trader.name, mentor: mentor.name, what: isTrade ? 'a trade' : 'a journal entry' },
    url: new URL(`/trading/${isTrade ? 'trades' : 'journal/entries'}/${subject.id}`, publicUrl).href,
  })
}

interface CommentsAsked {
  readonly subject: Subject
  /** Only what this mentor wrote. */
  readonly mentorId?: Id<'user'>
  readonly limit?: number
  readonly cursor?: string
}

/** Comments on something of the trader's, newest first. Throws trading/trade-not-found, trading/journal-entry-not-found. */
export async function listComments(source: Db, ownerId: Id<'user'>, { subject, mentorId, ...paging }: CommentsAsked) {
  await aboutOf(source, withAllTrades(ownerId), subject)
  const page = cursorPage(paging, acceptId)
  let query = source
    .query<SharingTables>()
    .selectFrom('trading.mentor_comment')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  query = subject.kind === 'trade' ? query.where('trade_id', '=', subject.id) : query.where('entry_id', '=', subject.id)
  if (mentorId !== undefined) query = query.where('mentor_id', '=', mentorId)
  if (page.after !== null) query = query.where('id', '<', asId<'trading-comment'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}
