import type { MailboxFolder } from '../mail/mailbox-folder.ts'
import type { SmsTransport } from './transport.ts'

/** Keeps messages beside the mail of the development mailbox. */
export function createMailboxTransport(mailbox: MailboxFolder): SmsTransport {
  return {
    name: 'mailbox',
    async send({ id, purpose, to, text }) {
      await mailbox.keep({
        id,
        messageId: id,
        from: { name: null, address: 'sms' },
        to: { name: null, address: to.e164 },
        template: `sms.${purpose}`,
        subject: `SMS to ${to.e164}`,
        text,
        html: '',
      })
      return { providerId: null }
    },
    verify: async () => ({ status: 'pass', observed: 'no SMS provider: messages are kept in the mailbox folder' }),
  }
}
