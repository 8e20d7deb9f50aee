import { inSeconds, now } from '../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { ContentType } from './content-type.ts'
import { commentReceived } from './events.ts'
import { contentProblem } from './problems.ts'
import type { CommentRow, CommentState, ContentTables } from './tables.ts'
import { visitorKey } from './visitors.ts'

const HOUR_SECONDS = 3600
const HOURLY_MAX = 5

export interface NewComment {
  readonly name: string
  readonly body: string
  readonly parentId: Id<'comment'> | null
  readonly isSpam: boolean
}

/** Takes a comment that waits to be read. Throws content/entry-not-found, content/comment-not-found, content/too-many-comments. */
export async function addComment(tx: Tx, entryId: Id<'entry'>, input: NewComment): Promise<void> {
  const key = await visitorKey(tx)
  const [recent] = await tx.raw<{ count: bigint }>(
    'SELECT count(*) AS count FROM content.comment WHERE visitor_key = $1 AND created_at > $2',
    [key, inSeconds(-HOUR_SECONDS)],
  )
  if ((recent?.count ?? 0n) >= HOURLY_MAX)
    throw contentProblem('too-many-comments', { retryAfterSeconds: HOUR_SECONDS })
  if (input.parentId !== null) await assertAnswerable(tx, entryId, input.parentId)
  const id = newId<'comment'>()
  await tx
    .query<ContentTables>()
    .insertInto('content.comment')
    .values({
      ...{ id, entry_id: entryId, parent_id: input.parentId, author_name: input.name, body: input.body },
      ...{ state: input.isSpam ? 'spam' : 'pending', visitor_key: key, helpful: 0 },
      ...{ decided_by: null, decided_at: null, created_at: now() },
    })
    .execute()
  if (!input.isSpam) await tx.publish(commentReceived, { commentId: id, entryId })
}

async function assertAnswerable(tx: Tx, entryId: Id<'entry'>, parentId: Id<'comment'>): Promise<void> {
  const [parent] = await tx.raw(
    "SELECT id FROM content.comment WHERE id = $1 AND entry_id = $2 AND state = 'approved' AND parent_id IS NULL",
    [parentId, entryId],
  )
  if (parent === undefined) throw contentProblem('comment-not-found')
}

/** The live entry at an address. Throws content/entry-not-found. */
export async function liveEntry(
  source: Pick<Db | Tx, 'raw'>,
  type: ContentType,
  { locale, slug }: { readonly locale: string; readonly slug: string },
): Promise<Id<'entry'>> {
  const [row] = await source.raw<{ id: Id<'entry'> }>(
    'SELECT entry_id AS id FROM content.published WHERE type = $1 AND locale = $2 AND slug = $3',
    [type.name, locale, slug],
  )
  if (row === undefined) throw contentProblem('entry-not-found')
  return row.id
}

interface PageQuery {
  readonly limit?: number
  readonly cursor?: string
}

/** What has been approved, the oldest first. */
export async function listComments(db: Db, entryId: Id<'entry'>, query: PageQuery) {
  const page = cursorPage(query, acceptId)
  let select = db
    .query<ContentTables>()
    .selectFrom('content.comment')
    .selectAll()
    .where('entry_id', '=', entryId)
    .where('state', '=', 'approved')
    .orderBy('id')
    .limit(page.limit + 1)
  if (page.after?.[0] !== undefined) select = select.where('id', '>', page.after[0] as Id<'comment'>)
  return page.of(await select.execute(), (row) => [row.id], toComment)
}

function toComment(row: CommentRow) {
  return {
    id: row.id,
    parentId: row.parent_id,
    name: row.author_name,
    body: row.body,
    helpful: row.helpful,
    createdAt: row.created_at,
  }
}

/** Comments of all entries in one state, the newest first. */
export async function moderationQueue(db: Db, query: PageQuery & { readonly state?: CommentState }) {
  const page = cursorPage(query, acceptId)
  let select = db
    .query<ContentTables>()
    .selectFrom('content.comment')
    .selectAll()
    .where('state', '=', query.state ?? 'pending')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after?.[0] !== undefined) select = select.where('id', '<', page.after[0] as Id<'comment'>)
  return page.of(await select.execute(), (row) => [row.id], toModerated)
}

export function toModerated(row: CommentRow) {
  return { ...toComment(row), entryId: row.entry_id, state: row.state, decidedAt: row.decided_at }
}

/** Decides on a comment, or decides otherwise. Throws content/comment-not-found. */
export async function decideComment(
  tx: Tx,
  id: Id<'comment'>,
  decision: { readonly state: Exclude<CommentState, 'pending'>; readonly by: Id<'user'> },
): Promise<CommentRow> {
  const row = await tx
    .query<ContentTables>()
    .updateTable('content.comment')
    .set({ state: decision.state, decided_by: decision.by, decided_at: now() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw contentProblem('comment-not-found')
  const subject = { kind: 'comment', id }
  await tx.audit({ action: `content.comment.${decision.state}`, subject, details: { entryId: row.entry_id } })
  return row
}

/** Counts a visitor once. Throws content/comment-not-found for one that is not shown. */
export async function markHelpful(tx: Tx, id: Id<'comment'>): Promise<number> {
  const [shown] = await tx.raw<{ helpful: number }>(
    "SELECT helpful FROM content.comment WHERE id = $1 AND state = 'approved' FOR UPDATE",
    [id],
  )
  if (shown === undefined) throw contentProblem('comment-not-found')
  const counted = await tx.raw(
    'INSERT INTO content.helpful (comment_id, visitor_key, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING comment_id',
    [id, await visitorKey(tx), now()],
  )
  if (counted.length === 0) return shown.helpful
  await tx.raw('UPDATE content.comment SET helpful = helpful + 1 WHERE id = $1', [id])
  return shown.helpful + 1
}
