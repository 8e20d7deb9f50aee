import type { Db, Tx } from '../../../../kernel/db/database.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { SharingTables } from '../tables.ts'

/** Of traders and of mentors: what each knows, and no more. */
export async function exportMentors(db: Db, userId: Id<'user'>) {
  const rows = await db
    .query<SharingTables>()
    .selectFrom('trading.mentor')
    .select(['id', 'owner_id', 'email', 'state', 'invited_at', 'accepted_at'])
    .where((eb) => eb.or([eb('owner_id', '=', userId), eb('mentor_id', '=', userId)]))
    .orderBy('id')
    .execute()
  const mentors = rows
    .filter(({ owner_id }) => owner_id === userId)
    // That an invitation was declined would say that there is somebody.
    .map(({ owner_id: _, ...row }) => ({ ...row, state: row.state === 'declined' ? 'invited' : row.state }))
  const mentoring = rows.filter(({ owner_id }) => owner_id !== userId).map(({ owner_id: _, ...row }) => row)
  const comments = await db
    .query<SharingTables>()
    .selectFrom('trading.mentor_comment')
    .select(['id', 'mentor_id', 'trade_id', 'entry_id', 'text', 'created_at'])
    .where((eb) => eb.or([eb('owner_id', '=', userId), eb('mentor_id', '=', userId)]))
    .orderBy('id')
    .execute()
  const mentorComments = comments.map(({ mentor_id, ...row }) => ({ ...row, isOwn: mentor_id === userId }))
  return {
    ...(mentors.length === 0 ? {} : { mentors }),
    ...(mentoring.length === 0 ? {} : { mentoring }),
    ...(mentorComments.length === 0 ? {} : { mentorComments }),
  }
}

/** Comments go with whichever of the two goes first. */
export async function eraseMentors(tx: Tx, userId: Id<'user'>): Promise<void> {
  for (const table of ['mentor_comment', 'mentor'])
    await tx.raw(`DELETE FROM trading.${table} WHERE owner_id = $1 OR mentor_id = $1`, [userId])
}
