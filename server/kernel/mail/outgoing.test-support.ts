import { newId } from '../id.ts'
import { parseMailbox } from './address.ts'
import type { OutgoingMail } from './transport.ts'

/** A mail ready to be handed over. */
export function outgoing(changes: Partial<OutgoingMail> = {}): OutgoingMail {
  const id = newId()
  return {
    id,
    messageId: `<${id}@example.com>`,
    template: 'test.mail',
    purpose: 'service',
    from: parseMailbox('Plinth <no-reply@example.com>'),
    replyTo: undefined,
    to: parseMailbox({ name: 'Ada Lovelace', address: 'ada@example.org' }),
    subject: 'Hello',
    text: 'plain words',
    html: '<p>marked-up words</p>',
    ...changes,
  }
}
