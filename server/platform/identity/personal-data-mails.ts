import { Type } from 'typebox'
import { object } from '../../kernel/http/schema.ts'
import { mailTemplate } from '../../kernel/mail/template.ts'
import { german } from './mails-de.ts'

const texts = { product: Type.String(), name: Type.String(), url: Type.String() }
const sample = { product: 'Plinth', name: 'Ada', url: 'https://plinth.example/page?token=sample' }

export const deleteLinkMail = mailTemplate({
  name: 'identity.delete-link',
  purpose: 'essential',
  translations: { de: german.deleteLink },
  data: object(texts),
  sample,
  render: ({ product, name, url }) => ({
    subject: `Delete your account at ${product}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, follow the link to delete your account and what belongs to it. There is no way back. It works for one hour.`,
      },
      { kind: 'button', label: 'Delete the account', url },
      { kind: 'paragraph', text: 'If you did not ask for this, choose a new password: somebody is in your account.' },
    ],
  }),
})

export const erasedMail = mailTemplate({
  name: 'identity.erased',
  purpose: 'essential',
  translations: { de: german.erased },
  data: object({ ...texts, ip: Type.String(), userAgent: Type.String() }),
  sample: { ...sample, ip: '192.0.2.7', userAgent: 'Firefox' },
  render: ({ product, name }) => ({
    subject: `Your account at ${product} is deleted`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, your account was deleted. What law or a contract make us keep no longer carries your name.`,
      },
      { kind: 'paragraph', text: 'This is the last mail to this address.' },
    ],
  }),
})
