import type { Application, Submission } from '../api.ts'
import type { Tone } from '../shell/state-badge.tsx'

interface StateWords {
  readonly label: string
  readonly tone: Tone
  /** What it means for the person who sent it in. */
  readonly meaning: string
}

export const applicationStates: Readonly<Record<Application['state'], StateWords>> = {
  draft: { label: 'Draft', tone: 'quiet', meaning: 'Only you see it. Submit it when it is complete.' },
  submitted: { label: 'Submitted', tone: 'caution', meaning: 'It waits for a reviewer.' },
  in_review: { label: 'In review', tone: 'caution', meaning: 'A reviewer is reading it.' },
  info_requested: {
    label: 'Information requested',
    tone: 'caution',
    meaning: 'The reviewer asks something. Answer below.',
  },
  approved: { label: 'Approved', tone: 'positive', meaning: 'You can submit tracks.' },
  rejected: { label: 'Rejected', tone: 'negative', meaning: 'It was not accepted.' },
  withdrawn: { label: 'Withdrawn', tone: 'quiet', meaning: 'You took it back.' },
  expired: { label: 'Expired', tone: 'quiet', meaning: 'It lay untouched for too long. Start a new one.' },
}

export const submissionStates: Readonly<Record<Submission['state'], StateWords>> = {
  probing: { label: 'Being checked', tone: 'quiet', meaning: 'The files are being measured. This takes seconds.' },
  rejected: { label: 'Refused by the checks', tone: 'negative', meaning: 'Mend what is marked, and send it again.' },
  submitted: { label: 'Submitted', tone: 'caution', meaning: 'It waits for a reviewer.' },
  in_review: { label: 'In review', tone: 'caution', meaning: 'A reviewer is listening.' },
  changes_requested: {
    label: 'Changes requested',
    tone: 'caution',
    meaning: 'Change what the reviewer asks for, and send it again.',
  },
  approved: { label: 'Approved', tone: 'positive', meaning: 'It will be published at its time.' },
  published: { label: 'Published', tone: 'positive', meaning: 'Everyone can hear it.' },
  declined: { label: 'Declined', tone: 'negative', meaning: 'The reviewer decided against it.' },
  withdrawn: { label: 'Withdrawn', tone: 'quiet', meaning: 'You took it back.' },
}

export const roleLabels = {
  solo: 'Solo artist',
  band: 'Band',
  manager: 'Manager of an artist',
  'management-company': 'Management company',
} as const

export const declineReasons: readonly { readonly value: string; readonly label: string }[] = [
  { value: 'audio-quality', label: 'Sound quality' },
  { value: 'artwork', label: 'Cover' },
  { value: 'metadata', label: 'Title or other details' },
  { value: 'rights', label: 'Rights are unclear' },
  { value: 'fit', label: 'Does not fit the catalogue' },
]

/** 3:07, or 1:02:33. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0))
  const parts = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}

/** The same for a screen reader: 3 minutes 7 seconds. */
export function spokenTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0))
  return `${Math.floor(whole / 60)} minutes ${whole % 60} seconds`
}

export function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length
}

export const feedbackWordsMin = 10
