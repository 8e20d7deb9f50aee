import { acceptId, cursorPage, instantAndId } from '../../kernel/db/cursor.ts'
import { asId, type Id } from '../../kernel/id.ts'
import type { PageInput, RowPage } from './application-reads.ts'
import type { Reader } from './caller.ts'
import type { MusicTables, SubmissionRow, SubmissionState } from './tables.ts'

export async function findSubmission(source: Reader, id: Id<'submission'>): Promise<SubmissionRow | undefined> {
  return await source
    .query<MusicTables>()
    .selectFrom('music.submission')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Those of every artist the person belongs to, newest first. */
export async function listOwnSubmissions(
  source: Reader,
  userId: Id<'user'>,
  input: PageInput,
): Promise<RowPage<SubmissionRow>> {
  const page = cursorPage(input, acceptId)
  let query = source
    .query<MusicTables>()
    .selectFrom('music.submission')
    .selectAll()
    .where('artist_id', 'in', (from) =>
      from.selectFrom('music.artist_member').select('artist_id').where('user_id', '=', userId),
    )
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('id', '<', asId<'submission'>(page.after[0] ?? ''))
  const { items, nextCursor } = page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
  return { rows: items, nextCursor }
}

/** What was accepted by the checks, by when an answer is due; without `state` what waits for a reviewer. */
export async function listReviewQueue(
  source: Reader,
  input: PageInput & { readonly state?: SubmissionState | undefined },
): Promise<RowPage<SubmissionRow>> {
  const page = cursorPage(input, instantAndId)
  let query = source
    .query<MusicTables>()
    .selectFrom('music.submission')
    .selectAll()
    .where('state', 'in', input.state === undefined ? ['submitted', 'in_review'] : [input.state])
    .where('due_at', 'is not', null)
    .orderBy('due_at')
    .orderBy('id')
    .limit(page.limit + 1)
  if (page.after !== null) {
    const [at = '', id = ''] = page.after
    query = query.where((where) =>
      where(where.refTuple('due_at', 'id'), '>', where.tuple(new Date(at), asId<'submission'>(id))),
    )
  }
  const { items, nextCursor } = page.of(
    await query.execute(),
    (row) => [row.due_at?.toISOString() ?? '', row.id],
    (row) => row,
  )
  return { rows: items, nextCursor }
}
