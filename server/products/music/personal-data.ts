import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { MusicParts } from './deps.ts'
import { trackUnpublished } from './events.ts'
import { nameKey } from './name-key.ts'
import type { MusicTables } from './tables.ts'

/** What the unit holds of a person. */
export async function exportPerson(db: Db, userId: Id<'user'>) {
  const query = db.query<MusicTables>()
  const [artists, applications, messages, acceptances, submissions, playlists] = await Promise.all([
    query
      .selectFrom('music.artist_member as member')
      .innerJoin('music.artist as artist', 'artist.id', 'member.artist_id')
      .select(['artist.id', 'artist.name', 'artist.bio', 'artist.links', 'artist.country', 'member.role'])
      .where('member.user_id', '=', userId)
      .execute(),
    query
      .selectFrom('music.application')
      .select(['id', 'state', 'payload', 'submitted_at', 'decided_at', 'decision_reason', 'created_at', 'updated_at'])
      .where('applicant_id', '=', userId)
      .execute(),
    query
      .selectFrom('music.application_message as message')
      .innerJoin('music.application as application', 'application.id', 'message.application_id')
      .select(['message.sender', 'message.body', 'message.sent_at'])
      .where('application.applicant_id', '=', userId)
      .execute(),
    query
      .selectFrom('music.agreement_acceptance as acceptance')
      .innerJoin('music.agreement as agreement', 'agreement.id', 'acceptance.agreement_id')
      .select([
        'agreement.kind',
        'agreement.version',
        'acceptance.ip',
        'acceptance.user_agent',
        'acceptance.accepted_at',
      ])
      .where('acceptance.user_id', '=', userId)
      .execute(),
    query
      .selectFrom('music.submission')
      .select(['id', 'state', 'title', 'genre', 'language', 'isrc', 'description', 'album_title', 'created_at'])
      .where('submitted_by', '=', userId)
      .execute(),
    exportPlaylists(db, userId),
  ])
  return { artists, applications, messages, acceptances, submissions, playlists }
}

async function exportPlaylists(db: Db, userId: Id<'user'>) {
  const query = db.query<MusicTables>()
  const playlists = await query
    .selectFrom('music.playlist')
    .select(['id', 'title', 'description', 'visibility', 'created_at'])
    .where('owner_id', '=', userId)
    .execute()
  const items = await query
    .selectFrom('music.playlist_item as item')
    .innerJoin('music.playlist as playlist', 'playlist.id', 'item.playlist_id')
    .innerJoin('music.track as track', 'track.id', 'item.track_id')
    .select(['item.playlist_id', 'track.title', 'track.artist_name', 'item.added_at'])
    .where('playlist.owner_id', '=', userId)
    .orderBy('item.rank_key')
    .execute()
  return playlists.map((playlist) => ({
    ...playlist,
    tracks: items
      .filter((item) => item.playlist_id === playlist.id)
      .map(({ title, artist_name: artist, added_at: addedAt }) => ({ title, artist, addedAt })),
  }))
}

/**
 * Forgets the person. Of an approved application the parties of the contract stay (name, stage name, country), with what was agreed to and when. An
 * artist with other members goes on, under one of them; one without leaves the catalogue and its public page, while recordings, codes
 * and hashes stay for accounts and claims.
 */
export async function erasePerson(
  deps: Pick<MusicParts, 'files' | 'catalogue'>,
  tx: Tx,
  userId: Id<'user'>,
): Promise<void> {
  await tx.query<MusicTables>().deleteFrom('music.playlist').where('owner_id', '=', userId).execute()
  await eraseApplications(tx, userId)
  const memberships = await tx
    .query<MusicTables>()
    .deleteFrom('music.artist_member')
    .where('user_id', '=', userId)
    .returning('artist_id')
    .execute()
  for (const { artist_id: artistId } of memberships) {
    if (!(await passOn(tx, artistId))) await retireArtist(tx, deps, artistId)
  }
  await deps.files.disown(tx, await filesToKeep(tx, userId))
}

