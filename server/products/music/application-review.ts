import { inSeconds, now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { findApplication } from './application-reads.ts'
import {
  applicationPage,
  assertState,
  auditApplication,
  insertMessage,
  stageNameOf,
  updateApplication,
} from './applications.ts'
import { insertArtist, insertOwner, type NewArtist } from './artists.ts'
import { claimBy, isHeldBy, noClaim } from './claims.ts'
import type { MusicDeps } from './deps.ts'
import { applicationApproved, applicationRejected } from './events.ts'
import { genreOf } from './genres.ts'
import { type Recipient, sendLetter } from './letters.ts'
import { applicationApprovedMail, applicationRejectedMail, informationRequestedMail } from './mails.ts'
import { musicProblem } from './problems.ts'
import type { ApplicationRow, MusicTables } from './tables.ts'

export type ReviewDeps = Pick<MusicDeps, 'mailer' | 'publicUrl' | 'access'>

/** Which application, by whom it is reviewed, and who is told. */
export interface ApplicationReview {
  readonly id: Id<'application'>
  readonly reviewerId: Id<'user'>
  readonly applicant: Recipient
}

const DAY_SECONDS = 24 * 3600

/**
 * Takes an application for 30 minutes; the own claim is extended, a lapsed one of somebody else taken over. One statement decides
 * among any number of reviewers. Throws music/claimed, music/own-artist, music/wrong-state.
 */
export async function claimApplication(
  tx: Tx,
  { id, reviewerId }: Omit<ApplicationReview, 'applicant'>,
): Promise<ApplicationRow> {
  const row = await tx
    .query<MusicTables>()
    .updateTable('music.application')
    .set((set) => ({
      state: 'in_review',
      ...claimBy(reviewerId),
      version: set('version', '+', 1),
      updated_at: now(),
    }))
    .where('id', '=', id)
    .where('applicant_id', '<>', reviewerId)
    .where((where) =>
      where.or([
        where('state', '=', 'submitted'),
        where.and([
          where('state', '=', 'in_review'),
          where.or([where('claimed_until', '<=', now()), where('claimed_by', '=', reviewerId)]),
        ]),
      ]),
    )
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw await whyNotClaimed(tx, id, reviewerId)
  await auditApplication(tx, 'claimed', row)
  return row
}

async function whyNotClaimed(tx: Tx, id: Id<'application'>, reviewerId: Id<'user'>) {
  const row = await findApplication(tx, id)
  if (row === undefined || row.submitted_at === null) return musicProblem('application-not-found')
  if (row.applicant_id === reviewerId) return musicProblem('own-artist')
  const isOpen = row.state === 'submitted' || row.state === 'in_review'
  return isOpen ? musicProblem('claimed') : musicProblem('wrong-state', { params: { state: row.state } })
}

/** Asks the applicant something; the application waits for the answer. */
export async function requestInformation(tx: Tx, deps: ReviewDeps, review: ApplicationReview, message: string) {
  const row = await lockHeld(tx, review)
  await insertMessage(tx, row.id, { authorId: review.reviewerId, sender: 'reviewer', body: message })
  const asked = await updateApplication(tx, row, { state: 'info_requested' })
  await auditApplication(tx, 'information-requested', asked)
  await sendLetter(deps, tx, review.applicant, {
    template: informationRequestedMail,
    page: applicationPage(row.id),
    fields: { what: stageNameOf(row), text: message },
  })
  return asked
}

/** Makes the artist, its owner and the owner's role, all in the caller's transaction. */
export async function approveApplication(tx: Tx, deps: ReviewDeps, review: ApplicationReview): Promise<ApplicationRow> {
  const row = await lockHeld(tx, review)
  const artist = await insertArtist(tx, artistOf(row))
  await insertOwner(tx, artist.id, row.applicant_id)
  await deps.access.grantRole(tx, row.applicant_id, 'artist', `artist application ${row.id}`)
  const approved = await updateApplication(tx, row, {
    state: 'approved',
    ...noClaim,
    decided_by: review.reviewerId,
    decided_at: now(),
    artist_id: artist.id,
  })
  await auditApplication(tx, 'approved', approved)
  await tx.publish(applicationApproved, {
    applicationId: row.id,
    applicantId: row.applicant_id,
    artistId: artist.id,
  })
  await sendLetter(deps, tx, review.applicant, {
    template: applicationApprovedMail,
    page: '/submissions/new',
    fields: { what: artist.name },
  })
  return approved
}

function artistOf({ payload }: ApplicationRow): NewArtist {
  const { stageName, role, bio, links, genres = [], country } = payload
  if (stageName === undefined) throw new TypeError('a submitted application has a stage name')
  return {
    name: stageName,
    type: role === 'band' ? 'group' : 'person',
    bio: bio ?? null,
    links: links ?? {},
    genres: genres.flatMap((genre) => genreOf(genre) ?? []),
    country: country ?? null,
  }
}

export interface Rejection {
  readonly reason: string
  readonly reapplyAfterDays?: number
}

export async function rejectApplication(
  tx: Tx,
  deps: ReviewDeps,
  review: ApplicationReview,
  { reason, reapplyAfterDays = 0 }: Rejection,
): Promise<ApplicationRow> {
  const row = await lockHeld(tx, review)
  const rejected = await updateApplication(tx, row, {
    state: 'rejected',
    ...noClaim,
    decided_by: review.reviewerId,
    decided_at: now(),
    decision_reason: reason,
    reapply_after: reapplyAfterDays === 0 ? null : inSeconds(reapplyAfterDays * DAY_SECONDS),
  })
  await auditApplication(tx, 'rejected', rejected)
  await tx.publish(applicationRejected, { applicationId: row.id, applicantId: row.applicant_id })
  await sendLetter(deps, tx, review.applicant, {
    template: applicationRejectedMail,
    page: applicationPage(row.id),
    fields: { what: stageNameOf(row), text: reason, again: whenAgain(rejected.reapply_after) },
  })
  return rejected
}

function whenAgain(day: Date | null): string {
  return day === null
    ? 'You may apply again at any time.'
    : `You may apply again from ${day.toISOString().slice(0, 10)}.`
}

/** Locks an application the reviewer holds: of any number of decisions at once one finds it so. */
async function lockHeld(tx: Tx, { id, reviewerId }: ApplicationReview): Promise<ApplicationRow> {
  const row = await tx
    .query<MusicTables>()
    .selectFrom('music.application')
    .selectAll()
    .where('id', '=', id)
    .where('submitted_at', 'is not', null)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw musicProblem('application-not-found')
  if (row.applicant_id === reviewerId) throw musicProblem('own-artist')
  assertState(row, ['submitted', 'in_review'])
  if (!isHeldBy(row, reviewerId)) throw musicProblem('not-claimed')
  return row
}
