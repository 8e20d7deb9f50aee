import { now } from '../../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import type { Call } from '../../../../kernel/http/route.ts'
import { asId, type Id } from '../../../../kernel/id.ts'
import { localDate } from '../../../../kernel/zoned.ts'
import { traderId } from '../../caller.ts'
import { tradingProblem } from '../../problems.ts'
import { sharingProblem } from '../problems.ts'
import type { MentorRow, SharingTables } from '../tables.ts'

/** Of one mentor. */
export interface OwnMentoring {
  readonly mentorId: Id<'user'>
  readonly id: Id<'trading-mentor'>
}

/** An accepted one. */
export interface Mentoring extends OwnMentoring {
  readonly ownerId: Id<'user'>
}

/**
 * The mentor behind a call. Consent of a mentor lets support read what the mentor keeps, never what another trader showed the mentor.
 * Throws trading/consent-needed.
 */
export function mentorId(call: Pick<Call, 'principal'>): Id<'user'> {
  if (call.principal?.actor.impersonatorId !== undefined) throw tradingProblem('consent-needed')
  return traderId(call)
}

/** Invitations and traders of a mentor, newest first. */
export async function listMentoring(
  source: Db,
  mentor: Id<'user'>,
  input: { readonly limit?: number; readonly cursor?: string },
) {
  const page = cursorPage(input, acceptId)
  let query = source
    .query<SharingTables>()
    .selectFrom('trading.mentor')
    .selectAll()
    .where('mentor_id', '=', mentor)
    .where('state', 'in', ['invited', 'accepted'])
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('id', '<', asId<'trading-mentor'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}

/** Takes an invitation. Again, it changes nothing. Throws trading/mentoring-not-found. */
export async function acceptMentoring(tx: Tx, { mentorId, id }: OwnMentoring): Promise<void> {
  const held = await heldMentoring(tx, { mentorId, id })
  if (held.state === 'accepted') return
  const said = { state: 'accepted', accepted_at: now() } as const
  await tx.query<SharingTables>().updateTable('trading.mentor').set(said).where('id', '=', id).execute()
  await tx.audit({ action: 'trading.mentor.accepted', subject: { kind: 'trading-mentor', id } })
}

/** Declines an invitation, of which the trader learns nothing, or stops being a mentor. Throws trading/mentoring-not-found. */
export async function leaveMentoring(tx: Tx, { mentorId, id }: OwnMentoring): Promise<void> {
  const held = await heldMentoring(tx, { mentorId, id })
  const state = held.state === 'invited' ? 'declined' : 'ended'
  await tx
    .query<SharingTables>()
    .updateTable('trading.mentor')
    .set({ state, accepted_at: null })
    .where('id', '=', id)
    .execute()
  const what = state === 'declined' ? 'declined' : 'left'
  await tx.audit({ action: `trading.mentor.${what}`, subject: { kind: 'trading-mentor', id } })
}

/** An invitation or what became of it, under its lock. */
async function heldMentoring(tx: Tx, { mentorId, id }: OwnMentoring): Promise<MentorRow> {
  const row = await tx
    .query<SharingTables>()
    .selectFrom('trading.mentor')
    .selectAll()
    .where('id', '=', id)
    .where('mentor_id', '=', mentorId)
    .where('state', 'in', ['invited', 'accepted'])
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw sharingProblem('mentoring-not-found')
  return row
}

/** Whose things the mentor may comment on: nobody ends it before the transaction does. Throws trading/mentoring-not-found. */
export async function acceptedMentoring(tx: Tx, own: OwnMentoring): Promise<Mentoring> {
  const { owner_id: ownerId, state } = await heldMentoring(tx, own)
  if (state !== 'accepted') throw sharingProblem('mentoring-not-found')
  return { ...own, ownerId }
}

/** Whose things the mentor may read; the first look of each day is audited. Throws trading/mentoring-not-found. */
export async function lookAsMentor(db: Db, call: Pick<Call, 'origin' | 'principal'>, id: Id<'trading-mentor'>) {
  const own = { mentorId: mentorId(call), id }
  const { owner_id: ownerId, looked_on: lookedOn } = await accepted(db, own)
  const today = localDate(now(), 'UTC')
  if (lookedOn !== today) await db.transaction(call.origin, (tx) => recordLook(tx, { ...own, ownerId }, today))
  return { ...own, ownerId }
}

async function recordLook(tx: Tx, { id, ownerId }: Mentoring, today: string): Promise<void> {
  const rows = await tx.raw(
    `UPDATE trading.mentor SET looked_on = $2 WHERE id = $1 AND looked_on IS DISTINCT FROM $2::date RETURNING id`,
    [id, today],
  )
  if (rows.length > 0)
    await tx.audit({ action: 'trading.mentor.looked', subject: { kind: 'user', id: ownerId }, details: { mentor: id } })
}

async function accepted(source: Db, { mentorId, id }: OwnMentoring) {
  const row = await source
    .query<SharingTables>()
    .selectFrom('trading.mentor')
    .select(['owner_id', 'looked_on'])
    .where('id', '=', id)
    .where('mentor_id', '=', mentorId)
    .where('state', '=', 'accepted')
    .executeTakeFirst()
  if (row === undefined) throw sharingProblem('mentoring-not-found')
  return row
}
