// Generated from the OpenAPI document of the server by `npm run contract`: change the routes, not this file.

import type { BinaryBody, CallOptions, KeyedCallOptions, Operation } from './operation.ts'

export type Problem = {
  /** Path of a page that explains the problem */
  type: string
  title: string
  status: number
  detail?: string
  /** Stable, `unit/name` */
  code: string
  requestId: string
  traceId?: string
  retryAfterSeconds?: number
  params?: Record<string, unknown>
  errors?: {
    pointer: string
    code: string
    detail: string
  }[]
}

export interface AccessGetUserInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export type AccessGetUserAnswer = {
  /** Id of a user */
  id: string
  email: string
  name: string
  emailVerifiedAt: string | null
  createdAt: string
  roles: string[]
  disabledAt: string | null
}

export interface AccessGrantRoleInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
    role: string
  }
  body: {
    reason?: string | undefined
  }
}

export type AccessListRolesInput = CallOptions

export type AccessListRolesAnswer = {
  items: {
    name: string
    title: string
    builtIn: boolean
    permissions: string[]
  }[]
}

export interface AccessListUsersInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        search?: string | undefined
        role?: string | undefined
      }
    | undefined
}

export type AccessListUsersAnswer = {
  items: {
    /** Id of a user */
    id: string
    email: string
    name: string
    emailVerifiedAt: string | null
    createdAt: string
    roles: string[]
    disabledAt: string | null
  }[]
  nextCursor: string | null
}

export interface AccessRevokeRoleInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
    role: string
  }
}

export interface AuditListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        action?: string | undefined
        actor?: string | undefined
        subject?: string | undefined
      }
    | undefined
}

export type AuditListAnswer = {
  items: {
    id: string
    seq: number | null
    at: string
    action: string
    actor: {
      kind: 'anonymous' | 'system' | 'user'
      id: string | null
      name: string | null
    }
    subject: {
      kind: string
      id: string
    }
    details: Record<string, unknown>
    requestId: string
    ip: string | null
  }[]
  nextCursor: string | null
}

export type AuditVerifyInput = CallOptions

export type AuditVerifyAnswer = {
  ok: boolean
  checked: number
  sealedUpTo: number
  firstFault: string | null
}

export interface AuthChangePasswordInput extends CallOptions {
  body: {
    currentPassword: string
    newPassword: string
  }
}

export type AuthChangePasswordAnswer = {
  user: {
    /** Id of a user */
    id: string
    email: string
    name: string
    emailVerifiedAt: string | null
    createdAt: string
    roles: string[]
  }
  accessToken: string
  /** Seconds that the access token is good for */
  expiresIn: number
  refreshToken?: string
}

export type AuthCsrfInput = CallOptions

export type AuthCsrfAnswer = {
  csrfToken: string
}

export interface AuthDisableUserInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export interface AuthEnableUserInput extends CallOptions {
  path: {
    /** Id of a user */
    id: string
  }
}

export interface AuthForgotPasswordInput extends CallOptions {
  body: {
    email: string
  }
}

export type AuthForgotPasswordAnswer = {
  status: 'accepted'
}

export type AuthJwksInput = CallOptions

export type AuthJwksAnswer = {
  keys: {
    kty: string
    crv: string
    x: string
    y: string
    kid: string
    alg: string
    use: string
  }[]
}

export interface AuthListSessionsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type AuthListSessionsAnswer = {
  items: {
    /** Id of a session */
    id: string
    createdAt: string
    lastSeenAt: string
    expiresAt: string
    ip: string | null
    userAgent: string | null
    aal: number
    current: boolean
  }[]
  nextCursor: string | null
}

export interface AuthLoginInput extends CallOptions {
  body: {
    email: string
    password: string
    transport?: 'cookie' | 'bearer' | undefined
  }
}

export type AuthLoginAnswer = {
  user: {
    /** Id of a user */
    id: string
    email: string
    name: string
    emailVerifiedAt: string | null
    createdAt: string
    roles: string[]
  }
  accessToken: string
  /** Seconds that the access token is good for */
  expiresIn: number
  refreshToken?: string
}

export type AuthLogoutInput = CallOptions

export type AuthLogoutAllInput = CallOptions

export type AuthMeInput = CallOptions

export type AuthMeAnswer = {
  user: {
    /** Id of a user */
    id: string
    email: string
    name: string
    emailVerifiedAt: string | null
    createdAt: string
    roles: string[]
  }
  session: {
    /** Id of a session */
    id: string
    createdAt: string
    expiresAt: string
    aal: number
  }
  permissions: string[]
}

export interface AuthRefreshInput extends CallOptions {
  body: {
    refreshToken?: string | undefined
  }
}

export type AuthRefreshAnswer = {
  user: {
    /** Id of a user */
    id: string
    email: string
    name: string
    emailVerifiedAt: string | null
    createdAt: string
    roles: string[]
  }
  accessToken: string
  /** Seconds that the access token is good for */
  expiresIn: number
  refreshToken?: string
}

export interface AuthRegisterInput extends CallOptions {
  body: {
    email: string
    password: string
    name: string
  }
}

export type AuthRegisterAnswer = {
  status: 'accepted'
}

export interface AuthResendVerificationInput extends CallOptions {
  body: {
    email: string
  }
}

export type AuthResendVerificationAnswer = {
  status: 'accepted'
}

export interface AuthResetPasswordInput extends CallOptions {
  body: {
    token: string
    password: string
  }
}

export interface AuthRevokeSessionInput extends CallOptions {
  path: {
    /** Id of a session */
    id: string
  }
}

export interface AuthSetupInput extends CallOptions {
  body: {
    token: string
    email: string
    password: string
    name: string
    transport?: 'cookie' | 'bearer' | undefined
  }
}

export type AuthSetupAnswer = {
  user: {
    /** Id of a user */
    id: string
    email: string
    name: string
    emailVerifiedAt: string | null
    createdAt: string
    roles: string[]
  }
  accessToken: string
  /** Seconds that the access token is good for */
  expiresIn: number
  refreshToken?: string
}

export type AuthSetupStateInput = CallOptions

export type AuthSetupStateAnswer = {
  open: boolean
}

export interface AuthVerifyInput extends CallOptions {
  body: {
    token: string
  }
}

export type AuthVerifyAnswer = {
  status: 'verified'
}

export interface FilesCancelInput extends CallOptions {
  path: {
    /** Id of a upload */
    uploadId: string
  }
}

export interface FilesConfirmInput extends CallOptions {
  body: {
    /** Id of a upload */
    uploadId: string
  }
}

export type FilesConfirmAnswer = {
  /** Id of a file */
  id: string
  filename: string
  contentType: string
  bytes: number
  sha256: string
  purpose: string
  visibility: 'public' | 'private'
  createdAt: string
}

export interface FilesContentInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
}

export interface FilesGetInput extends CallOptions {
  path: {
    /** Id of a file */
    id: string
  }
}

export type FilesGetAnswer = {
  /** Id of a file */
  id: string
  filename: string
  contentType: string
  bytes: number
  sha256: string
  purpose: string
  visibility: 'public' | 'private'
  createdAt: string
}

export interface FilesPutInput extends CallOptions {
  path: {
    /** Id of a upload */
    uploadId: string
  }
  query: {
    expires: number
    signature: string
  }
  body: BinaryBody
}

export interface FilesSignInput extends CallOptions {
  body: {
    filename: string
    contentType: string
    bytes: number
    /** SHA-256 of the bytes in lower-case hex */
    sha256: string
    purpose: string
  }
}

export type FilesSignAnswer = {
  /** Id of a upload */
  uploadId: string
  url: string
  method: 'PUT'
  headers: Record<string, string>
  expiresAt: string
}

export interface JobsCancelInput extends CallOptions {
  path: {
    /** Id of a job */
    id: string
  }
}

export interface JobsGetInput extends CallOptions {
  path: {
    /** Id of a job */
    id: string
  }
}

export type JobsGetAnswer = {
  /** Id of a job */
  id: string
  queue: string
  state: 'queued' | 'active' | 'completed' | 'failed' | 'cancelled'
  attempt: number
  attempts: number
  createdAt: string
  startAfter: string
  startedAt: string | null
  endedAt: string | null
  reason: string | null
  /** The payload; sensitive values are replaced */
  data: unknown
}

