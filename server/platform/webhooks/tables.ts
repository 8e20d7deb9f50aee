import type { Generated } from 'kysely'
import type { Id } from '../../kernel/id.ts'

export type DeliveryState = 'waiting' | 'delivered' | 'failed'
export type DisabledReason = 'by-hand' | 'gone' | 'failing'

/** The rows of schema `webhooks`; queried by this unit only. */
export interface WebhookTables {
  'webhooks.endpoint': {
    id: Id<'webhook-endpoint'>
    url: string
    description: string
    events: string[]
    secret: Buffer
    previous_secret: Generated<Buffer | null>
    previous_until: Generated<Date | null>
    created_by: Id<'user'>
    created_at: Date
    disabled_at: Generated<Date | null>
    disabled_reason: Generated<DisabledReason | null>
    failures: Generated<number>
    failing_since: Generated<Date | null>
    resting_until: Generated<Date | null>
  }
  'webhooks.message': { id: Id<'webhook-message'>; event: string; body: string; created_at: Date }
  'webhooks.delivery': {
    id: Id<'webhook-delivery'>
    endpoint_id: Id<'webhook-endpoint'>
    message_id: Id<'webhook-message'>
    state: Generated<DeliveryState>
    attempts: Generated<number>
    created_at: Date
    finished_at: Generated<Date | null>
  }
  'webhooks.attempt': {
    delivery_id: Id<'webhook-delivery'>
    number: number
    at: Date
    duration_ms: number
    status: number | null
    error: string | null
  }
}
