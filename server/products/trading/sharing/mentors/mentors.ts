import { inSeconds, now } from '../../../../kernel/clock.ts'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import { type Id, newId } from '../../../../kernel/id.ts'
import { parseEmail } from '../../../../platform/identity/index.ts'
import { sharingProblem } from '../problems.ts'
import type { MentorRow, SharingTables } from '../tables.ts'

const MENTORS_MAX = 20
const DAY_SECONDS = 24 * 3600

/** The queue of invitations on their way. */
export const INVITATION_QUEUE = 'trading.invite-mentor'

/**
 * Invites whoever has this address, and does the same when nobody has it. Throws identity/bad-email, trading/mentor-already-invited,
 * trading/too-many-mentors.
 */
export async function inviteMentor(tx: Tx, ownerId: Id<'user'>, email: string): Promise<MentorRow> {
  const { written, canonical } = parseEmail(email)
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`trading.mentors ${ownerId}`])
  const held = await tx
    .query<SharingTables>()
    .selectFrom('trading.mentor')
    .select(['email_key', 'state', 'invited_at'])
    .where('owner_id', '=', ownerId)
    .where((eb) => eb.or([eb('state', '<>', 'ended'), eb('invited_at', '>', inSeconds(-DAY_SECONDS))]))
    .execute()
  if (held.some(({ email_key, state }) => email_key === canonical && state !== 'ended'))
    throw sharingProblem('mentor-already-invited')
  if (held.filter(({ email_key }) => email_key !== canonical).length >= MENTORS_MAX)
    throw sharingProblem('too-many-mentors')
  const again = { email: written, mentor_id: null, invited_at: now(), accepted_at: null, looked_on: null }
  const invited = { ...again, state: 'invited' } as const
  const never = { invitation_mailed_at: null, comment_mailed_at: null }
  const row = await tx
    .query<SharingTables>()
    .insertInto('trading.mentor')
    .values({ id: newId<'trading-mentor'>(), owner_id: ownerId, email_key: canonical, ...invited, ...never })
    .onConflict((conflict) => conflict.columns(['owner_id', 'email_key']).doUpdateSet(invited))
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx.enqueue({ queue: INVITATION_QUEUE, data: { mentorId: row.id }, options: {} })
  await tx.audit({ action: 'trading.mentor.invited', subject: { kind: 'trading-mentor', id: row.id } })
  return row
}

/** Those who are invited or accepted, newest first. */
export function listMentors(source: Db, ownerId: Id<'user'>): Promise<MentorRow[]> {
  return source
    .query<SharingTables>()
    .selectFrom('trading.mentor')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('state', '<>', 'ended')
    .orderBy('invited_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

/** The mentor reads nothing from the next request on. Throws trading/mentor-not-found. */
export async function revokeMentor(tx: Tx, ownerId: Id<'user'>, id: Id<'trading-mentor'>): Promise<void> {
  const row = await tx
    .query<SharingTables>()
    .updateTable('trading.mentor')
    .set({ state: 'ended', accepted_at: null })
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .where('state', '<>', 'ended')
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) throw sharingProblem('mentor-not-found')
  await tx.audit({ action: 'trading.mentor.revoked', subject: { kind: 'trading-mentor', id } })
}
