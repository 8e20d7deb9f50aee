import type { Submission } from '../api.ts'

export interface SubmissionValues {
  artistId: string
  title: string
  genre: string
  explicit: boolean
  language: string
  isrc: string
  description: string
  audioFileId: string
  coverFileId: string
}

export const emptySubmission: SubmissionValues = {
  artistId: '',
  title: '',
  genre: '',
  explicit: false,
  language: '',
  isrc: '',
  description: '',
  audioFileId: '',
  coverFileId: '',
}

export function valuesOfSubmission(submission: Submission): SubmissionValues {
  return {
    artistId: submission.artist.id,
    title: submission.title,
    genre: submission.genre,
    explicit: submission.explicit,
    language: submission.language ?? '',
    isrc: submission.isrc ?? '',
    description: submission.description ?? '',
    audioFileId: '',
    coverFileId: '',
  }
}

/** The optional part of a submission; what was emptied is null. */
export function optionalPart({ language, isrc, description }: SubmissionValues) {
  return { language: enteredOrNull(language), isrc: enteredOrNull(isrc), description: enteredOrNull(description) }
}

function enteredOrNull(text: string): string | null {
  const trimmed = text.trim()
  return trimmed === '' ? null : trimmed
}

/** The form's field that a finding of the server is about. */
export function fieldOfFinding(path: string): keyof SubmissionValues | undefined {
  const first = path.replace(/^\//, '').split('/')[0] ?? ''
  const named: Readonly<Record<string, keyof SubmissionValues>> = {
    audio: 'audioFileId',
    cover: 'coverFileId',
    artwork: 'coverFileId',
  }
  if (first in named) return named[first]
  return (Object.keys(emptySubmission) as (keyof SubmissionValues)[]).find((field) => field === first)
}
