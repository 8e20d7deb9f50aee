import { Type } from 'typebox'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import type { Reader } from './caller.ts'
import { findingShape } from './findings.ts'
import { type MusicTables, type SubmissionRow, submissionStates, verdicts } from './tables.ts'

export const artistBrief = object({ id: idOf('artist'), name: Type.String(), slug: Type.String() })

/** A reviewer's word on one round; the artist is not told whose. */
const reviewShape = object({
  round: Type.Integer(),
  verdict: oneOf(verdicts),
  reasons: Type.Array(Type.String()),
  feedback: Type.String(),
  at: instant,
})

export const submissionProperties = {
  id: idOf('submission'),
  state: oneOf(submissionStates),
  round: Type.Integer(),
  version: Type.Integer(),
  artist: artistBrief,
  title: Type.String(),
  genre: Type.String(),
  explicit: Type.Boolean(),
  language: nullable(Type.String()),
  isrc: nullable(Type.String()),
  description: nullable(Type.String()),
  albumTitle: nullable(Type.String()),
  audioFileId: idOf('file'),
  coverFileId: idOf('file'),
  coverUrl: nullable(Type.String()),
  durationMs: nullable(Type.Integer()),
  findings: Type.Array(findingShape),
  reviews: Type.Array(reviewShape),
  submittedAt: nullable(instant),
  dueAt: nullable(instant),
  publishAt: nullable(instant),
  trackId: nullable(idOf('track')),
  createdAt: instant,
  updatedAt: instant,
}

export const submissionShape = namedObject('Submission', submissionProperties)

/** Submissions as the wire shows them, in two further statements whatever their number. */
export async function viewSubmissions(source: Reader, rows: readonly SubmissionRow[]) {
  if (rows.length === 0) return []
  const artists = await artistsOf(source, rows)
  const reviews = await reviewsOf(source, rows)
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    round: row.round,
    version: row.version,
    artist: artists.get(row.artist_id),
    title: row.title,
    genre: row.genre,
    explicit: row.explicit,
    language: row.language,
    isrc: row.isrc,
    description: row.description,
    albumTitle: row.album_title,
    audioFileId: row.audio_file_id,
    coverFileId: row.cover_file_id,
    coverUrl: row.cover_variant_ids === null ? null : `/api/tracks/submissions/${row.id}/cover`,
    durationMs: row.probe?.durationMs ?? null,
    findings: row.findings,
    reviews: reviews
      .filter((review) => review.submission_id === row.id)
      .map(({ round, verdict, reasons, feedback, decided_at }) => ({
        round,
        verdict,
        reasons,
        feedback,
        at: decided_at,
      })),
    submittedAt: row.submitted_at,
    dueAt: row.due_at,
    publishAt: row.publish_at,
    trackId: row.track_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }))
}

async function artistsOf(source: Reader, rows: readonly SubmissionRow[]) {
  const ids = [...new Set(rows.map(({ artist_id }) => artist_id))]
  const artists = await source
    .query<MusicTables>()
    .selectFrom('music.artist')
    .select(['id', 'name', 'slug'])
    .where('id', 'in', ids)
    .execute()
  return new Map(artists.map((artist) => [artist.id, artist]))
}

/** First round first. */
async function reviewsOf(source: Reader, rows: readonly SubmissionRow[]) {
  return await source
    .query<MusicTables>()
    .selectFrom('music.submission_review')
    .selectAll()
    .where(
      'submission_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('round')
    .execute()
}
