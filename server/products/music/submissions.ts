import { Type } from 'typebox'
import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { violatedConstraint } from '../../kernel/db/sqlstate.ts'
import { idOf, object } from '../../kernel/http/schema.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { enqueue, type Job } from '../../kernel/jobs/job.ts'
import type { Files } from '../../platform/files/index.ts'
import { memberRole } from './artists.ts'
import { noClaim } from './claims.ts'
import { submissionReceived } from './events.ts'
import { musicProblem } from './problems.ts'
import { readMetadata, type SubmissionChange, type SubmissionInput } from './submission-fields.ts'
import { assertNotInCatalogue, uploadedFiles, type WantedFiles } from './submission-files.ts'
import type { MusicTables, SubmissionRow, SubmissionState, SubmissionUpdate } from './tables.ts'

/** What the job that measures the files is given. */
export const probeInput = object({ submissionId: idOf('submission'), round: Type.Integer({ minimum: 1 }) })

export interface SubmissionDeps {
  readonly files: Pick<Files, 'file'>
  readonly probeTrack: Job<typeof probeInput>
}

/** A submission and the person who acts on it. */
export interface OwnSubmission {
  readonly id: Id<'submission'>
  readonly userId: Id<'user'>
}

const MAY_SUBMIT: readonly (string | null)[] = ['owner', 'manager', 'member']

/**
 * Takes a track in and has its files measured. Throws music/not-your-artist, music/submission-invalid, music/duplicate-recording,
 * music/isrc-in-use.
 */
export async function submitTrack(
  tx: Tx,
  deps: SubmissionDeps,
  submitterId: Id<'user'>,
  input: SubmissionInput,
): Promise<SubmissionRow> {
  if (!MAY_SUBMIT.includes(await memberRole(tx, input.artistId, submitterId))) throw musicProblem('not-your-artist')
  const { metadata, warnings } = readMetadata(input)
  const recording = await recordingOf(tx, deps, submitterId, input)
  if (recording === null) throw new TypeError('a first submission names its recording')
  const row = await tx
    .query<MusicTables>()
    .insertInto('music.submission')
    .values({
      ...metadata,
      ...recording,
      id: newId<'submission'>(),
      artist_id: input.artistId,
      submitted_by: submitterId,
      state: 'probing',
      round: 1,
      version: 1,
      cover_file_id: input.coverFileId,
      findings: JSON.stringify(warnings),
      created_at: now(),
      updated_at: now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(throwDuplicate)
  await received(tx, deps, row)
  return row
}

/** Sends a refused or criticised track in again: a new round, measured afresh. Throws as submitTrack, music/stale, music/wrong-state. */
export async function resubmitTrack(
  tx: Tx,
  deps: SubmissionDeps,
  own: OwnSubmission,
  change: SubmissionChange,
): Promise<SubmissionRow> {
  const row = await lockOwn(tx, own)
  assertSubmissionState(row, ['rejected', 'changes_requested'])
  if (change.version !== undefined && change.version !== row.version) throw musicProblem('stale')
  const { metadata, warnings } = readMetadata({
    title: change.title ?? row.title,
    genre: change.genre ?? row.genre,
    explicit: change.explicit ?? row.explicit,
    language: kept(change.language, row.language),
    isrc: kept(change.isrc, row.isrc),
    description: kept(change.description, row.description),
    albumTitle: kept(change.albumTitle, row.album_title),
  })
  const recording = await recordingOf(tx, deps, own.userId, change)
  const sentAgain = await updateSubmission(tx, row, {
    ...metadata,
    ...recording,
    ...(change.coverFileId === undefined ? {} : { cover_file_id: change.coverFileId }),
    state: 'probing',
    round: row.round + 1,
    findings: JSON.stringify(warnings),
    probe: null,
    waveform: null,
    cover_variant_ids: null,
  }).catch(throwDuplicate)
  await received(tx, deps, sentAgain)
  return sentAgain
}

function kept<Value>(changed: Value | null | undefined, former: Value | null): Value | null {
  return changed === undefined ? former : changed
}

export async function withdrawSubmission(tx: Tx, own: OwnSubmission): Promise<SubmissionRow> {
  const row = await lockOwn(tx, own)
  assertSubmissionState(row, ['probing', 'rejected', 'submitted', 'in_review', 'changes_requested'])
  const withdrawn = await updateSubmission(tx, row, { state: 'withdrawn', ...noClaim })
  await auditSubmission(tx, 'withdrawn', withdrawn)
  return withdrawn
}

/** Counts the version up; the caller holds the row's lock. */
export async function updateSubmission(
  tx: Tx,
  row: Pick<SubmissionRow, 'id' | 'version'>,
  changes: SubmissionUpdate,
): Promise<SubmissionRow> {
  return await tx
    .query<MusicTables>()
    .updateTable('music.submission')
    .set({ ...changes, version: row.version + 1, updated_at: now() })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export function assertSubmissionState(row: SubmissionRow, states: readonly SubmissionState[]): void {
  if (!states.includes(row.state)) throw musicProblem('wrong-state', { params: { state: row.state } })
}

export async function auditSubmission(tx: Tx, what: string, row: SubmissionRow): Promise<void> {
  await tx.audit({
    action: `music.submission.${what}`,
    subject: { kind: 'submission', id: row.id },
    details: { state: row.state, round: row.round, artistId: row.artist_id },
  })
}

/** The row under a lock, or undefined. */
export async function lockSubmission(tx: Tx, id: Id<'submission'>): Promise<SubmissionRow | undefined> {
  return await tx
    .query<MusicTables>()
    .selectFrom('music.submission')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

async function received(tx: Tx, deps: SubmissionDeps, row: SubmissionRow): Promise<void> {
  const { id: submissionId, artist_id: artistId, round } = row
  await enqueue(tx, deps.probeTrack, { submissionId, round })
  await auditSubmission(tx, round === 1 ? 'received' : 'sent-again', row)
  await tx.publish(submissionReceived, { submissionId, artistId, round })
}

/** A submission exists for those who may submit for its artist. */
async function lockOwn(tx: Tx, { id, userId }: OwnSubmission): Promise<SubmissionRow> {
  const row = await lockSubmission(tx, id)
  if (row === undefined || !MAY_SUBMIT.includes(await memberRole(tx, row.artist_id, userId)))
    throw musicProblem('submission-not-found')
  return row
}

async function recordingOf(tx: Tx, { files }: SubmissionDeps, ownerId: Id<'user'>, wanted: WantedFiles) {
  const { audio } = await uploadedFiles(tx, files, ownerId, wanted)
  if (audio === null) return null
  const sha256 = Buffer.from(audio.sha256, 'hex')
  await assertNotInCatalogue(tx, sha256)
  return { audio_file_id: audio.id, audio_sha256: sha256 }
}

function throwDuplicate(error: unknown): never {
  const constraint = violatedConstraint(error)
  if (constraint === 'submission_recording') throw musicProblem('duplicate-recording')
  if (constraint === 'submission_isrc') throw musicProblem('isrc-in-use')
  throw error
}
