import type { HealthFinding } from '../telemetry/health.ts'
import type { PhoneNumber } from './phone-number.ts'

/** One message to one number. */
export interface OutgoingSms {
  readonly id: string
  readonly purpose: string
  readonly to: PhoneNumber
  readonly text: string
}

/** Carries messages out. Adapters: Twilio, and the mailbox folder for development. */
export interface SmsTransport {
  /** Labels metrics and findings. */
  readonly name: 'twilio' | 'mailbox'
  /**
   * Hands a message over. Throws PermanentFailure when it is refused for good, ComeBackLater when the provider says when, DeliveryUncertain when it may have been
   * taken; after any other error it was not, and another try may do.
   */
  send(message: OutgoingSms): Promise<{ readonly providerId: string | null }>
  verify(): Promise<HealthFinding>
}
