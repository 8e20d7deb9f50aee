import { PermanentFailure } from '../jobs/job.ts'
import type { HealthFinding } from '../telemetry/health.ts'
import type { Mailbox } from './mailer.ts'
import type { RenderedMail } from './render.ts'
import type { MailPurpose } from './template.ts'

/** Name of what carries the mail's id through a provider and back in its reports. */
export const MAIL_ID_TAG = 'plinth_mail'

/** One message to one mailbox. */
export interface OutgoingMail extends RenderedMail {
  readonly id: string
  /** The same at every try, so that a receiver may recognise a repetition. */
  readonly messageId: string
  readonly template: string
  readonly purpose: MailPurpose
  readonly from: Mailbox
  readonly replyTo: Mailbox | undefined
  readonly to: Mailbox
}

/** The receiving server says for good that there is no such mailbox. */
export class AddressRefused extends PermanentFailure {}

/** Carries messages out. Adapters: SMTP, Resend, SendGrid, and the mailbox folder for development. */
export interface MailTransport {
  /** Labels metrics and findings. */
  readonly name: 'smtp' | 'resend' | 'sendgrid' | 'mailbox'
  /**
   * For how long a message that is handed over again still goes out once; 0: not at all. Past that, whoever hands it over decides whether
   * twice is better than never.
   */
  readonly deduplicatesHours: number
  /**
   * Hands a message over. Throws PermanentFailure when this message is refused for good, AddressRefused when the address is why,
   * ComeBackLater when the other side says when, DeliveryUncertain when it may have been taken; after any other error it was not, and
   * another try may do.
   */
  send(message: OutgoingMail): Promise<{ readonly providerId: string | null }>
  verify(): Promise<HealthFinding>
  close(): Promise<void>
}