export interface JobsListInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        queue?: string | undefined
        state?: 'queued' | 'active' | 'completed' | 'failed' | 'cancelled' | undefined
      }
    | undefined
}

export type JobsListAnswer = {
  items: {
    /** Id of a job */
    id: string
    queue: string
    state: 'queued' | 'active' | 'completed' | 'failed' | 'cancelled'
    attempt: number
    attempts: number
    createdAt: string
    startAfter: string
    startedAt: string | null
    endedAt: string | null
    reason: string | null
  }[]
  nextCursor: string | null
}

export type JobsOverviewInput = CallOptions

export type JobsOverviewAnswer = {
  queues: {
    name: string
    description: string
    idempotentBy: string
    ready: number
    delayed: number
    retrying: number
    active: number
    failed: number
    completedLastHour: number
  }[]
}

export interface JobsRetryInput extends CallOptions {
  path: {
    /** Id of a job */
    id: string
  }
}

export interface MusicAddPlaylistItemInput extends KeyedCallOptions {
  path: {
    /** Id of a playlist */
    id: string
  }
  body: {
    /** Id of a track */
    trackId: string
    /** Id of a playlist-item */
    afterItemId?: string | null | undefined
  }
}

export type MusicAddPlaylistItemAnswer = {
  /** Id of a playlist */
  id: string
  title: string
  description: string | null
  visibility: 'private' | 'unlisted' | 'public'
  owner: {
    /** Id of a user */
    id: string
    name: string
  }
  isOwn: boolean
  trackCount: number
  version: number
  createdAt: string
  updatedAt: string
  items: {
    /** Id of a playlist-item */
    id: string
    addedAt: string
    track: {
      /** Id of a track */
      id: string
      title: string
      artist: {
        /** Id of a artist */
        id: string
        name: string
        slug: string
      }
      genre: string
      durationMs: number
      explicit: boolean
      coverUrl: string | null
      streamUrl: string
      publishedAt: string
      bpm: number | null
      isrc: string | null
    }
  }[]
}

export interface MusicAnswerApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
  body: {
    message: string
  }
}

export type MusicAnswerApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicApplicationQueueInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'submitted'
          | 'in_review'
          | 'info_requested'
          | 'approved'
          | 'rejected'
          | 'withdrawn'
          | 'expired'
          | undefined
      }
    | undefined
}

export type MusicApplicationQueueAnswer = {
  items: {
    /** Id of a application */
    id: string
    state:
      | 'draft'
      | 'submitted'
      | 'in_review'
      | 'info_requested'
      | 'approved'
      | 'rejected'
      | 'withdrawn'
      | 'expired'
    applicant:
      | {
          /** Id of a user */
          id: string
          name: string
          email: string
        }
      | null
    payload: {
      role?: 'solo' | 'band' | 'manager' | 'management-company'
      legalName?: string
      stageName?: string
      email?: string
      phone?: string
      country?: string
      bio?: string
      genres?: string[]
      ageVerified?: boolean
      bandMembers?: {
        name: string
        role: string
      }[]
      companyName?: string
      links?: {
        website?: string
        spotify?: string
        instagram?: string
        tiktok?: string
        youtube?: string
      }
      payout?: {
        frequency: 'monthly' | 'quarterly' | 'threshold'
        threshold?: {
          minor: string
          currency: string
        }
      }
    }
    agreementIds: string[]
    findings: {
      code: string
      path: string
      severity: 'error' | 'warning'
      params: Record<string, unknown>
      message: string
    }[]
    messages: {
      at: string
      from: 'reviewer' | 'applicant'
      text: string
    }[]
    version: number
    claim:
      | {
          reviewer: {
            /** Id of a user */
            id: string
            name: string
          }
          until: string
        }
      | null
    submittedAt: string | null
    dueAt: string | null
    decidedAt: string | null
    decisionReason: string | null
    reapplyAfter: string | null
    /** Id of a artist */
    artistId: string | null
    createdAt: string
    updatedAt: string
  }[]
  nextCursor: string | null
}

export interface MusicApproveApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
}

export type MusicApproveApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicClaimApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
}

export type MusicClaimApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicClaimTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicClaimTrackAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submitter:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  ownArtist: boolean
  probe:
    | {
        format: string
        container: string
        codec: string
        contentType: string
        sampleRateHz: number
        bitDepth: number | null
        channels: number
        bitrateBps: number
        lossless: boolean
        durationMs: number
        bytes: number
        title: string | null
        isrc: string | null
      }
    | null
  waveform: {
    version: number
    peaks: number[]
  }
  streamUrl: string
}

export interface MusicCreatePlaylistInput extends KeyedCallOptions {
  body: {
    title: string
    description?: string | null | undefined
    visibility?: 'private' | 'unlisted' | 'public' | undefined
  }
}

export type MusicCreatePlaylistAnswer = {
  /** Id of a playlist */
  id: string
  title: string
  description: string | null
  visibility: 'private' | 'unlisted' | 'public'
  owner: {
    /** Id of a user */
    id: string
    name: string
  }
  isOwn: boolean
  trackCount: number
  version: number
  createdAt: string
  updatedAt: string
  items: {
    /** Id of a playlist-item */
    id: string
    addedAt: string
    track: {
      /** Id of a track */
      id: string
      title: string
      artist: {
        /** Id of a artist */
        id: string
        name: string
        slug: string
      }
      genre: string
      durationMs: number
      explicit: boolean
      coverUrl: string | null
      streamUrl: string
      publishedAt: string
      bpm: number | null
      isrc: string | null
    }
  }[]
}

export interface MusicDecideTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
  body: {
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons?: ('audio-quality' | 'artwork' | 'metadata' | 'rights' | 'fit')[] | undefined
    feedback?: string | undefined
    publishAt?: string | null | undefined
  }
}

export type MusicDecideTrackAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submitter:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  ownArtist: boolean
  probe:
    | {
        format: string
        container: string
        codec: string
        contentType: string
        sampleRateHz: number
        bitDepth: number | null
        channels: number
        bitrateBps: number
        lossless: boolean
        durationMs: number
        bytes: number
        title: string | null
        isrc: string | null
      }
    | null
  waveform: {
    version: number
    peaks: number[]
  }
  streamUrl: string
}

export interface MusicDeletePlaylistInput extends CallOptions {
  path: {
    /** Id of a playlist */
    id: string
  }
}

export interface MusicGetApplicationInput extends CallOptions {
  path: {
    /** Id of a application */
    id: string
  }
}

export type MusicGetApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicGetArtistInput extends CallOptions {
  path: {
    slug: string
  }
}

export type MusicGetArtistAnswer = {
  /** Id of a artist */
  id: string
  name: string
  slug: string
  type: 'person' | 'group'
  bio: string | null
  links: {
    website?: string
    spotify?: string
    instagram?: string
    tiktok?: string
    youtube?: string
  }
  genres: string[]
  country: string | null
  createdAt: string
}

export interface MusicGetPlaylistInput extends CallOptions {
  path: {
    /** Id of a playlist */
    id: string
  }
}

export type MusicGetPlaylistAnswer = {
  /** Id of a playlist */
  id: string
  title: string
  description: string | null
  visibility: 'private' | 'unlisted' | 'public'
  owner: {
    /** Id of a user */
    id: string
    name: string
  }
  isOwn: boolean
  trackCount: number
  version: number
  createdAt: string
  updatedAt: string
  items: {
    /** Id of a playlist-item */
    id: string
    addedAt: string
    track: {
      /** Id of a track */
      id: string
      title: string
      artist: {
        /** Id of a artist */
        id: string
        name: string
        slug: string
      }
      genre: string
      durationMs: number
      explicit: boolean
      coverUrl: string | null
      streamUrl: string
      publishedAt: string
      bpm: number | null
      isrc: string | null
    }
  }[]
}

export interface MusicGetSubmissionInput extends CallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicGetSubmissionAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicGetTrackInput extends CallOptions {
  path: {
    /** Id of a track */
    id: string
  }
}

