import { Type } from 'typebox'
import { nullable, object } from '../../kernel/http/schema.ts'
import { mailTemplate } from '../../kernel/mail/template.ts'

export const invitationMail = mailTemplate({
  name: 'organisations.invitation',
  purpose: 'service',
  // Only the inviter could ask for another.
  repeatable: true,
  data: object({
    product: Type.String(),
    inviter: Type.String(),
    organisation: nullable(Type.String()),
    url: Type.String(),
    days: Type.Integer(),
  }),
  sample: {
    product: 'Plinth',
    inviter: 'Ada',
    organisation: 'Example Ltd',
    url: 'https://plinth.example/invitation#token=sample',
    days: 7,
  },
  render: ({ product, inviter, organisation, url, days }) => ({
    subject:
      organisation === null ? `You are invited to ${product}` : `You are invited to ${organisation} at ${product}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `${inviter} invites you to ${organisation === null ? product : `${organisation} at ${product}`}. The link works once, for ${days} days, for this address only.`,
      },
      { kind: 'button', label: 'See the invitation', url },
      { kind: 'paragraph', text: 'If you do not know who this is, do nothing: no account is made.' },
    ],
  }),
})
