import { Type } from 'typebox'
import { eventType } from '../../../kernel/db/events.ts'
import { idOf, object, oneOf } from '../../../kernel/http/schema.ts'
import { stages } from './tables.ts'

const request = { requestId: idOf('service-request'), clientId: idOf('client') }

export const requestSubmitted = eventType(
  'agency.request.submitted',
  'A client asked for something to be done.',
  object(request),
)
export const requestStageChanged = eventType(
  'agency.request.stage-changed',
  'A service request went from one stage to the next.',
  object({ ...request, from: oneOf(stages), to: oneOf(stages) }),
)

const quote = object({ quoteId: idOf('quote'), clientId: idOf('client') })

export const quoteSent = eventType('agency.quote.sent', 'A client was sent a quote.', quote)
export const quoteAccepted = eventType('agency.quote.accepted', 'A client accepted a quote by its hash.', quote)
export const quoteDeclined = eventType('agency.quote.declined', 'A client declined a quote.', quote)
export const quoteExpired = eventType('agency.quote.expired', 'A quote came to its end without an answer.', quote)

const project = { projectId: idOf('client-project'), clientId: idOf('client') }
const deliverable = object({ ...project, deliverableId: idOf('deliverable'), round: Type.Integer() })

export const projectStarted = eventType('agency.project.started', 'Work for a client began.', object(project))
export const projectCompleted = eventType(
  'agency.project.completed',
  'Work for a client came to its end.',
  object(project),
)
export const deliverableShared = eventType(
  'agency.deliverable.shared',
  'A client was shown something to accept.',
  deliverable,
)
export const deliverableDecided = eventType(
  'agency.deliverable.decided',
  'A client accepted what was shown, or asked for a revision.',
  object({ ...deliverable.properties, decision: oneOf(['accepted', 'revision_requested']) }),
)

export const workEvents = [
  requestSubmitted,
  requestStageChanged,
  quoteSent,
  quoteAccepted,
  quoteDeclined,
  quoteExpired,
  projectStarted,
  projectCompleted,
  deliverableShared,
  deliverableDecided,
]