export type MusicGetTrackAnswer = {
  /** Id of a track */
  id: string
  title: string
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  genre: string
  durationMs: number
  explicit: boolean
  coverUrl: string | null
  streamUrl: string
  publishedAt: string
  bpm: number | null
  isrc: string | null
}

export interface MusicHeartbeatTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicHeartbeatTrackAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submitter:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  ownArtist: boolean
  probe:
    | {
        format: string
        container: string
        codec: string
        contentType: string
        sampleRateHz: number
        bitDepth: number | null
        channels: number
        bitrateBps: number
        lossless: boolean
        durationMs: number
        bytes: number
        title: string | null
        isrc: string | null
      }
    | null
  waveform: {
    version: number
    peaks: number[]
  }
  streamUrl: string
}

export type MusicListAgreementsInput = CallOptions

export type MusicListAgreementsAnswer = {
  items: {
    /** Id of a agreement */
    id: string
    kind: 'terms' | 'license' | 'warranties'
    version: number
    title: string
    body: string
    sha256: string
    effectiveAt: string
  }[]
}

export interface MusicListAlbumsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        artist?: string | undefined
      }
    | undefined
}

export type MusicListAlbumsAnswer = {
  items: {
    /** Id of a album */
    id: string
    title: string
    artist: {
      /** Id of a artist */
      id: string
      name: string
      slug: string
    }
    coverUrl: string | null
    durationMs: number
    tracks: {
      /** Id of a track */
      id: string
      position: number
      title: string
      durationMs: number
    }[]
    createdAt: string
  }[]
  nextCursor: string | null
}

export interface MusicListArtistsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        mine?: boolean | undefined
      }
    | undefined
}

export type MusicListArtistsAnswer = {
  items: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
    type: 'person' | 'group'
    bio: string | null
    links: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    genres: string[]
    country: string | null
    createdAt: string
  }[]
  nextCursor: string | null
}

export type MusicListGenresInput = CallOptions

export type MusicListGenresAnswer = {
  items: {
    slug: string
    name: string
  }[]
}

export interface MusicListMyApplicationsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type MusicListMyApplicationsAnswer = {
  items: {
    /** Id of a application */
    id: string
    state:
      | 'draft'
      | 'submitted'
      | 'in_review'
      | 'info_requested'
      | 'approved'
      | 'rejected'
      | 'withdrawn'
      | 'expired'
    applicant:
      | {
          /** Id of a user */
          id: string
          name: string
          email: string
        }
      | null
    payload: {
      role?: 'solo' | 'band' | 'manager' | 'management-company'
      legalName?: string
      stageName?: string
      email?: string
      phone?: string
      country?: string
      bio?: string
      genres?: string[]
      ageVerified?: boolean
      bandMembers?: {
        name: string
        role: string
      }[]
      companyName?: string
      links?: {
        website?: string
        spotify?: string
        instagram?: string
        tiktok?: string
        youtube?: string
      }
      payout?: {
        frequency: 'monthly' | 'quarterly' | 'threshold'
        threshold?: {
          minor: string
          currency: string
        }
      }
    }
    agreementIds: string[]
    findings: {
      code: string
      path: string
      severity: 'error' | 'warning'
      params: Record<string, unknown>
      message: string
    }[]
    messages: {
      at: string
      from: 'reviewer' | 'applicant'
      text: string
    }[]
    version: number
    claim:
      | {
          reviewer: {
            /** Id of a user */
            id: string
            name: string
          }
          until: string
        }
      | null
    submittedAt: string | null
    dueAt: string | null
    decidedAt: string | null
    decisionReason: string | null
    reapplyAfter: string | null
    /** Id of a artist */
    artistId: string | null
    createdAt: string
    updatedAt: string
  }[]
  nextCursor: string | null
}

export interface MusicListMySubmissionsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
      }
    | undefined
}

export type MusicListMySubmissionsAnswer = {
  items: {
    /** Id of a submission */
    id: string
    state:
      | 'probing'
      | 'rejected'
      | 'submitted'
      | 'in_review'
      | 'changes_requested'
      | 'approved'
      | 'published'
      | 'declined'
      | 'withdrawn'
    round: number
    version: number
    artist: {
      /** Id of a artist */
      id: string
      name: string
      slug: string
    }
    title: string
    genre: string
    explicit: boolean
    language: string | null
    isrc: string | null
    description: string | null
    albumTitle: string | null
    /** Id of a file */
    audioFileId: string
    /** Id of a file */
    coverFileId: string
    coverUrl: string | null
    durationMs: number | null
    findings: {
      code: string
      path: string
      severity: 'error' | 'warning'
      params: Record<string, unknown>
      message: string
    }[]
    reviews: {
      round: number
      verdict: 'approve' | 'request_changes' | 'decline'
      reasons: string[]
      feedback: string
      at: string
    }[]
    submittedAt: string | null
    dueAt: string | null
    publishAt: string | null
    /** Id of a track */
    trackId: string | null
    createdAt: string
    updatedAt: string
  }[]
  nextCursor: string | null
}

export interface MusicListPlaylistsInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        mine?: boolean | undefined
      }
    | undefined
}

export type MusicListPlaylistsAnswer = {
  items: {
    /** Id of a playlist */
    id: string
    title: string
    description: string | null
    visibility: 'private' | 'unlisted' | 'public'
    owner: {
      /** Id of a user */
      id: string
      name: string
    }
    isOwn: boolean
    trackCount: number
    version: number
    createdAt: string
    updatedAt: string
  }[]
  nextCursor: string | null
}

export interface MusicListTracksInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        search?: string | undefined
        /** Slug of the artist */
        artist?: string | undefined
        genre?: string | undefined
      }
    | undefined
}

export type MusicListTracksAnswer = {
  items: {
    /** Id of a track */
    id: string
    title: string
    artist: {
      /** Id of a artist */
      id: string
      name: string
      slug: string
    }
    genre: string
    durationMs: number
    explicit: boolean
    coverUrl: string | null
    streamUrl: string
    publishedAt: string
    bpm: number | null
    isrc: string | null
  }[]
  nextCursor: string | null
}

export interface MusicMovePlaylistItemInput extends CallOptions {
  path: {
    /** Id of a playlist */
    id: string
    /** Id of a playlist-item */
    itemId: string
  }
  body: {
    /** Id of a playlist-item */
    afterItemId: string | null
  }
}

export type MusicMovePlaylistItemAnswer = {
  /** Id of a playlist */
  id: string
  title: string
  description: string | null
  visibility: 'private' | 'unlisted' | 'public'
  owner: {
    /** Id of a user */
    id: string
    name: string
  }
  isOwn: boolean
  trackCount: number
  version: number
  createdAt: string
  updatedAt: string
  items: {
    /** Id of a playlist-item */
    id: string
    addedAt: string
    track: {
      /** Id of a track */
      id: string
      title: string
      artist: {
        /** Id of a artist */
        id: string
        name: string
        slug: string
      }
      genre: string
      durationMs: number
      explicit: boolean
      coverUrl: string | null
      streamUrl: string
      publishedAt: string
      bpm: number | null
      isrc: string | null
    }
  }[]
}

export interface MusicPublishTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a track */
    id: string
  }
}

export type MusicPublishTrackAnswer = {
  /** Id of a track */
  id: string
  title: string
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  genre: string
  durationMs: number
  explicit: boolean
  coverUrl: string | null
  streamUrl: string
  publishedAt: string
  bpm: number | null
  isrc: string | null
}

export interface MusicRejectApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
  body: {
    reason: string
    reapplyAfterDays?: number | undefined
  }
}

export type MusicRejectApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicReleaseTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicReleaseTrackAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submitter:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  ownArtist: boolean
  probe:
    | {
        format: string
        container: string
        codec: string
        contentType: string
        sampleRateHz: number
        bitDepth: number | null
        channels: number
        bitrateBps: number
        lossless: boolean
        durationMs: number
        bytes: number
        title: string | null
        isrc: string | null
      }
    | null
  waveform: {
    version: number
    peaks: number[]
  }
  streamUrl: string
}

export interface MusicRemovePlaylistItemInput extends CallOptions {
  path: {
    /** Id of a playlist */
    id: string
    /** Id of a playlist-item */
    itemId: string
  }
}

