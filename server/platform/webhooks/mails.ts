import { Type } from 'typebox'
import { object } from '../../kernel/http/schema.ts'
import { mailTemplate } from '../../kernel/mail/template.ts'

export const endpointOffMail = mailTemplate({
  name: 'webhooks.endpoint-off',
  purpose: 'service',
  data: object({
    product: Type.String(),
    name: Type.String(),
    host: Type.String(),
    reason: Type.String(),
    url: Type.String(),
  }),
  sample: {
    product: 'Plinth',
    name: 'Ada',
    host: 'hooks.example.com',
    reason: 'Every delivery of five days failed.',
    url: 'https://plinth.example/webhooks',
  },
  render: ({ product, name, host, reason, url }) => ({
    subject: `Webhooks to ${host} were switched off at ${product}`,
    blocks: [
      { kind: 'paragraph', text: `Hello ${name}, nothing more is sent to the webhook endpoint at ${host}. ${reason}` },
      {
        kind: 'paragraph',
        text: 'Mend it, then switch it on again; what was not delivered can be sent anew from its page.',
      },
      { kind: 'button', label: 'Webhooks', url },
    ],
  }),
})
