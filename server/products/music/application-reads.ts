import { acceptId, cursorPage, instantAndId } from '../../kernel/db/cursor.ts'
import { asId, type Id } from '../../kernel/id.ts'
import type { Reader } from './caller.ts'
import type { ApplicationRow, ApplicationState, MusicTables } from './tables.ts'

export interface PageInput {
  readonly limit?: number
  readonly cursor?: string
}

export interface RowPage<Row> {
  readonly rows: Row[]
  readonly nextCursor: string | null
}

export async function findApplication(source: Reader, id: Id<'application'>): Promise<ApplicationRow | undefined> {
  return await source
    .query<MusicTables>()
    .selectFrom('music.application')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Newest first. */
export async function listOwnApplications(
  source: Reader,
  applicantId: Id<'user'>,
  input: PageInput,
): Promise<RowPage<ApplicationRow>> {
  const page = cursorPage(input, acceptId)
  let query = source
    .query<MusicTables>()
    .selectFrom('music.application')
    .selectAll()
    .where('applicant_id', '=', applicantId)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('id', '<', asId<'application'>(page.after[0] ?? ''))
  const { items, nextCursor } = page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
  return { rows: items, nextCursor }
}

/** What was submitted and when it is due, most urgent first; without `state` what waits for a reviewer. */
export async function listQueue(
  source: Reader,
  input: PageInput & { readonly state?: ApplicationState | undefined },
): Promise<RowPage<ApplicationRow>> {
  const page = cursorPage(input, instantAndId)
  let query = source
    .query<MusicTables>()
    .selectFrom('music.application')
    .selectAll()
    .where('state', 'in', input.state === undefined ? ['submitted', 'in_review'] : [input.state])
    .where('due_at', 'is not', null)
    .orderBy('due_at')
    .orderBy('id')
    .limit(page.limit + 1)
  if (page.after !== null) {
    const [at = '', id = ''] = page.after
    query = query.where((where) =>
      where(where.refTuple('due_at', 'id'), '>', where.tuple(new Date(at), asId<'application'>(id))),
    )
  }
  const { items, nextCursor } = page.of(
    await query.execute(),
    (row) => [row.due_at?.toISOString() ?? '', row.id],
    (row) => row,
  )
  return { rows: items, nextCursor }
}