export type MusicRemovePlaylistItemAnswer = {
  /** Id of a playlist */
  id: string
  title: string
  description: string | null
  visibility: 'private' | 'unlisted' | 'public'
  owner: {
    /** Id of a user */
    id: string
    name: string
  }
  isOwn: boolean
  trackCount: number
  version: number
  createdAt: string
  updatedAt: string
  items: {
    /** Id of a playlist-item */
    id: string
    addedAt: string
    track: {
      /** Id of a track */
      id: string
      title: string
      artist: {
        /** Id of a artist */
        id: string
        name: string
        slug: string
      }
      genre: string
      durationMs: number
      explicit: boolean
      coverUrl: string | null
      streamUrl: string
      publishedAt: string
      bpm: number | null
      isrc: string | null
    }
  }[]
}

export interface MusicRequestInformationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
  body: {
    message: string
  }
}

export type MusicRequestInformationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicResubmitInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
  body: {
    title?: string | undefined
    genre?: string | undefined
    explicit?: boolean | undefined
    language?: string | null | undefined
    isrc?: string | null | undefined
    description?: string | null | undefined
    albumTitle?: string | null | undefined
    /** Id of a file */
    audioFileId?: string | undefined
    /** Id of a file */
    coverFileId?: string | undefined
    version?: number | undefined
  }
}

export type MusicResubmitAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicReviewDetailInput extends CallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicReviewDetailAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submitter:
    | {
        /** Id of a user */
        id: string
        name: string
      }
    | null
  ownArtist: boolean
  probe:
    | {
        format: string
        container: string
        codec: string
        contentType: string
        sampleRateHz: number
        bitDepth: number | null
        channels: number
        bitrateBps: number
        lossless: boolean
        durationMs: number
        bytes: number
        title: string | null
        isrc: string | null
      }
    | null
  waveform: {
    version: number
    peaks: number[]
  }
  streamUrl: string
}

export interface MusicReviewQueueInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        state?:
          | 'probing'
          | 'rejected'
          | 'submitted'
          | 'in_review'
          | 'changes_requested'
          | 'approved'
          | 'published'
          | 'declined'
          | 'withdrawn'
          | undefined
      }
    | undefined
}

export type MusicReviewQueueAnswer = {
  items: {
    /** Id of a submission */
    id: string
    state:
      | 'probing'
      | 'rejected'
      | 'submitted'
      | 'in_review'
      | 'changes_requested'
      | 'approved'
      | 'published'
      | 'declined'
      | 'withdrawn'
    round: number
    version: number
    artist: {
      /** Id of a artist */
      id: string
      name: string
      slug: string
    }
    title: string
    genre: string
    explicit: boolean
    language: string | null
    isrc: string | null
    description: string | null
    albumTitle: string | null
    /** Id of a file */
    audioFileId: string
    /** Id of a file */
    coverFileId: string
    coverUrl: string | null
    durationMs: number | null
    findings: {
      code: string
      path: string
      severity: 'error' | 'warning'
      params: Record<string, unknown>
      message: string
    }[]
    reviews: {
      round: number
      verdict: 'approve' | 'request_changes' | 'decline'
      reasons: string[]
      feedback: string
      at: string
    }[]
    submittedAt: string | null
    dueAt: string | null
    publishAt: string | null
    /** Id of a track */
    trackId: string | null
    createdAt: string
    updatedAt: string
    claim:
      | {
          reviewer: {
            /** Id of a user */
            id: string
            name: string
          }
          until: string
        }
      | null
    submitter:
      | {
          /** Id of a user */
          id: string
          name: string
        }
      | null
  }[]
  nextCursor: string | null
}

export interface MusicReviewStreamInput extends CallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export interface MusicSaveApplicationInput extends CallOptions {
  path: {
    /** Id of a application */
    id: string
  }
  body: {
    role?: 'solo' | 'band' | 'manager' | 'management-company' | null | undefined
    legalName?: string | null | undefined
    stageName?: string | null | undefined
    email?: string | null | undefined
    phone?: string | null | undefined
    country?: string | null | undefined
    bio?: string | null | undefined
    genres?: string[] | null | undefined
    ageVerified?: boolean | null | undefined
    bandMembers?:
      | {
          name: string
          role: string
        }[]
      | null
      | undefined
    companyName?: string | null | undefined
    links?:
      | {
          website?: string | undefined
          spotify?: string | undefined
          instagram?: string | undefined
          tiktok?: string | undefined
          youtube?: string | undefined
        }
      | null
      | undefined
    payout?:
      | {
          frequency: 'monthly' | 'quarterly' | 'threshold'
          threshold?:
            | {
                minor: string
                currency: string
              }
            | undefined
        }
      | null
      | undefined
    agreementIds?: string[] | undefined
    version?: number | undefined
  }
}

export type MusicSaveApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicStartApplicationInput extends KeyedCallOptions {
  body: {
    role?: 'solo' | 'band' | 'manager' | 'management-company' | null | undefined
    legalName?: string | null | undefined
    stageName?: string | null | undefined
    email?: string | null | undefined
    phone?: string | null | undefined
    country?: string | null | undefined
    bio?: string | null | undefined
    genres?: string[] | null | undefined
    ageVerified?: boolean | null | undefined
    bandMembers?:
      | {
          name: string
          role: string
        }[]
      | null
      | undefined
    companyName?: string | null | undefined
    links?:
      | {
          website?: string | undefined
          spotify?: string | undefined
          instagram?: string | undefined
          tiktok?: string | undefined
          youtube?: string | undefined
        }
      | null
      | undefined
    payout?:
      | {
          frequency: 'monthly' | 'quarterly' | 'threshold'
          threshold?:
            | {
                minor: string
                currency: string
              }
            | undefined
        }
      | null
      | undefined
    agreementIds?: string[] | undefined
    submit?: boolean | undefined
  }
}

export type MusicStartApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicStreamTrackInput extends CallOptions {
  path: {
    /** Id of a track */
    id: string
  }
}

export interface MusicSubmissionCoverInput extends CallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
  query: {
    /** Side in pixels */
    size: 64 | 320 | 640 | 1280
  }
}

export interface MusicSubmitApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
}

export type MusicSubmitApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicSubmitTrackInput extends KeyedCallOptions {
  body: {
    /** Id of a artist */
    artistId: string
    title: string
    genre: string
    explicit: boolean
    language?: string | null | undefined
    isrc?: string | null | undefined
    description?: string | null | undefined
    albumTitle?: string | null | undefined
    /** Id of a file */
    audioFileId: string
    /** Id of a file */
    coverFileId: string
  }
}

export type MusicSubmitTrackAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicTrackCoverInput extends CallOptions {
  path: {
    /** Id of a track */
    id: string
  }
  query: {
    /** Side in pixels */
    size: 64 | 320 | 640 | 1280
  }
}

export interface MusicTrackWaveformInput extends CallOptions {
  path: {
    /** Id of a track */
    id: string
  }
}

export type MusicTrackWaveformAnswer = {
  version: number
  peaks: number[]
}

export interface MusicUnpublishTrackInput extends KeyedCallOptions {
  path: {
    /** Id of a track */
    id: string
  }
}

export type MusicUnpublishTrackAnswer = {
  /** Id of a track */
  id: string
  title: string
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  genre: string
  durationMs: number
  explicit: boolean
  coverUrl: string | null
  streamUrl: string
  publishedAt: string
  bpm: number | null
  isrc: string | null
}

export interface MusicUpdatePlaylistInput extends CallOptions {
  path: {
    /** Id of a playlist */
    id: string
  }
  body: {
    title?: string | undefined
    description?: string | null | undefined
    visibility?: 'private' | 'unlisted' | 'public' | undefined
    version?: number | undefined
  }
}

