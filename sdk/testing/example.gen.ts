// Generated from the OpenAPI document of the server by `npm run contract`: change the routes, not this file.

import type { BinaryBody, CallOptions, KeyedCallOptions, Operation } from '../operation.ts'

export type Tokens = {
  accessToken: string
  refreshToken?: string
  /** Seconds. */
  expiresIn: number
}

/** A published recording. */
export type Track = {
  id: string
  title: string
  bpm?: number | null
} & {
  peaks: [number, number]
}

export type AuthCsrfInput = CallOptions

export type AuthCsrfAnswer = {
  csrfToken: string
}

export interface AuthLoginInput extends CallOptions {
  body: {
    email: string
    password: string
    transport?: 'cookie' | 'bearer' | undefined
  }
}

export type AuthLoginAnswer =
  | Tokens
  | {
      mfaRequired: true
      challenge: string
      methods: ('totp' | 'backup')[]
    }

export type AuthLogoutInput = CallOptions

export type AuthMeInput = CallOptions

export type AuthMeAnswer = {
  email: string
  permissions: string[]
}

export interface FilesCancelInput extends CallOptions {
  path: {
    uploadId: string
  }
}

export interface FilesConfirmInput extends CallOptions {
  body: {
    uploadId: string
  }
}

export type FilesConfirmAnswer = {
  id: string
  filename: string
  bytes: number
  sha256: string
}

export interface FilesContentInput extends CallOptions {
  path: {
    id: string
  }
}

export interface FilesContentHeadInput extends CallOptions {
  path: {
    id: string
  }
}

export interface FilesGetUploadInput extends CallOptions {
  path: {
    uploadId: string
  }
}

export type FilesGetUploadAnswer = {
  bytes: number
  sha256: string
  arrived: boolean
  parts: {
    bytes: number
    arrived: number[]
    next: {
      number: number
      bytes: number
      url: string
      method: string
      headers: Record<string, string>
    }[]
  }
}

export interface FilesPutInput extends CallOptions {
  path: {
    uploadId: string
  }
  query: {
    expires: number
    /** As signed; * / ends nothing here. */
    signature: string
  }
  body: BinaryBody
}

export interface FilesSignInput extends CallOptions {
  body: {
    filename: string
    contentType: string
    bytes: number
    sha256: string
    purpose: 'music.audio' | 'music.cover'
    parts?: boolean | undefined
  }
}

export type FilesSignAnswer = {
  uploadId: string
  url: string
  method: string
  headers: Record<string, string>
  expiresAt: string
}

export interface MusicDecideTrackInput extends KeyedCallOptions {
  path: {
    id: string
  }
  body?:
    | {
        verdict?: 'approve' | undefined
      }
    | undefined
}

export interface MusicDeleteTrackInput extends CallOptions {
  path: {
    id: string
  }
}

export interface MusicGetTrackInput extends CallOptions {
  path: {
    id: string
  }
}

export type MusicGetTrackAnswer = Track

export interface MusicListTracksInput extends CallOptions {
  query?:
    | {
        limit?: number | undefined
        cursor?: string | undefined
        /** In title and artist name. */
        search?: string | undefined
        genre?: string[] | undefined
        explicit?: boolean | undefined
      }
    | undefined
}

export type MusicListTracksAnswer = {
  items: Track[]
  nextCursor: string | null
}

export interface MusicRenameTrackInput extends CallOptions {
  path: {
    id: string
  }
  body: {
    title: string
  }
}

export type MusicRenameTrackAnswer = Track

export interface MusicSubmitTrackInput extends KeyedCallOptions {
  body: {
    title: string
    audioFileId: string
    isrc?: string | undefined
    language: string | null
    explicit?: boolean | undefined
    credits?:
      | {
          name: string
          'x-role'?: string | undefined
        }[]
      | undefined
  }
}

export type MusicSubmitTrackAnswer = {
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
  findings: (string | number)[]
  extra: unknown
}

export type OpsDocsInput = CallOptions

export type OpsHealthInput = CallOptions

export type OpsHealthAnswer = {
  status: 'pass' | 'warn' | 'fail'
  checks?: Record<string, unknown>
}