/** What a contract is made of: nothing else of an application stays, and of one that led nowhere nothing does. */
async function eraseApplications(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.raw(
    `DELETE FROM music.application_message WHERE application_id IN (SELECT id FROM music.application WHERE applicant_id = $1)`,
    [userId],
  )
  await tx.raw('UPDATE music.agreement_acceptance SET ip = NULL, user_agent = NULL WHERE user_id = $1', [userId])
  await tx.raw(
    `UPDATE music.application SET
       payload = CASE WHEN state <> 'approved' THEN '{}'::jsonb ELSE
         jsonb_strip_nulls(jsonb_build_object('role', payload->'role', 'legalName', payload->'legalName',
                                              'stageName', payload->'stageName', 'country', payload->'country')) END,
       state = CASE WHEN state IN ('draft', 'submitted', 'in_review', 'info_requested') THEN 'withdrawn' ELSE state END,
       stage_name_key = CASE WHEN state = 'approved' THEN stage_name_key ELSE '' END,
       decision_reason = CASE WHEN decision_reason IS NULL THEN NULL ELSE 'erased' END,
       claimed_by = NULL, claimed_until = NULL, version = version + 1, updated_at = $2
     WHERE applicant_id = $1`,
    [userId, now()],
  )
}

/** Makes the member of longest standing owner when none is left; false when nobody is. */
async function passOn(tx: Tx, artistId: Id<'artist'>): Promise<boolean> {
  const members = await tx
    .query<MusicTables>()
    .selectFrom('music.artist_member')
    .select(['user_id', 'role'])
    .where('artist_id', '=', artistId)
    .orderBy('created_at')
    .forUpdate()
    .execute()
  const heir = members.find((member) => member.role === 'manager') ?? members.find((member) => member.role !== 'viewer')
  if (heir === undefined || members.some((member) => member.role === 'owner')) return members.length > 0
  await tx
    .query<MusicTables>()
    .updateTable('music.artist_member')
    .set({ role: 'owner' })
    .where('artist_id', '=', artistId)
    .where('user_id', '=', heir.user_id)
    .execute()
  return true
}

const FORMER_NAME = 'Former artist'

/** Takes an artist whom nobody answers for any more out of what the public sees. */
async function retireArtist(
  tx: Tx,
  { catalogue }: Pick<MusicParts, 'catalogue'>,
  artistId: Id<'artist'>,
): Promise<void> {
  const query = tx.query<MusicTables>()
  const slug = `former-${artistId}`
  await query
    .updateTable('music.artist')
    .set({ name: FORMER_NAME, name_key: nameKey(FORMER_NAME), slug, bio: null, links: {}, genres: [], country: null })
    .where('id', '=', artistId)
    .execute()
  await query
    .updateTable('music.submission')
    .set({ state: 'withdrawn', description: null, claimed_by: null, claimed_until: null, updated_at: now() })
    .where('artist_id', '=', artistId)
    .where('state', 'in', ['probing', 'submitted', 'in_review', 'changes_requested', 'approved'])
    .execute()
  const taken = await query
    .updateTable('music.track')
    .set({ state: 'unpublished' })
    .where('artist_id', '=', artistId)
    .where('state', '=', 'published')
    .returning('id')
    .execute()
  for (const { id: trackId } of taken) {
    await tx.audit({
      action: 'music.track.unpublished',
      subject: { kind: 'track', id: trackId },
      details: { reason: 'nobody is left who answers for the artist' },
    })
    await tx.publish(trackUnpublished, { trackId, artistId })
  }
  await query
    .updateTable('music.track')
    .set({ artist_name: FORMER_NAME, artist_slug: slug })
    .where('artist_id', '=', artistId)
    .execute()
  await catalogue.changed(
    tx,
    taken.map(({ id }) => id),
  )
}

/** Recordings and covers that the catalogue or a remaining member of the artist still needs. */
async function filesToKeep(tx: Tx, userId: Id<'user'>): Promise<Id<'file'>[]> {
  const rows = await tx.raw<{ id: Id<'file'> }>(
    `SELECT unnest(ARRAY[submission.audio_file_id, submission.cover_file_id] || coalesce(submission.cover_variant_ids, '{}')) AS id
       FROM music.submission
      WHERE submission.submitted_by = $1
        AND (submission.track_id IS NOT NULL
             OR EXISTS (SELECT FROM music.artist_member member WHERE member.artist_id = submission.artist_id))`,
    [userId],
  )
  return rows.map((row) => row.id)
}
