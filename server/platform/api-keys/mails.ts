import { Type } from 'typebox'
import { object } from '../../kernel/http/schema.ts'
import { mailTemplate } from '../../kernel/mail/template.ts'

const data = object({
  product: Type.String(),
  name: Type.String(),
  url: Type.String(),
  keys: Type.Array(Type.String()),
})
const sample = {
  product: 'Plinth',
  name: 'Ada',
  url: 'https://plinth.example/api-keys',
  keys: ['Nightly export (ends in x7Qa)'],
}

export const keyMadeMail = mailTemplate({
  name: 'api_keys.key-made',
  purpose: 'essential',
  data,
  sample,
  render: ({ product, name, url, keys }) => ({
    subject: `New API key at ${product}`,
    blocks: [
      { kind: 'paragraph', text: `Hello ${name}, an API key was made for your account. Programs act for you with it.` },
      { kind: 'list', items: keys },
      { kind: 'paragraph', text: 'If it was not you, revoke it and choose a new password:' },
      { kind: 'button', label: 'Your security page', url },
    ],
  }),
})

export const reviewMail = mailTemplate({
  name: 'api_keys.review',
  purpose: 'service',
  data: object({ ...data.properties, changed: Type.String() }),
  sample: { ...sample, changed: 'password' },
  render: ({ product, name, url, changed, keys }) => ({
    subject: `Look through your API keys at ${product}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, your ${changed} was changed. These API keys go on working: revoke each that you do not know.`,
      },
      { kind: 'list', items: keys },
      { kind: 'button', label: 'Your API keys', url },
    ],
  }),
})
