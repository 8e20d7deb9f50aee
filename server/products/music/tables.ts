import type { ColumnType, Selectable, Updateable } from 'kysely'
import type { Id } from '../../kernel/id.ts'
import type { ApplicationPayload, ArtistLinks } from './application-payload.ts'
import type { AudioProbe, Finding } from './audio-types.ts'

/** Rows of schema `music`; queried by this unit only. */
export interface MusicTables {
  'music.artist': ArtistRow
  'music.artist_member': {
    artist_id: Id<'artist'>
    user_id: Id<'user'>
    role: MemberRole
    created_at: Date
  }
  'music.application': ApplicationRow
  'music.application_message': {
    id: Id<'message'>
    application_id: Id<'application'>
    author_id: Id<'user'>
    sender: 'reviewer' | 'applicant'
    body: string
    sent_at: Date
  }
  'music.agreement': AgreementRow
  'music.agreement_acceptance': {
    id: Id<'acceptance'>
    agreement_id: Id<'agreement'>
    application_id: Id<'application'>
    user_id: Id<'user'>
    ip: string | null
    user_agent: string | null
    accepted_at: Date
  }
  'music.submission': SubmissionTable
  'music.submission_review': {
    id: Id<'review'>
    submission_id: Id<'submission'>
    round: number
    reviewer_id: Id<'user'>
    verdict: Verdict
    reasons: string[]
    feedback: string
    decided_at: Date
  }
  'music.track': TrackTable
  'music.track_media': {
    track_id: Id<'track'>
    audio_file_id: Id<'file'>
    audio_sha256: Buffer
    cover_variant_ids: Id<'file'>[]
    waveform: Buffer
    language: string | null
    description: string | null
  }
  'music.album': {
    id: Id<'album'>
    artist_id: Id<'artist'>
    title: string
    title_key: string
    created_at: Date
  }
  'music.album_track': { album_id: Id<'album'>; position: number; track_id: Id<'track'> }
  'music.playlist': PlaylistRow
  'music.playlist_item': {
    id: Id<'playlist-item'>
    playlist_id: Id<'playlist'>
    track_id: Id<'track'>
    rank_key: string
    added_by: Id<'user'>
    added_at: Date
  }
}

/** jsonb that holds an array: the driver would take a plain array for one of PostgreSQL's own. */
type JsonArray<Item> = ColumnType<Item[], string, string>

export type MemberRole = 'owner' | 'manager' | 'member' | 'viewer'

export const applicationStates = [
  'draft',
  'submitted',
  'in_review',
  'info_requested',
  'approved',
  'rejected',
  'withdrawn',
  'expired',
] as const
export type ApplicationState = (typeof applicationStates)[number]

export const submissionStates = [
  'probing',
  'rejected',
  'submitted',
  'in_review',
  'changes_requested',
  'approved',
  'published',
  'declined',
  'withdrawn',
] as const
export type SubmissionState = (typeof submissionStates)[number]

export const verdicts = ['approve', 'request_changes', 'decline'] as const
export type Verdict = (typeof verdicts)[number]

export interface ArtistRow {
  id: Id<'artist'>
  slug: string
  name: string
  name_key: string
  type: 'person' | 'group'
  bio: string | null
  links: ArtistLinks
  genres: string[]
  country: string | null
  created_at: Date
}

export interface ApplicationRow {
  id: Id<'application'>
  applicant_id: Id<'user'>
  state: ApplicationState
  payload: ApplicationPayload
  agreement_ids: Id<'agreement'>[]
  stage_name_key: string
  version: number
  submitted_at: Date | null
  due_at: Date | null
  claimed_by: Id<'user'> | null
  claimed_until: Date | null
  decided_by: Id<'user'> | null
  decided_at: Date | null
  decision_reason: string | null
  reapply_after: Date | null
  artist_id: Id<'artist'> | null
  created_at: Date
  updated_at: Date
}

export interface AgreementRow {
  id: Id<'agreement'>
  kind: 'terms' | 'license' | 'warranties'
  version: number
  title: string
  body: string
  sha256: Buffer
  effective_at: Date
}

interface SubmissionTable {
  id: Id<'submission'>
  artist_id: Id<'artist'>
  submitted_by: Id<'user'>
  state: SubmissionState
  round: number
  version: number
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  album_title: string | null
  audio_file_id: Id<'file'>
  audio_sha256: Buffer
  cover_file_id: Id<'file'>
  findings: JsonArray<Finding>
  probe: AudioProbe | null
  waveform: Buffer | null
  cover_variant_ids: Id<'file'>[] | null
  claimed_by: Id<'user'> | null
  claimed_until: Date | null
  submitted_at: Date | null
  due_at: Date | null
  publish_at: Date | null
  track_id: Id<'track'> | null
  created_at: Date
  updated_at: Date
}

export type SubmissionRow = Selectable<SubmissionTable>
export type SubmissionUpdate = Updateable<SubmissionTable>

interface TrackTable {
  id: Id<'track'>
  state: 'published' | 'unpublished'
  artist_id: Id<'artist'>
  artist_name: string
  artist_slug: string
  title: string
  genre: string
  explicit: boolean
  duration_ms: number
  bpm: number | null
  isrc: string | null
  published_at: Date
  search: ColumnType<string, string, string>
}

export type TrackRow = Selectable<TrackTable>

export interface PlaylistRow {
  id: Id<'playlist'>
  owner_id: Id<'user'>
  title: string
  description: string | null
  visibility: 'private' | 'unlisted' | 'public'
  version: number
  created_at: Date
  updated_at: Date
}