export type MusicUpdatePlaylistAnswer = {
  /** Id of a playlist */
  id: string
  title: string
  description: string | null
  visibility: 'private' | 'unlisted' | 'public'
  owner: {
    /** Id of a user */
    id: string
    name: string
  }
  isOwn: boolean
  trackCount: number
  version: number
  createdAt: string
  updatedAt: string
  items: {
    /** Id of a playlist-item */
    id: string
    addedAt: string
    track: {
      /** Id of a track */
      id: string
      title: string
      artist: {
        /** Id of a artist */
        id: string
        name: string
        slug: string
      }
      genre: string
      durationMs: number
      explicit: boolean
      coverUrl: string | null
      streamUrl: string
      publishedAt: string
      bpm: number | null
      isrc: string | null
    }
  }[]
}

export interface MusicWithdrawApplicationInput extends KeyedCallOptions {
  path: {
    /** Id of a application */
    id: string
  }
}

export type MusicWithdrawApplicationAnswer = {
  /** Id of a application */
  id: string
  state:
    | 'draft'
    | 'submitted'
    | 'in_review'
    | 'info_requested'
    | 'approved'
    | 'rejected'
    | 'withdrawn'
    | 'expired'
  applicant:
    | {
        /** Id of a user */
        id: string
        name: string
        email: string
      }
    | null
  payload: {
    role?: 'solo' | 'band' | 'manager' | 'management-company'
    legalName?: string
    stageName?: string
    email?: string
    phone?: string
    country?: string
    bio?: string
    genres?: string[]
    ageVerified?: boolean
    bandMembers?: {
      name: string
      role: string
    }[]
    companyName?: string
    links?: {
      website?: string
      spotify?: string
      instagram?: string
      tiktok?: string
      youtube?: string
    }
    payout?: {
      frequency: 'monthly' | 'quarterly' | 'threshold'
      threshold?: {
        minor: string
        currency: string
      }
    }
  }
  agreementIds: string[]
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  messages: {
    at: string
    from: 'reviewer' | 'applicant'
    text: string
  }[]
  version: number
  claim:
    | {
        reviewer: {
          /** Id of a user */
          id: string
          name: string
        }
        until: string
      }
    | null
  submittedAt: string | null
  dueAt: string | null
  decidedAt: string | null
  decisionReason: string | null
  reapplyAfter: string | null
  /** Id of a artist */
  artistId: string | null
  createdAt: string
  updatedAt: string
}

export interface MusicWithdrawSubmissionInput extends KeyedCallOptions {
  path: {
    /** Id of a submission */
    id: string
  }
}

export type MusicWithdrawSubmissionAnswer = {
  /** Id of a submission */
  id: string
  state:
    | 'probing'
    | 'rejected'
    | 'submitted'
    | 'in_review'
    | 'changes_requested'
    | 'approved'
    | 'published'
    | 'declined'
    | 'withdrawn'
  round: number
  version: number
  artist: {
    /** Id of a artist */
    id: string
    name: string
    slug: string
  }
  title: string
  genre: string
  explicit: boolean
  language: string | null
  isrc: string | null
  description: string | null
  albumTitle: string | null
  /** Id of a file */
  audioFileId: string
  /** Id of a file */
  coverFileId: string
  coverUrl: string | null
  durationMs: number | null
  findings: {
    code: string
    path: string
    severity: 'error' | 'warning'
    params: Record<string, unknown>
    message: string
  }[]
  reviews: {
    round: number
    verdict: 'approve' | 'request_changes' | 'decline'
    reasons: string[]
    feedback: string
    at: string
  }[]
  submittedAt: string | null
  dueAt: string | null
  publishAt: string | null
  /** Id of a track */
  trackId: string | null
  createdAt: string
  updatedAt: string
}

export type OperationsStartupCheckInput = CallOptions

export type OperationsStartupCheckAnswer = {
  status: 'pass' | 'warn' | 'fail'
  checks: {
    name: string
    status: 'pass' | 'warn' | 'fail'
    observed: string
    fix: string | null
    tookMs: number
    at: string
  }[]
}

