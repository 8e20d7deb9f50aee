import { Type } from 'typebox'
import { object } from '../../kernel/http/schema.ts'
import { mailTemplate } from '../../kernel/mail/template.ts'

const notice = object({
  product: Type.String(),
  name: Type.String(),
  provider: Type.String(),
  url: Type.String(),
  ip: Type.String(),
  userAgent: Type.String(),
})
const sample = {
  product: 'Plinth',
  name: 'Ada',
  provider: 'Google',
  url: 'https://plinth.example/account',
  ip: '192.0.2.7',
  userAgent: 'Firefox',
}

export const linkedMail = mailTemplate({
  name: 'federation.linked',
  purpose: 'essential',
  data: notice,
  sample,
  render: ({ product, name, provider, url, ip, userAgent }) => ({
    subject: `${provider} can sign in to your account at ${product}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, an account at ${provider} was linked to yours: whoever holds it can sign in.`,
      },
      { kind: 'list', items: [`From: ${ip}`, `With: ${userAgent}`] },
      { kind: 'paragraph', text: 'If it was not you, unlink it and choose a new password now:' },
      { kind: 'button', label: 'Look at your account', url },
    ],
  }),
})

export const unlinkedMail = mailTemplate({
  name: 'federation.unlinked',
  purpose: 'essential',
  data: notice,
  sample,
  render: ({ product, name, provider, url, ip, userAgent }) => ({
    subject: `${provider} can no longer sign in to your account at ${product}`,
    blocks: [
      { kind: 'paragraph', text: `Hello ${name}, your account at ${provider} was unlinked from yours.` },
      { kind: 'list', items: [`From: ${ip}`, `With: ${userAgent}`] },
      { kind: 'paragraph', text: 'If it was not you, choose a new password now:' },
      { kind: 'button', label: 'Look at your account', url },
    ],
  }),
})
