import type { Tone } from '../shell/state-badge.tsx'
import type { Project, Quote, ServiceRequest, Stage, Visibility } from './types.ts'

interface StateWords {
  readonly label: string
  readonly tone: Tone
}

export const stageWords: Readonly<Record<Stage, StateWords>> = {
  request_submitted: { label: 'Submitted', tone: 'caution' },
  requirements_review: { label: 'Being read', tone: 'caution' },
  clarification_needed: { label: 'Questions asked', tone: 'caution' },
  scope_and_quotation: { label: 'Being quoted', tone: 'caution' },
  awaiting_confirmation: { label: 'Waits for the client', tone: 'quiet' },
  scheduled: { label: 'Scheduled', tone: 'positive' },
  in_progress: { label: 'In progress', tone: 'positive' },
  customer_review: { label: 'Client reviews', tone: 'quiet' },
  changes_requested: { label: 'Changes asked for', tone: 'caution' },
  completed: { label: 'Completed', tone: 'positive' },
  cancelled: { label: 'Cancelled', tone: 'negative' },
  rejected: { label: 'Rejected', tone: 'negative' },
}

export const stageOrder = Object.keys(stageWords) as readonly Stage[]

export const visibilityChoices: readonly { readonly value: Visibility; readonly label: string }[] = [
  { value: 'customer', label: 'The client and us' },
  { value: 'staff', label: 'Those who work on it' },
  { value: 'internal', label: 'Only those who see all' },
]

export function visibilityWords(visibility: Visibility): string {
  return visibilityChoices.find(({ value }) => value === visibility)?.label ?? visibility
}

const kinds: Readonly<Record<ServiceRequest['events'][number]['kind'], string>> = {
  submitted: 'Submitted',
  stage_changed: 'Moved',
  message_posted: 'Wrote a message',
  file_added: 'Added a file',
  assigned: 'Assigned it',
  unassigned: 'Took it from who had it',
  quote_sent: 'Sent a quote',
  quote_accepted: 'Accepted the quote',
  quote_declined: 'Declined the quote',
  quote_expired: 'The quote expired',
  project_started: 'Began a project',
}

export function eventWords({ kind, from, to }: ServiceRequest['events'][number]): string {
  if (kind !== 'stage_changed' || from === null || to === null) return kinds[kind]
  return `Moved from ${stageWords[from].label} to ${stageWords[to].label}`
}

const actors = { client: 'The client', staff: 'Somebody of us', system: 'The server' } as const

export function actorWords(actor: keyof typeof actors, name: string | null): string {
  return name ?? actors[actor]
}

export const quoteStates: Readonly<Record<Quote['state'], StateWords>> = {
  draft: { label: 'Draft', tone: 'quiet' },
  sent: { label: 'Sent', tone: 'caution' },
  accepted: { label: 'Accepted', tone: 'positive' },
  declined: { label: 'Declined', tone: 'negative' },
  expired: { label: 'Expired', tone: 'negative' },
  superseded: { label: 'Replaced', tone: 'quiet' },
}

export const projectStates: Readonly<Record<Project['state'], StateWords>> = {
  active: { label: 'Under way', tone: 'positive' },
  on_hold: { label: 'On hold', tone: 'caution' },
  completed: { label: 'Completed', tone: 'quiet' },
  cancelled: { label: 'Cancelled', tone: 'negative' },
}

export const milestoneStates: Readonly<Record<Project['milestones'][number]['state'], StateWords>> = {
  todo: { label: 'To do', tone: 'quiet' },
  in_progress: { label: 'In progress', tone: 'caution' },
  blocked: { label: 'Blocked', tone: 'negative' },
  done: { label: 'Done', tone: 'positive' },
}

export const deliverableStates: Readonly<Record<Project['deliverables'][number]['state'], StateWords>> = {
  draft: { label: 'Draft', tone: 'quiet' },
  shared: { label: 'The client decides', tone: 'caution' },
  accepted: { label: 'Accepted', tone: 'positive' },
  revision_requested: { label: 'A revision is asked for', tone: 'negative' },
}