export interface PlinthClient {
  readonly access: {
    /** One person with roles. */
    getUser(input: AccessGetUserInput): Promise<AccessGetUserAnswer>
    /** Gives a person a role, whose permissions the caller must all hold. */
    grantRole(input: AccessGrantRoleInput): Promise<void>
    /** Roles with the permissions they hold. */
    listRoles(input?: AccessListRolesInput): Promise<AccessListRolesAnswer>
    /** People with their roles, newest first; `search` looks into name and address. */
    listUsers(input?: AccessListUsersInput): Promise<AccessListUsersAnswer>
    /** Takes a role from a person; the last administrator stays. */
    revokeRole(input: AccessRevokeRoleInput): Promise<void>
  }
  readonly audit: {
    /** Audit records, newest first */
    list(input?: AuditListInput): Promise<AuditListAnswer>
    /** Walks the hash chain and tells whether any record was changed */
    verify(input?: AuditVerifyInput): Promise<AuditVerifyAnswer>
  }
  readonly auth: {
    /** Sets a new password by the current one; every session ends and a new one begins. */
    changePassword(input: AuthChangePasswordInput): Promise<AuthChangePasswordAnswer>
    /** The token that unsafe requests with cookies send as X-CSRF-Token. */
    csrf(input?: AuthCsrfInput): Promise<AuthCsrfAnswer>
    /** Closes an account and ends its sessions at once. */
    disableUser(input: AuthDisableUserInput): Promise<void>
    /** Opens a disabled account again. */
    enableUser(input: AuthEnableUserInput): Promise<void>
    /** Mails a link to choose a new password; the answer never tells whether there was anybody to mail. */
    forgotPassword(input: AuthForgotPasswordInput): Promise<AuthForgotPasswordAnswer>
    /** Public keys of access tokens (RFC 7517). */
    jwks(input?: AuthJwksInput): Promise<AuthJwksAnswer>
    /** The person's open sessions, newest first. */
    listSessions(input?: AuthListSessionsInput): Promise<AuthListSessionsAnswer>
    /** Signs in with e-mail address and password. */
    login(input: AuthLoginInput): Promise<AuthLoginAnswer>
    /** Ends the session that the request carries; without one there is nothing to do. */
    logout(input?: AuthLogoutInput): Promise<void>
    /** Ends every session of the person. */
    logoutAll(input?: AuthLogoutAllInput): Promise<void>
    /** Who is signed in, in which session, and what is allowed. */
    me(input?: AuthMeInput): Promise<AuthMeAnswer>
    /** Trades the refresh token (cookie, or in the body) for a new pair. */
    refresh(input: AuthRefreshInput): Promise<AuthRefreshAnswer>
    /** Makes an account and mails a link to prove the address; the answer never tells whether one existed. */
    register(input: AuthRegisterInput): Promise<AuthRegisterAnswer>
    /** Mails a new verification link; the answer never tells whether there was anybody to mail. */
    resendVerification(input: AuthResendVerificationInput): Promise<AuthResendVerificationAnswer>
    /** Sets a new password by a mailed token, once; every session ends. */
    resetPassword(input: AuthResetPasswordInput): Promise<void>
    /** Ends one of the own sessions. */
    revokeSession(input: AuthRevokeSessionInput): Promise<void>
    /** Makes the first administrator by the one-time link that the server printed, and signs in. */
    setup(input: AuthSetupInput): Promise<AuthSetupAnswer>
    /** Whether the server still waits for its first administrator. */
    setupState(input?: AuthSetupStateInput): Promise<AuthSetupStateAnswer>
    /** Proves the address that the token was mailed to, once. */
    verify(input: AuthVerifyInput): Promise<AuthVerifyAnswer>
  }
  readonly files: {
    /** Gives an upload up and removes what has arrived of it */
    cancel(input: FilesCancelInput): Promise<void>
    /** Makes an upload a file after size, hash and type by content were checked */
    confirm(input: FilesConfirmInput): Promise<FilesConfirmAnswer>
    /** The bytes of a file, whole or a range */
    content(input: FilesContentInput): Promise<Response>
    /** What is known of a file */
    get(input: FilesGetInput): Promise<FilesGetAnswer>
    /** Takes the bytes of an upload; the signed address is the permission */
    put(input: FilesPutInput): Promise<void>
    /** Announces an upload; answers where to PUT the bytes */
    sign(input: FilesSignInput): Promise<FilesSignAnswer>
  }
  readonly jobs: {
    /** Takes a waiting job out of its queue for good */
    cancel(input: JobsCancelInput): Promise<void>
    /** One job with its payload and the reason of its last failure */
    get(input: JobsGetInput): Promise<JobsGetAnswer>
    /** Jobs, newest first */
    list(input?: JobsListInput): Promise<JobsListAnswer>
    /** Every queue with its numbers */
    overview(input?: JobsOverviewInput): Promise<JobsOverviewAnswer>
    /** Puts a failed job back into its queue */
    retry(input: JobsRetryInput): Promise<void>
  }
  readonly music: {
    /** Adds a track at the end, or behind `afterItemId` (null: at the beginning). */
    addPlaylistItem(input: MusicAddPlaylistItemInput): Promise<MusicAddPlaylistItemAnswer>
    /** Answers the reviewer's question; the application goes back to review. */
    answerApplication(input: MusicAnswerApplicationInput): Promise<MusicAnswerApplicationAnswer>
    /** Applications by when an answer is due; without `state` those that wait for a reviewer. */
    applicationQueue(input?: MusicApplicationQueueInput): Promise<MusicApplicationQueueAnswer>
    /** Makes the applicant an artist. */
    approveApplication(input: MusicApproveApplicationInput): Promise<MusicApproveApplicationAnswer>
    /** Takes an application for 30 minutes; claiming again extends it. */
    claimApplication(input: MusicClaimApplicationInput): Promise<MusicClaimApplicationAnswer>
    /** Takes a submission for 30 minutes; claiming again extends it. */
    claimTrack(input: MusicClaimTrackInput): Promise<MusicClaimTrackAnswer>
    /** Makes an empty playlist. */
    createPlaylist(input: MusicCreatePlaylistInput): Promise<MusicCreatePlaylistAnswer>
    /** Approves, asks for changes or declines. All but approval need reasons and ten words of feedback. */
    decideTrack(input: MusicDecideTrackInput): Promise<MusicDecideTrackAnswer>
    /** Removes a playlist; its tracks are untouched. */
    deletePlaylist(input: MusicDeletePlaylistInput): Promise<void>
    /** One application: for its applicant, and once it is submitted for reviewers. */
    getApplication(input: MusicGetApplicationInput): Promise<MusicGetApplicationAnswer>
    /** One artist. */
    getArtist(input: MusicGetArtistInput): Promise<MusicGetArtistAnswer>
    /** A playlist with its tracks. Unlisted ones are found by who has the address, private ones by their owner. */
    getPlaylist(input: MusicGetPlaylistInput): Promise<MusicGetPlaylistAnswer>
    /** A submission of one of the caller's artists. */
    getSubmission(input: MusicGetSubmissionInput): Promise<MusicGetSubmissionAnswer>
    /** One published track. */
    getTrack(input: MusicGetTrackInput): Promise<MusicGetTrackAnswer>
    /** Extends the claim by another 30 minutes. */
    heartbeatTrack(input: MusicHeartbeatTrackInput): Promise<MusicHeartbeatTrackAnswer>
    /** The texts an applicant accepts, in the versions in force. */
    listAgreements(input?: MusicListAgreementsInput): Promise<MusicListAgreementsAnswer>
    /** Albums with their published tracks, newest first; one without any is not shown. */
    listAlbums(input?: MusicListAlbumsInput): Promise<MusicListAlbumsAnswer>
    /** Artists by name; with `mine` those the caller belongs to. */
    listArtists(input?: MusicListArtistsInput): Promise<MusicListArtistsAnswer>
    /** What tracks are filed under. */
    listGenres(input?: MusicListGenresInput): Promise<MusicListGenresAnswer>
    /** The caller's own applications, newest first. */
    listMyApplications(input?: MusicListMyApplicationsInput): Promise<MusicListMyApplicationsAnswer>
    /** Submissions of the caller's artists, newest first. */
    listMySubmissions(input?: MusicListMySubmissionsInput): Promise<MusicListMySubmissionsAnswer>
    /** Public playlists, newest first; with `mine` the caller's own, whatever their visibility. */
    listPlaylists(input?: MusicListPlaylistsInput): Promise<MusicListPlaylistsAnswer>
    /** Published tracks, newest first; `search` looks for the beginnings of words in title and artist name. */
    listTracks(input?: MusicListTracksInput): Promise<MusicListTracksAnswer>
    /** Moves an item behind another one (null: to the beginning). */
    movePlaylistItem(input: MusicMovePlaylistItemInput): Promise<MusicMovePlaylistItemAnswer>
    /** Puts a track back into the catalogue. */
    publishTrack(input: MusicPublishTrackInput): Promise<MusicPublishTrackAnswer>
    /** Declines an application with a reason, and says when the applicant may try again. */
    rejectApplication(input: MusicRejectApplicationInput): Promise<MusicRejectApplicationAnswer>
    /** Puts a claimed submission back into the queue. */
    releaseTrack(input: MusicReleaseTrackInput): Promise<MusicReleaseTrackAnswer>
    /** Takes an item out. */
    removePlaylistItem(input: MusicRemovePlaylistItemInput): Promise<MusicRemovePlaylistItemAnswer>
    /** Asks the applicant something; the application waits for the answer. */
    requestInformation(input: MusicRequestInformationInput): Promise<MusicRequestInformationAnswer>
    /** Changes a refused or criticised track and sends it in again. */
    resubmit(input: MusicResubmitInput): Promise<MusicResubmitAnswer>
    /** A submission with everything a reviewer looks at. */
    reviewDetail(input: MusicReviewDetailInput): Promise<MusicReviewDetailAnswer>
    /** Submissions by when an answer is due; without `state` those that wait for a reviewer. */
    reviewQueue(input?: MusicReviewQueueInput): Promise<MusicReviewQueueAnswer>
    /** The submitted recording, for reviewers. */
    reviewStream(input: MusicReviewStreamInput): Promise<Response>
    /** Changes a draft: fields left out stay, null empties one. With `version`, a stale change is refused. */
    saveApplication(input: MusicSaveApplicationInput): Promise<MusicSaveApplicationAnswer>
    /** Starts an artist application as a draft; with `submit` a whole one is submitted at once. */
    startApplication(input: MusicStartApplicationInput): Promise<MusicStartApplicationAnswer>
    /** The recording, whole or a range. */
    streamTrack(input: MusicStreamTrackInput): Promise<Response>
    /** The normalised cover of a submission, for its artist and for reviewers. */
    submissionCover(input: MusicSubmissionCoverInput): Promise<Response>
    /** Submits a draft for review, or a changed application back to its review. */
    submitApplication(input: MusicSubmitApplicationInput): Promise<MusicSubmitApplicationAnswer>
    /** Sends a track in; its uploaded files are measured, then it waits for review. */
    submitTrack(input: MusicSubmitTrackInput): Promise<MusicSubmitTrackAnswer>
    /** The cover as a square JPEG. */
    trackCover(input: MusicTrackCoverInput): Promise<Response>
    /** Peaks of 0 to 255 over the whole recording; none where its codec cannot be decoded here. */
    trackWaveform(input: MusicTrackWaveformInput): Promise<MusicTrackWaveformAnswer>
    /** Takes a track out of the catalogue at once. */
    unpublishTrack(input: MusicUnpublishTrackInput): Promise<MusicUnpublishTrackAnswer>
    /** Changes title, description or visibility. */
    updatePlaylist(input: MusicUpdatePlaylistInput): Promise<MusicUpdatePlaylistAnswer>
    /** Takes an application back before it is decided. */
    withdrawApplication(input: MusicWithdrawApplicationInput): Promise<MusicWithdrawApplicationAnswer>
    /** Takes a track back before it is decided. */
    withdrawSubmission(input: MusicWithdrawSubmissionInput): Promise<MusicWithdrawSubmissionAnswer>
  }
  readonly operations: {
    /** Every check with what was observed and how to mend it */
    startupCheck(input?: OperationsStartupCheckInput): Promise<OperationsStartupCheckAnswer>
  }
}

