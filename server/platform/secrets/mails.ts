import { Type } from 'typebox'
import { object } from '../../kernel/http/schema.ts'
import { mailTemplate } from '../../kernel/mail/template.ts'

const common = {
  product: Type.String(),
  name: Type.String(),
  path: Type.String(),
  environment: Type.String(),
  url: Type.String(),
}
const sample = {
  ...{ product: 'Plinth', name: 'Ada', path: 'payments/stripe', environment: 'production' },
  url: 'https://plinth.example/secrets/1',
}

export const rotationFailedMail = mailTemplate({
  name: 'secrets.rotation-failed',
  purpose: 'service',
  data: object({ ...common, reason: Type.String() }),
  sample: { ...sample, reason: 'the webhook answered 500 to test' },
  render: ({ product, name, path, environment, reason, url }) => ({
    subject: `The secret ${path} (${environment}) was not renewed at ${product}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, ${path} (${environment}) was to get a new value, and did not: ${reason}.`,
      },
      { kind: 'paragraph', text: 'Nothing has changed: the value that was good is still the current one.' },
      { kind: 'button', label: 'The secret', url },
    ],
  }),
})

export const expiringMail = mailTemplate({
  name: 'secrets.expiring',
  purpose: 'service',
  data: object({ ...common, when: Type.String() }),
  sample: { ...sample, when: 'on 2030-01-31' },
  render: ({ product, name, path, environment, when, url }) => ({
    subject: `The secret ${path} (${environment}) ends ${when}: ${product}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, the value of ${path} (${environment}) stops being good ${when}. Put a new one in its place before.`,
      },
      { kind: 'button', label: 'The secret', url },
    ],
  }),
})
