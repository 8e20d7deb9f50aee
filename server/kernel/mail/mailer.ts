import type { Static, TSchema } from 'typebox'
import type { Tx } from '../db/database.ts'
import type { Id } from '../id.ts'
import type { MailTemplate } from './template.ts'

/** A validated address; made only by `parseMailbox`. */
export interface Mailbox {
  readonly name: string | null
  readonly address: string
  readonly __kind: 'mailbox'
}

/** Whom a mail goes to, and the language tag of what they read when it is known. */
export type Recipient = Mailbox & { readonly locale?: string }

/** Queues mail in the caller's transaction: an outbox row and a job; sent after commit, once, retried with backoff. */
export interface Mailer {
  /** The id under which `MailRecords` tells what became of it. */
  send<Schema extends TSchema>(
    tx: Tx,
    to: Recipient,
    template: MailTemplate<Schema>,
    data: Static<Schema>,
  ): Promise<Id<'mail'>>
}