export const operations = {
  'access.getUser': { method: 'GET', path: '/api/users/{id}', answer: 'json' },
  'access.grantRole': { method: 'PUT', path: '/api/users/{id}/roles/{role}', answer: 'none', body: 'json' },
  'access.listRoles': { method: 'GET', path: '/api/roles', answer: 'json' },
  'access.listUsers': { method: 'GET', path: '/api/users', answer: 'json' },
  'access.revokeRole': { method: 'DELETE', path: '/api/users/{id}/roles/{role}', answer: 'none' },
  'audit.list': { method: 'GET', path: '/api/audit', answer: 'json' },
  'audit.verify': { method: 'POST', path: '/api/audit/verify', answer: 'json' },
  'auth.changePassword': { method: 'POST', path: '/api/auth/change-password', answer: 'json', body: 'json' },
  'auth.csrf': { method: 'GET', path: '/api/auth/csrf', answer: 'json', public: true },
  'auth.disableUser': { method: 'POST', path: '/api/users/{id}/disable', answer: 'none' },
  'auth.enableUser': { method: 'POST', path: '/api/users/{id}/enable', answer: 'none' },
  'auth.forgotPassword': {
    method: 'POST',
    path: '/api/auth/forgot-password',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'auth.jwks': { method: 'GET', path: '/api/.well-known/jwks.json', answer: 'json', public: true },
  'auth.listSessions': { method: 'GET', path: '/api/auth/sessions', answer: 'json' },
  'auth.login': {
    method: 'POST',
    path: '/api/auth/login',
    answer: 'json',
    body: 'json',
    public: true,
    choosesTransport: true,
  },
  'auth.logout': { method: 'POST', path: '/api/auth/logout', answer: 'none', public: true },
  'auth.logoutAll': { method: 'POST', path: '/api/auth/logout-all', answer: 'none' },
  'auth.me': { method: 'GET', path: '/api/auth/me', answer: 'json' },
  'auth.refresh': { method: 'POST', path: '/api/auth/refresh', answer: 'json', body: 'json', public: true },
  'auth.register': { method: 'POST', path: '/api/auth/register', answer: 'json', body: 'json', public: true },
  'auth.resendVerification': {
    method: 'POST',
    path: '/api/auth/verify/resend',
    answer: 'json',
    body: 'json',
    public: true,
  },
  'auth.resetPassword': {
    method: 'POST',
    path: '/api/auth/reset-password',
    answer: 'none',
    body: 'json',
    public: true,
  },
  'auth.revokeSession': { method: 'DELETE', path: '/api/auth/sessions/{id}', answer: 'none' },
  'auth.setup': {
    method: 'POST',
    path: '/api/auth/setup',
    answer: 'json',
    body: 'json',
    public: true,
    choosesTransport: true,
  },
  'auth.setupState': { method: 'GET', path: '/api/auth/setup', answer: 'json', public: true },
  'auth.verify': { method: 'POST', path: '/api/auth/verify', answer: 'json', body: 'json', public: true },
  'files.cancel': { method: 'DELETE', path: '/api/uploads/{uploadId}', answer: 'none' },
  'files.confirm': { method: 'POST', path: '/api/uploads/confirm', answer: 'json', body: 'json' },
  'files.content': { method: 'GET', path: '/api/files/{id}/content', answer: 'bytes' },
  'files.get': { method: 'GET', path: '/api/files/{id}', answer: 'json' },
  'files.put': { method: 'PUT', path: '/api/uploads/{uploadId}/content', answer: 'none', body: 'bytes', public: true },
  'files.sign': { method: 'POST', path: '/api/uploads/sign', answer: 'json', body: 'json' },
  'jobs.cancel': { method: 'POST', path: '/api/jobs/{id}/cancel', answer: 'none' },
  'jobs.get': { method: 'GET', path: '/api/jobs/{id}', answer: 'json' },
  'jobs.list': { method: 'GET', path: '/api/jobs/list', answer: 'json' },
  'jobs.overview': { method: 'GET', path: '/api/jobs', answer: 'json' },
  'jobs.retry': { method: 'POST', path: '/api/jobs/{id}/retry', answer: 'none' },
  'music.addPlaylistItem': {
    method: 'POST',
    path: '/api/playlists/{id}/items',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.answerApplication': {
    method: 'POST',
    path: '/api/artist/applications/{id}/answer',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.applicationQueue': { method: 'GET', path: '/api/review/applications', answer: 'json' },
  'music.approveApplication': {
    method: 'POST',
    path: '/api/review/applications/{id}/approve',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.claimApplication': {
    method: 'POST',
    path: '/api/review/applications/{id}/claim',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.claimTrack': { method: 'POST', path: '/api/review/tracks/{id}/claim', answer: 'json', idempotent: 'optional' },
  'music.createPlaylist': {
    method: 'POST',
    path: '/api/playlists',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.decideTrack': {
    method: 'POST',
    path: '/api/review/tracks/{id}/decide',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.deletePlaylist': { method: 'DELETE', path: '/api/playlists/{id}', answer: 'none' },
  'music.getApplication': { method: 'GET', path: '/api/artist/applications/{id}', answer: 'json' },
  'music.getArtist': { method: 'GET', path: '/api/artists/{slug}', answer: 'json', public: true },
  'music.getPlaylist': { method: 'GET', path: '/api/playlists/{id}', answer: 'json' },
  'music.getSubmission': { method: 'GET', path: '/api/tracks/submissions/{id}', answer: 'json' },
  'music.getTrack': { method: 'GET', path: '/api/tracks/{id}', answer: 'json', public: true },
  'music.heartbeatTrack': {
    method: 'POST',
    path: '/api/review/tracks/{id}/heartbeat',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.listAgreements': { method: 'GET', path: '/api/agreements/current', answer: 'json', public: true },
  'music.listAlbums': { method: 'GET', path: '/api/albums', answer: 'json', public: true },
  'music.listArtists': { method: 'GET', path: '/api/artists', answer: 'json' },
  'music.listGenres': { method: 'GET', path: '/api/genres', answer: 'json', public: true },
  'music.listMyApplications': { method: 'GET', path: '/api/artist/applications', answer: 'json' },
  'music.listMySubmissions': { method: 'GET', path: '/api/tracks/submissions', answer: 'json' },
  'music.listPlaylists': { method: 'GET', path: '/api/playlists', answer: 'json' },
  'music.listTracks': { method: 'GET', path: '/api/tracks', answer: 'json', public: true },
  'music.movePlaylistItem': {
    method: 'PATCH',
    path: '/api/playlists/{id}/items/{itemId}',
    answer: 'json',
    body: 'json',
  },
  'music.publishTrack': { method: 'POST', path: '/api/tracks/{id}/publish', answer: 'json', idempotent: 'optional' },
  'music.rejectApplication': {
    method: 'POST',
    path: '/api/review/applications/{id}/reject',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.releaseTrack': {
    method: 'POST',
    path: '/api/review/tracks/{id}/release',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.removePlaylistItem': { method: 'DELETE', path: '/api/playlists/{id}/items/{itemId}', answer: 'json' },
  'music.requestInformation': {
    method: 'POST',
    path: '/api/review/applications/{id}/request-info',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.resubmit': {
    method: 'PATCH',
    path: '/api/tracks/submissions/{id}',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.reviewDetail': { method: 'GET', path: '/api/review/tracks/{id}', answer: 'json' },
  'music.reviewQueue': { method: 'GET', path: '/api/review/tracks', answer: 'json' },
  'music.reviewStream': { method: 'GET', path: '/api/review/tracks/{id}/stream', answer: 'bytes' },
  'music.saveApplication': { method: 'PATCH', path: '/api/artist/applications/{id}', answer: 'json', body: 'json' },
  'music.startApplication': {
    method: 'POST',
    path: '/api/artist/signup',
    answer: 'json',
    body: 'json',
    idempotent: 'optional',
  },
  'music.streamTrack': { method: 'GET', path: '/api/tracks/{id}/stream', answer: 'bytes', public: true },
  'music.submissionCover': { method: 'GET', path: '/api/tracks/submissions/{id}/cover', answer: 'bytes' },
  'music.submitApplication': {
    method: 'POST',
    path: '/api/artist/applications/{id}/submit',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.submitTrack': {
    method: 'POST',
    path: '/api/tracks/submit',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'music.trackCover': { method: 'GET', path: '/api/tracks/{id}/cover', answer: 'bytes', public: true },
  'music.trackWaveform': { method: 'GET', path: '/api/tracks/{id}/waveform', answer: 'json', public: true },
  'music.unpublishTrack': {
    method: 'POST',
    path: '/api/tracks/{id}/unpublish',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.updatePlaylist': { method: 'PATCH', path: '/api/playlists/{id}', answer: 'json', body: 'json' },
  'music.withdrawApplication': {
    method: 'POST',
    path: '/api/artist/applications/{id}/withdraw',
    answer: 'json',
    idempotent: 'optional',
  },
  'music.withdrawSubmission': {
    method: 'POST',
    path: '/api/tracks/submissions/{id}/withdraw',
    answer: 'json',
    idempotent: 'optional',
  },
  'operations.startupCheck': { method: 'GET', path: '/api/startup-check', answer: 'json' },
} as const satisfies Record<string, Operation>

export type OperationId = keyof typeof operations

/** What each operation demands: a permission, `signed-in` for every session, or `public`. */
export const operationPermission = {
  'access.getUser': 'access:read',
  'access.grantRole': 'access:manage',
  'access.listRoles': 'access:read',
  'access.listUsers': 'access:read',
  'access.revokeRole': 'access:manage',
  'audit.list': 'audit:read',
  'audit.verify': 'audit:read',
  'auth.changePassword': 'signed-in',
  'auth.csrf': 'public',
  'auth.disableUser': 'access:manage',
  'auth.enableUser': 'access:manage',
  'auth.forgotPassword': 'public',
  'auth.jwks': 'public',
  'auth.listSessions': 'signed-in',
  'auth.login': 'public',
  'auth.logout': 'public',
  'auth.logoutAll': 'signed-in',
  'auth.me': 'signed-in',
  'auth.refresh': 'public',
  'auth.register': 'public',
  'auth.resendVerification': 'public',
  'auth.resetPassword': 'public',
  'auth.revokeSession': 'signed-in',
  'auth.setup': 'public',
  'auth.setupState': 'public',
  'auth.verify': 'public',
  'files.cancel': 'signed-in',
  'files.confirm': 'signed-in',
  'files.content': 'optional',
  'files.get': 'optional',
  'files.put': 'public',
  'files.sign': 'signed-in',
  'jobs.cancel': 'jobs:manage',
  'jobs.get': 'jobs:read',
  'jobs.list': 'jobs:read',
  'jobs.overview': 'jobs:read',
  'jobs.retry': 'jobs:manage',
  'music.addPlaylistItem': 'signed-in',
  'music.answerApplication': 'signed-in',
  'music.applicationQueue': 'music:review-applications',
  'music.approveApplication': 'music:review-applications',
  'music.claimApplication': 'music:review-applications',
  'music.claimTrack': 'music:review-tracks',
  'music.createPlaylist': 'signed-in',
  'music.decideTrack': 'music:review-tracks',
  'music.deletePlaylist': 'signed-in',
  'music.getApplication': 'signed-in',
  'music.getArtist': 'public',
  'music.getPlaylist': 'optional',
  'music.getSubmission': 'music:submit',
  'music.getTrack': 'public',
  'music.heartbeatTrack': 'music:review-tracks',
  'music.listAgreements': 'public',
  'music.listAlbums': 'public',
  'music.listArtists': 'optional',
  'music.listGenres': 'public',
  'music.listMyApplications': 'signed-in',
  'music.listMySubmissions': 'music:submit',
  'music.listPlaylists': 'optional',
  'music.listTracks': 'public',
  'music.movePlaylistItem': 'signed-in',
  'music.publishTrack': 'music:publish',
  'music.rejectApplication': 'music:review-applications',
  'music.releaseTrack': 'music:review-tracks',
  'music.removePlaylistItem': 'signed-in',
  'music.requestInformation': 'music:review-applications',
  'music.resubmit': 'music:submit',
  'music.reviewDetail': 'music:review-tracks',
  'music.reviewQueue': 'music:review-tracks',
  'music.reviewStream': 'music:review-tracks',
  'music.saveApplication': 'signed-in',
  'music.startApplication': 'signed-in',
  'music.streamTrack': 'public',
  'music.submissionCover': 'signed-in',
  'music.submitApplication': 'signed-in',
  'music.submitTrack': 'music:submit',
  'music.trackCover': 'public',
  'music.trackWaveform': 'public',
  'music.unpublishTrack': 'music:publish',
  'music.updatePlaylist': 'signed-in',
  'music.withdrawApplication': 'signed-in',
  'music.withdrawSubmission': 'music:submit',
  'operations.startupCheck': 'operations:read',
} as const satisfies Record<OperationId, string>

/** What a caller must hold; besides these an operation is open to everybody or to every session. */
export type Permission = Exclude<(typeof operationPermission)[OperationId], 'public' | 'signed-in'>

/** The codes of all problems the server tells of. */
export type ProblemCode =
  | 'access/administrator-exists'
  | 'access/beyond-own'
  | 'access/last-administrator'
  | 'access/unknown-role'
  | 'blob/exists'
  | 'blob/full'
  | 'blob/missing'
  | 'blob/too-large'
  | 'database/busy'
  | 'database/conflict'
  | 'database/full'
  | 'database/locked'
  | 'database/pool-timeout'
  | 'database/read-only'
  | 'database/rule-violated'
  | 'database/still-referenced'
  | 'database/timeout'
  | 'database/unavailable'
  | 'database/unusable-value'
  | 'files/already-uploaded'
  | 'files/bad-signature'
  | 'files/damaged'
  | 'files/hash-differs'
  | 'files/not-found'
  | 'files/not-uploaded'
  | 'files/range-not-satisfiable'
  | 'files/size-differs'
  | 'files/too-large'
  | 'files/too-many-open'
  | 'files/type-differs'
  | 'files/type-not-accepted'
  | 'files/unknown-purpose'
  | 'files/upload-not-found'
  | 'http/assurance-too-low'
  | 'http/bad-host'
  | 'http/bad-json'
  | 'http/bad-request'
  | 'http/bad-text'
  | 'http/body-too-large'
  | 'http/deadline-exceeded'
  | 'http/denied'
  | 'http/draining'
  | 'http/duplicate-key'
  | 'http/expectation'
  | 'http/headers-too-large'
  | 'http/idempotency-in-flight'
  | 'http/idempotency-key-missing'
  | 'http/idempotency-key-reused'
  | 'http/internal'
  | 'http/invalid'
  | 'http/method-not-allowed'
  | 'http/not-found'
  | 'http/overloaded'
  | 'http/timeout'
  | 'http/too-deep'
  | 'http/too-many-requests'
  | 'http/unauthenticated'
  | 'http/unsupported-type'
  | 'identity/account-disabled'
  | 'identity/bad-email'
  | 'identity/busy'
  | 'identity/csrf'
  | 'identity/email-taken'
  | 'identity/email-unverified'
  | 'identity/invalid-credentials'
  | 'identity/session-expired'
  | 'identity/session-not-found'
  | 'identity/setup-closed'
  | 'identity/token-invalid'
  | 'identity/user-not-found'
  | 'identity/weak-password'
  | 'jobs/already-ended'
  | 'jobs/bad-cursor'
  | 'jobs/not-failed'
  | 'jobs/not-found'
  | 'mail/bad-address'
  | 'mail/not-found'
  | 'money/bad-rate'
  | 'money/currency-mismatch'
  | 'money/unknown-currency'
  | 'music/already-artist'
  | 'music/application-incomplete'
  | 'music/application-not-found'
  | 'music/application-open'
  | 'music/artist-not-found'
  | 'music/claimed'
  | 'music/duplicate-recording'
  | 'music/isrc-in-use'
  | 'music/item-not-found'
  | 'music/not-claimed'
  | 'music/not-your-artist'
  | 'music/own-artist'
  | 'music/playlist-full'
  | 'music/playlist-not-found'
  | 'music/reapply-later'
  | 'music/reasons-missing'
  | 'music/stale'
  | 'music/submission-invalid'
  | 'music/submission-not-found'
  | 'music/track-not-found'
  | 'music/wrong-state'
