import type { Id } from '../../../kernel/id.ts'
import type { Currency } from '../../../kernel/money.ts'

/** Rows of what the parts share and of this part. */
export interface WorkTables {
  'agency.client': ClientRow
  'agency.guest_token': {
    token_hash: Buffer
    request_id: Id<'service-request'> | null
    ticket_id: Id<'ticket'> | null
    client_id: Id<'client'>
    by_guest: boolean
    created_at: Date
    expires_at: Date
  }
  'agency.service_request': RequestRow
  'agency.request_event': RequestEventRow
  'agency.request_message': RequestMessageRow
  'agency.work_file': {
    file_id: Id<'file'>
    request_id: Id<'service-request'> | null
    project_id: Id<'client-project'> | null
    deliverable_id: Id<'deliverable'> | null
    ticket_id: Id<'ticket'> | null
    message_id: Id<'ticket-message'> | null
    visibility: Visibility
    /** Null: a guest, or somebody who was forgotten. */
    added_by: Id<'user'> | null
    added_at: Date
  }
  'agency.quote': QuoteRow
  'agency.quote_line': QuoteLineRow
  'agency.quote_acceptance': {
    quote_id: Id<'quote'>
    content_hash: Buffer
    terms_hash: Buffer
    user_id: Id<'user'>
    signed_name: string
    ip: string | null
    user_agent: string | null
    accepted_at: Date
  }
  'agency.client_project': ProjectRow
  'agency.project_member': { project_id: Id<'client-project'>; user_id: Id<'user'>; added_at: Date }
  'agency.milestone': MilestoneRow
  'agency.deliverable': DeliverableRow
  'agency.project_comment': {
    id: Id<'project-comment'>
    project_id: Id<'client-project'>
    deliverable_id: Id<'deliverable'> | null
    author: 'client' | 'staff'
    author_id: Id<'user'>
    visibility: Visibility
    body: string
    written_at: Date
  }
  'agency.request_transition': { from_stage: Stage; to_stage: Stage }
}

export const visibilities = ['customer', 'staff', 'internal'] as const
export type Visibility = (typeof visibilities)[number]

export const stages = [
  'request_submitted',
  'requirements_review',
  'clarification_needed',
  'scope_and_quotation',
  'awaiting_confirmation',
  'scheduled',
  'in_progress',
  'customer_review',
  'changes_requested',
  'completed',
  'cancelled',
  'rejected',
] as const
export type Stage = (typeof stages)[number]

export interface ClientRow {
  id: Id<'client'>
  name: string
  email: string | null
  email_canonical: string | null
  phone: string | null
  company: string | null
  user_id: Id<'user'> | null
  created_at: Date
  erased_at: Date | null
}

export interface RequestRow {
  id: Id<'service-request'>
  reference: string
  client_id: Id<'client'>
  stage: Stage
  title: string
  details: string
  service: string | null
  budget_minor: bigint | null
  budget_currency: Currency | null
  /** A calendar day. */
  desired_by: string | null
  assignee_id: Id<'user'> | null
  created_at: Date
  updated_at: Date
}

export const eventKinds = [
  'submitted',
  'stage_changed',
  'message_posted',
  'file_added',
  'assigned',
  'unassigned',
  'quote_sent',
  'quote_accepted',
  'quote_declined',
  'quote_expired',
  'project_started',
] as const

export interface RequestEventRow {
  id: Id<'request-event'>
  request_id: Id<'service-request'>
  kind: (typeof eventKinds)[number]
  visibility: Visibility
  actor: 'client' | 'staff' | 'system'
  actor_id: Id<'user'> | null
  from_stage: Stage | null
  to_stage: Stage | null
  subject_id: string | null
  happened_at: Date
}

export interface RequestMessageRow {
  id: Id<'request-message'>
  request_id: Id<'service-request'>
  author: 'client' | 'staff'
  author_id: Id<'user'> | null
  visibility: Visibility
  body: string
  sent_at: Date
}

export const quoteStates = ['draft', 'sent', 'accepted', 'declined', 'expired', 'superseded'] as const

export interface QuoteRow {
  id: Id<'quote'>
  reference: string
  number: number
  client_id: Id<'client'>
  request_id: Id<'service-request'> | null
  state: (typeof quoteStates)[number]
  version: number
  title: string
  currency: Currency
  tax_rounding: 'line' | 'document'
  discount_minor: bigint
  valid_until: Date
  terms: string
  subtotal_minor: bigint
  tax_minor: bigint
  total_minor: bigint
  snapshot: string | null
  content_hash: Buffer | null
  terms_hash: Buffer | null
  created_by: Id<'user'>
  created_at: Date
  updated_at: Date
  sent_at: Date | null
  reminded_at: Date | null
  closed_at: Date | null
  decline_reason: string | null
  converted_at: Date | null
}

export interface QuoteLineRow {
  quote_id: Id<'quote'>
  position: number
  description: string
  qty: string
  unit_minor: bigint
  tax_rate_bp: number
}

export const projectStates = ['active', 'on_hold', 'completed', 'cancelled'] as const
export const milestoneStates = ['todo', 'in_progress', 'blocked', 'done'] as const
export const deliverableStates = ['draft', 'shared', 'accepted', 'revision_requested'] as const
export type DeliverableState = (typeof deliverableStates)[number]

export interface ProjectRow {
  id: Id<'client-project'>
  reference: string
  client_id: Id<'client'>
  request_id: Id<'service-request'> | null
  quote_id: Id<'quote'> | null
  state: (typeof projectStates)[number]
  title: string
  summary: string
  /** A calendar day. */
  due_on: string | null
  testimonial_asked_at: Date | null
  testimonial_id: Id<'entry'> | null
  testimonial_given_at: Date | null
  version: number
  created_at: Date
  updated_at: Date
}

export interface MilestoneRow {
  id: Id<'milestone'>
  project_id: Id<'client-project'>
  position: number
  title: string
  state: (typeof milestoneStates)[number]
  due_on: string | null
  done_at: Date | null
  created_at: Date
}

export interface DeliverableRow {
  id: Id<'deliverable'>
  project_id: Id<'client-project'>
  milestone_id: Id<'milestone'> | null
  title: string
  description: string
  state: DeliverableState
  round: number
  shared_at: Date | null
  decided_at: Date | null
  decided_by: Id<'user'> | null
  created_at: Date
}
