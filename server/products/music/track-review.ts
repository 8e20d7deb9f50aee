import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { FieldFault } from '../../kernel/problem.ts'
import { memberRole } from './artists.ts'
import { claimBy, isHeldBy, noClaim } from './claims.ts'
import type { MusicParts } from './deps.ts'
import { submissionDecided } from './events.ts'
import { type Recipient, sendLetter } from './letters.ts'
import { changesRequestedMail, submissionApprovedMail, submissionDeclinedMail } from './mails.ts'
import { musicProblem } from './problems.ts'
import { publishSubmission } from './publishing.ts'
import { findSubmission } from './submission-reads.ts'
import { assertSubmissionState, auditSubmission, lockSubmission, updateSubmission } from './submissions.ts'
import type { MusicTables, SubmissionRow, Verdict } from './tables.ts'

/** What a reviewer may object to. */
export const reviewReasons = ['audio-quality', 'artwork', 'metadata', 'rights', 'fit'] as const

/** SubmitHub's contract with artists: ten words at least, so that a decline can be acted on. */
const FEEDBACK_WORDS_MIN = 10

export interface TrackReview {
  readonly id: Id<'submission'>
  readonly reviewerId: Id<'user'>
}

export interface Decision {
  readonly verdict: Verdict
  readonly reasons: readonly string[]
  readonly feedback: string
  /** When an approved track appears; at once without it or when it has passed. */
  readonly publishAt: Date | null
}

/**
 * Takes a submission for 30 minutes; the own claim is extended, a lapsed one of somebody else taken over. One statement decides
 * among any number of reviewers. Throws music/claimed, music/own-artist, music/wrong-state.
 */
export async function claimTrack(tx: Tx, { id, reviewerId }: TrackReview): Promise<SubmissionRow> {
  const row = await tx
    .query<MusicTables>()
    .updateTable('music.submission')
    .set((set) => ({ state: 'in_review', ...claimBy(reviewerId), version: set('version', '+', 1), updated_at: now() }))
    .where('id', '=', id)
    .where((where) =>
      where.or([
        where('state', '=', 'submitted'),
        where.and([
          where('state', '=', 'in_review'),
          where.or([where('claimed_until', '<=', now()), where('claimed_by', '=', reviewerId)]),
        ]),
      ]),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('music.artist_member as member')
            .select('member.user_id')
            .whereRef('member.artist_id', '=', 'music.submission.artist_id')
            .where('member.user_id', '=', reviewerId),
        ),
      ),
    )
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw await whyNotClaimed(tx, { id, reviewerId })
  await auditSubmission(tx, 'claimed', row)
  return row
}

async function whyNotClaimed(tx: Tx, { id, reviewerId }: TrackReview) {
  const row = await findSubmission(tx, id)
  if (row === undefined || row.submitted_at === null) return musicProblem('submission-not-found')
  if ((await memberRole(tx, row.artist_id, reviewerId)) !== null) return musicProblem('own-artist')
  const isOpen = row.state === 'submitted' || row.state === 'in_review'
  return isOpen ? musicProblem('claimed') : musicProblem('wrong-state', { params: { state: row.state } })
}

/** A sign of life: the claim counts for another 30 minutes. Throws music/not-claimed. */
export async function extendClaim(tx: Tx, review: TrackReview): Promise<SubmissionRow> {
  const row = await lockHeld(tx, review)
  return await updateSubmission(tx, row, claimBy(review.reviewerId))
}

/** Puts a claimed submission back into the queue. Throws music/not-claimed. */
export async function releaseTrack(tx: Tx, review: TrackReview): Promise<SubmissionRow> {
  const row = await lockHeld(tx, review)
  const released = await updateSubmission(tx, row, { state: 'submitted', ...noClaim })
  await auditSubmission(tx, 'released', released)
  return released
}

const outcomes = {
  approve: { state: 'approved', action: 'approved' },
  request_changes: { state: 'changes_requested', action: 'changes-requested' },
  decline: { state: 'declined', action: 'declined' },
} as const

/** Decides on a claimed submission and tells its submitter; an approved track is published at once or at its time. */
export async function decideTrack(
  tx: Tx,
  deps: Pick<MusicParts, 'mailer' | 'publicUrl' | 'catalogue'>,
  review: TrackReview & { readonly submitter: Recipient },
  decision: Decision,
): Promise<SubmissionRow> {
  const row = await lockHeld(tx, review)
  assertReasoned(decision)
  const { verdict, reasons, feedback } = decision
  await tx
    .query<MusicTables>()
    .insertInto('music.submission_review')
    .values({
      id: newId<'review'>(),
      submission_id: row.id,
      round: row.round,
      reviewer_id: review.reviewerId,
      verdict,
      reasons: [...reasons],
      feedback,
      decided_at: now(),
    })
    .execute()
  const publishAt = verdict === 'approve' ? (decision.publishAt ?? now()) : null
  const { state, action } = outcomes[verdict]
  const decided = await updateSubmission(tx, row, { state, ...noClaim, publish_at: publishAt })
  await auditSubmission(tx, action, decided)
  await tx.publish(submissionDecided, {
    submissionId: row.id,
    artistId: row.artist_id,
    round: row.round,
    verdict,
  })
  await tellSubmitter(tx, deps, review.submitter, { row: decided, decision })
  return publishAt !== null && publishAt <= now() ? await publishSubmission(tx, deps, decided) : decided
}

async function tellSubmitter(
  tx: Tx,
  deps: Pick<MusicParts, 'mailer' | 'publicUrl'>,
  to: Recipient,
  { row, decision }: { readonly row: SubmissionRow; readonly decision: Decision },
): Promise<void> {
  const templates = {
    approve: submissionApprovedMail,
    request_changes: changesRequestedMail,
    decline: submissionDeclinedMail,
  }
  const text = decision.verdict === 'approve' ? whenPublished(row.publish_at) : decision.feedback
  await sendLetter(deps, tx, to, {
    template: templates[decision.verdict],
    page: `/submissions/${row.id}`,
    fields: { what: row.title, text },
  })
}

function whenPublished(at: Date | null): string {
  return at === null || at <= now()
    ? 'It is in the catalogue now.'
    : `It appears in the catalogue on ${at.toISOString().slice(0, 16).replace('T', ' at ')} UTC.`
}

/** Locks a submission the reviewer holds: of any number of decisions at once one finds it so. */
async function lockHeld(tx: Tx, { id, reviewerId }: TrackReview): Promise<SubmissionRow> {
  const row = await lockSubmission(tx, id)
  if (row === undefined || row.submitted_at === null) throw musicProblem('submission-not-found')
  if ((await memberRole(tx, row.artist_id, reviewerId)) !== null) throw musicProblem('own-artist')
  assertSubmissionState(row, ['submitted', 'in_review'])
  if (!isHeldBy(row, reviewerId)) throw musicProblem('not-claimed')
  return row
}

function assertReasoned({ verdict, reasons, feedback }: Decision): void {
  if (verdict === 'approve') return
  const errors: FieldFault[] = []
  if (reasons.length === 0) errors.push({ pointer: '/reasons', code: 'too-few', detail: 'Choose at least one reason.' })
  const words = feedback.split(/\s+/).filter((word) => word !== '').length
  if (words < FEEDBACK_WORDS_MIN) {
    const detail = `Write at least ${FEEDBACK_WORDS_MIN} words that the artist can act on.`
    errors.push({ pointer: '/feedback', code: 'too-short', detail })
  }
  if (errors.length > 0) throw musicProblem('reasons-missing', { errors })
}
