import { Type } from 'typebox'
import { object } from '../../kernel/http/schema.ts'
import { mailTemplate } from '../../kernel/mail/template.ts'
import { german } from './mails-de.ts'

export const impersonatedMail = mailTemplate({
  name: 'identity.impersonated',
  purpose: 'essential',
  translations: { de: german.impersonated },
  data: object({
    product: Type.String(),
    name: Type.String(),
    by: Type.String(),
    reason: Type.String(),
    url: Type.String(),
  }),
  sample: {
    product: 'Plinth',
    name: 'Ada',
    by: 'Grace of support',
    reason: 'You asked us to look at an upload',
    url: 'https://plinth.example/account',
  },
  render: ({ product, name, by, reason, url }) => ({
    subject: `Our staff uses your account at ${product}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, somebody of our staff has begun to act in your name, for 15 minutes at most. Your password, factors, address and sessions cannot be changed that way.`,
      },
      { kind: 'list', items: [`Who: ${by}`, `Why: ${reason}`] },
      { kind: 'paragraph', text: 'What was done is written down. You see it among your security events:' },
      { kind: 'button', label: 'Security events', url },
    ],
  }),
})
