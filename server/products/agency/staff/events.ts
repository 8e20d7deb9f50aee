import { eventType } from '../../../kernel/db/events.ts'
import { idOf, object, oneOf } from '../../../kernel/http/schema.ts'
import { ticketStates } from './tables.ts'

const employee = object({ userId: idOf('user') })

export const employeeJoined = eventType(
  'agency.employee.joined',
  'Somebody accepted a place among the staff.',
  employee,
)
export const employeeLeft = eventType(
  'agency.employee.left',
  'Somebody has left the staff; their roles are gone.',
  employee,
)

const ticket = { ticketId: idOf('ticket'), clientId: idOf('client') }

export const ticketOpened = eventType('agency.ticket.opened', 'Somebody asked for support.', object(ticket))
export const ticketStateChanged = eventType(
  'agency.ticket.state-changed',
  'A support ticket went from one state to another.',
  object({ ...ticket, from: oneOf(ticketStates), to: oneOf(ticketStates) }),
)
export const enquiryReceived = eventType(
  'agency.enquiry.received',
  'Somebody wrote by the contact form.',
  object({ enquiryId: idOf('enquiry') }),
)
export const leadWon = eventType(
  'agency.lead.won',
  'A lead became a client.',
  object({ leadId: idOf('lead'), clientId: idOf('client') }),
)

export const subscriberConfirmed = eventType(
  'agency.subscriber.confirmed',
  'Somebody has proven that they want the newsletter.',
  object({ subscriberId: idOf('subscriber') }),
)
export const campaignSent = eventType(
  'agency.campaign.sent',
  'A campaign has reached the end of its subscribers.',
  object({ campaignId: idOf('campaign') }),
)

export const staffEvents = [
  employeeJoined,
  employeeLeft,
  ticketOpened,
  ticketStateChanged,
  enquiryReceived,
  leadWon,
  subscriberConfirmed,
  campaignSent,
]
