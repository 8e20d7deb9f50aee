import { sql } from 'kysely'
import { now } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { object } from '../../kernel/http/schema.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { type Job, job } from '../../kernel/jobs/job.ts'
import type { MusicParts } from './deps.ts'
import { trackPublished, trackUnpublished } from './events.ts'
import { nameKey, searchWords } from './name-key.ts'
import { musicProblem } from './problems.ts'
import { lockSubmission, updateSubmission } from './submissions.ts'
import type { MusicTables, SubmissionRow, TrackRow } from './tables.ts'

const DUE_MAX = 100

/** A track as it enters the catalogue. */
export interface NewTrack {
  readonly artistId: Id<'artist'>
  readonly title: string
  readonly genre: string
  readonly explicit: boolean
  readonly durationMs: number
  readonly isrc: string | null
  readonly publishedAt: Date
  readonly audioFileId: Id<'file'>
  readonly audioSha256: Buffer
  readonly coverVariantIds: readonly Id<'file'>[]
  readonly waveform: Buffer
  readonly language: string | null
  readonly description: string | null
  readonly albumTitle: string | null
}

/** Puts an approved submission into the catalogue. The caller holds its lock. */
export async function publishSubmission(
  tx: Tx,
  { catalogue }: Pick<MusicParts, 'catalogue'>,
  row: SubmissionRow,
): Promise<SubmissionRow> {
  const { probe, waveform, cover_variant_ids: coverVariantIds } = row
  if (probe === null || waveform === null || coverVariantIds === null)
    throw new TypeError('an approved submission was measured')
  const trackId = await insertTrack(tx, {
    artistId: row.artist_id,
    title: row.title,
    genre: row.genre,
    explicit: row.explicit,
    durationMs: probe.durationMs,
    isrc: row.isrc,
    publishedAt: now(),
    audioFileId: row.audio_file_id,
    audioSha256: row.audio_sha256,
    coverVariantIds,
    waveform,
    language: row.language,
    description: row.description,
    albumTitle: row.album_title,
  })
  const published = await updateSubmission(tx, row, { state: 'published', track_id: trackId })
  await tx.audit({
    action: 'music.track.published',
    subject: { kind: 'track', id: trackId },
    details: { submissionId: row.id, artistId: row.artist_id },
  })
  await tx.publish(trackPublished, { trackId, artistId: row.artist_id })
  await catalogue.changed(tx, [trackId])
  return published
}

/** Writes the rows of a published track; tells nobody, not even the catalogue's cache. */
export async function insertTrack(tx: Tx, track: NewTrack): Promise<Id<'track'>> {
  const artist = await tx
    .query<MusicTables>()
    .selectFrom('music.artist')
    .select(['name', 'slug'])
    .where('id', '=', track.artistId)
    .executeTakeFirstOrThrow()
  const id = newId<'track'>()
  await tx
    .query<MusicTables>()
    .insertInto('music.track')
    .values({
      id,
      state: 'published',
      artist_id: track.artistId,
      artist_name: artist.name,
      artist_slug: artist.slug,
      title: track.title,
      genre: track.genre,
      explicit: track.explicit,
      duration_ms: track.durationMs,
      isrc: track.isrc,
      published_at: track.publishedAt,
      search: sql`array_to_tsvector(${searchWords(`${track.title} ${artist.name}`)}::text[])`,
    })
    .execute()
  await tx
    .query<MusicTables>()
    .insertInto('music.track_media')
    .values({
      track_id: id,
      audio_file_id: track.audioFileId,
      audio_sha256: track.audioSha256,
      cover_variant_ids: [...track.coverVariantIds],
      waveform: track.waveform,
      language: track.language,
      description: track.description,
    })
    .execute()
  if (track.albumTitle !== null) await appendToAlbum(tx, track.artistId, track.albumTitle, id)
  return id
}

/** Makes the album when it is new; an existing one is locked, so that two tracks never get one position. */
async function appendToAlbum(tx: Tx, artistId: Id<'artist'>, title: string, trackId: Id<'track'>): Promise<void> {
  const album = await tx
    .query<MusicTables>()
    .insertInto('music.album')
    .values({ id: newId<'album'>(), artist_id: artistId, title, title_key: nameKey(title), created_at: now() })
    .onConflict((conflict) =>
      conflict.columns(['artist_id', 'title_key']).doUpdateSet((set) => ({ title: set.ref('music.album.title') })),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx.raw(
    `INSERT INTO music.album_track (album_id, position, track_id)
     SELECT $1, coalesce(max(position), 0) + 1, $2 FROM music.album_track WHERE album_id = $1`,
    [album.id, trackId],
  )
}

/** Takes a track out of the catalogue or puts it back; its day of publication stays. Throws music/wrong-state, music/track-not-found. */
export async function setPublished(
  tx: Tx,
  { catalogue }: Pick<MusicParts, 'catalogue'>,
  id: Id<'track'>,
  published: boolean,
): Promise<TrackRow> {
  const row = await tx
    .query<MusicTables>()
    .selectFrom('music.track')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw musicProblem('track-not-found')
  if ((row.state === 'published') === published) throw musicProblem('wrong-state', { params: { state: row.state } })
  const state = published ? 'published' : 'unpublished'
  await tx.query<MusicTables>().updateTable('music.track').set({ state }).where('id', '=', id).execute()
  await tx.audit({
    action: `music.track.${state}`,
    subject: { kind: 'track', id },
    details: { artistId: row.artist_id },
  })
  await tx.publish(published ? trackPublished : trackUnpublished, { trackId: id, artistId: row.artist_id })
  await catalogue.changed(tx, [id])
  return { ...row, state }
}

/** The job that publishes approved tracks whose time has come. */
export function publishDueJob(parts: Pick<MusicParts, 'catalogue'>): Job {
  return job({
    name: 'music.publish-due',
    description: 'Publishes approved tracks whose time has come',
    data: object({}),
    attempts: 3,
    backoffSeconds: 10,
    deadlineSeconds: 60,
    idempotentBy: 'the state of each submission, read under its lock',
    handle: async ({ db, jobId }) => {
      for (const id of await dueSubmissions(db)) {
        await db.transaction(systemOrigin('music.publish-due', jobId), async (tx) => {
          const row = await lockSubmission(tx, id)
          if (row?.state === 'approved') await publishSubmission(tx, parts, row)
        })
      }
    },
  })
}

async function dueSubmissions(db: Db): Promise<Id<'submission'>[]> {
  const due = await db
    .query<MusicTables>()
    .selectFrom('music.submission')
    .select('id')
    .where('state', '=', 'approved')
    .where('publish_at', '<=', now())
    .orderBy('publish_at')
    .limit(DUE_MAX)
    .execute()
  return due.map(({ id }) => id)
}
