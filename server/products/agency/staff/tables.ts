import type { Id } from '../../../kernel/id.ts'
import type { Currency } from '../../../kernel/money.ts'

/** Rows of this part. */
export interface StaffTables {
  'agency.department': {
    id: Id<'department'>
    name: string
    name_key: string
    sort_order: number
    created_at: Date
  }
  'agency.employee': EmployeeRow
  'agency.employee_invitation': {
    invitation_id: Id<'invitation'>
    department_id: Id<'department'> | null
    position: string
    invited_at: Date
  }
  'agency.ticket': TicketRow
  'agency.ticket_message': TicketMessageRow
  'agency.enquiry': EnquiryRow
  'agency.enquiry_reply': {
    id: Id<'enquiry-reply'>
    enquiry_id: Id<'enquiry'>
    author_id: Id<'user'>
    body: string
    sent_at: Date
  }
  'agency.lead': LeadRow
  'agency.subscriber': SubscriberRow
  'agency.campaign': CampaignRow
  'agency.campaign_delivery': {
    campaign_id: Id<'campaign'>
    subscriber_id: Id<'subscriber'>
    mail_id: Id<'mail'>
    outcome: Outcome
    queued_at: Date
  }
}

export const subscriberStates = ['pending', 'confirmed', 'unsubscribed', 'bounced'] as const

export interface SubscriberRow {
  id: Id<'subscriber'>
  email: string
  email_canonical: string
  state: (typeof subscriberStates)[number]
  token_hash: Buffer | null
  token_expires_at: Date | null
  asked_at: Date
  confirmed_at: Date | null
  created_at: Date
}

export const campaignStates = ['draft', 'scheduled', 'sending', 'sent', 'cancelled'] as const
export const outcomes = ['queued', 'sent', 'failed', 'suppressed', 'uncertain', 'bounced', 'complained'] as const
export type Outcome = (typeof outcomes)[number]

export interface CampaignRow {
  id: Id<'campaign'>
  subject: string
  paragraphs: string[]
  button_label: string | null
  button_url: string | null
  state: (typeof campaignStates)[number]
  scheduled_at: Date | null
  started_at: Date | null
  finished_at: Date | null
  reached_id: Id<'subscriber'> | null
  version: number
  created_by: Id<'user'>
  created_at: Date
}

export const ticketStates = ['open', 'pending', 'resolved', 'closed'] as const
export const priorities = ['low', 'normal', 'high', 'urgent'] as const
export type TicketState = (typeof ticketStates)[number]
export type Priority = (typeof priorities)[number]

export interface TicketRow {
  id: Id<'ticket'>
  reference: string
  client_id: Id<'client'>
  subject: string
  state: TicketState
  priority: Priority
  assignee_id: Id<'user'> | null
  created_at: Date
  updated_at: Date
  answer_due_at: Date
  resolve_due_at: Date
  answered_at: Date | null
  resolved_at: Date | null
}

export interface TicketMessageRow {
  id: Id<'ticket-message'>
  ticket_id: Id<'ticket'>
  author: 'client' | 'staff'
  author_id: Id<'user'> | null
  internal: boolean
  body: string
  sent_at: Date
}

export const enquiryStates = ['new', 'answered', 'closed', 'spam'] as const

export interface EnquiryRow {
  id: Id<'enquiry'>
  name: string
  email: string
  email_canonical: string
  subject: string
  body: string
  state: (typeof enquiryStates)[number]
  received_at: Date
}

export const leadStages = ['new', 'contacted', 'qualified', 'proposal', 'won', 'lost'] as const
export type LeadStage = (typeof leadStages)[number]

export interface LeadRow {
  id: Id<'lead'>
  name: string
  email: string
  email_canonical: string
  company: string | null
  phone: string | null
  source: string
  notes: string
  stage: LeadStage
  worth_minor: bigint | null
  worth_currency: Currency | null
  owner_id: Id<'user'> | null
  enquiry_id: Id<'enquiry'> | null
  client_id: Id<'client'> | null
  version: number
  created_at: Date
  updated_at: Date
}

export interface EmployeeRow {
  user_id: Id<'user'>
  state: 'active' | 'left'
  department_id: Id<'department'> | null
  position: string
  sort_order: number
  visible: boolean
  headline: string
  bio: string
  links: string[]
  photo_file_id: Id<'file'> | null
  version: number
  joined_at: Date
  left_at: Date | null
}