export interface PlinthClient {
  readonly auth: {
    csrf(input?: AuthCsrfInput): Promise<AuthCsrfAnswer>
    /** Begins a session. */
    login(input: AuthLoginInput): Promise<AuthLoginAnswer>
    logout(input?: AuthLogoutInput): Promise<void>
    /** Who is calling. */
    me(input?: AuthMeInput): Promise<AuthMeAnswer>
  }
  readonly files: {
    cancel(input: FilesCancelInput): Promise<void>
    confirm(input: FilesConfirmInput): Promise<FilesConfirmAnswer>
    content(input: FilesContentInput): Promise<Response>
    contentHead(input: FilesContentHeadInput): Promise<Response>
    getUpload(input: FilesGetUploadInput): Promise<FilesGetUploadAnswer>
    put(input: FilesPutInput): Promise<void>
    sign(input: FilesSignInput): Promise<FilesSignAnswer>
  }
  readonly music: {
    decideTrack(input: MusicDecideTrackInput): Promise<void>
    deleteTrack(input: MusicDeleteTrackInput): Promise<void>
    getTrack(input: MusicGetTrackInput): Promise<MusicGetTrackAnswer>
    /** Published tracks, newest first. */
    listTracks(input?: MusicListTracksInput): Promise<MusicListTracksAnswer>
    renameTrack(input: MusicRenameTrackInput): Promise<MusicRenameTrackAnswer>
    /** Hands a track in for review. */
    submitTrack(input: MusicSubmitTrackInput): Promise<MusicSubmitTrackAnswer>
  }
  readonly ops: {
    docs(input?: OpsDocsInput): Promise<string>
    health(input?: OpsHealthInput): Promise<OpsHealthAnswer>
  }
}

export const operations = {
  'auth.csrf': { method: 'GET', path: '/api/auth/csrf', answer: 'json', public: true },
  'auth.login': {
    method: 'POST',
    path: '/api/auth/login',
    answer: 'json',
    body: 'json',
    public: true,
    choosesTransport: true,
  },
  'auth.logout': { method: 'POST', path: '/api/auth/logout', answer: 'none' },
  'auth.me': { method: 'GET', path: '/api/auth/me', answer: 'json' },
  'files.cancel': { method: 'DELETE', path: '/api/uploads/{uploadId}', answer: 'none' },
  'files.confirm': { method: 'POST', path: '/api/uploads/confirm', answer: 'json', body: 'json' },
  'files.content': { method: 'GET', path: '/api/files/{id}/content', answer: 'bytes', public: true },
  'files.contentHead': { method: 'HEAD', path: '/api/files/{id}/content', answer: 'bytes', public: true },
  'files.getUpload': { method: 'GET', path: '/api/uploads/{uploadId}', answer: 'json' },
  'files.put': { method: 'PUT', path: '/api/uploads/{uploadId}/content', answer: 'none', body: 'bytes', public: true },
  'files.sign': { method: 'POST', path: '/api/uploads/sign', answer: 'json', body: 'json' },
  'music.decideTrack': {
    method: 'POST',
    path: '/api/tracks/{id}/decide',
    answer: 'none',
    body: 'json',
    idempotent: 'optional',
  },
  'music.deleteTrack': { method: 'DELETE', path: '/api/tracks/{id}', answer: 'none' },
  'music.getTrack': { method: 'GET', path: '/api/tracks/{id}', answer: 'json', public: true },
  'music.listTracks': { method: 'GET', path: '/api/tracks', answer: 'json', public: true },
  'music.renameTrack': { method: 'PATCH', path: '/api/tracks/{id}', answer: 'json', body: 'json' },
  'music.submitTrack': {
    method: 'POST',
    path: '/api/tracks/submit',
    answer: 'json',
    body: 'json',
    idempotent: 'required',
  },
  'ops.docs': { method: 'GET', path: '/api/docs', answer: 'text', public: true },
  'ops.health': { method: 'GET', path: '/api/health', answer: 'json', public: true },
} as const satisfies Record<string, Operation>

export type OperationId = keyof typeof operations

/** What each operation demands: a permission, `signed-in` for every session, or `public`. */
export const operationPermission = {
  'auth.csrf': 'public',
  'auth.login': 'public',
  'auth.logout': 'signed-in',
  'auth.me': 'signed-in',
  'files.cancel': 'signed-in',
  'files.confirm': 'signed-in',
  'files.content': 'public',
  'files.contentHead': 'public',
  'files.getUpload': 'signed-in',
  'files.put': 'public',
  'files.sign': 'signed-in',
  'music.decideTrack': 'music:review-tracks',
  'music.deleteTrack': 'music:publish',
  'music.getTrack': 'public',
  'music.listTracks': 'public',
  'music.renameTrack': 'music:publish',
  'music.submitTrack': 'music:submit',
  'ops.docs': 'public',
  'ops.health': 'public',
} as const satisfies Record<OperationId, string>

/** What a caller must hold; besides these an operation is open to everybody or to every session. */
export type Permission = Exclude<(typeof operationPermission)[OperationId], 'public' | 'signed-in'>

/** The codes of all problems the server tells of. */
export type ProblemCode =
  | 'files/checksum-mismatch'
  | 'http/idempotency-in-flight'
  | 'http/invalid-body'
  | 'identity/csrf'
  | 'identity/invalid-credentials'
  | 'music/duplicate-recording'
  | 'music/no-such-track'
  | 'music/not-your-artist'
