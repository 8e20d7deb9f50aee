import { Type } from 'typebox'
import { object } from '../../kernel/http/schema.ts'
import { mailTemplate } from '../../kernel/mail/template.ts'

export const changeDecidedMail = mailTemplate({
  name: 'flags.change-decided',
  purpose: 'service',
  data: object({
    product: Type.String(),
    name: Type.String(),
    what: Type.String(),
    outcome: Type.String(),
    why: Type.String(),
    url: Type.String(),
  }),
  sample: {
    product: 'Plinth',
    name: 'Ada',
    what: 'flag new-checkout in production',
    outcome: 'could not be applied',
    why: 'Somebody else has changed it since.',
    url: 'https://plinth.example/flags/changes/01a1fbea-df40-7000-8000-000000000000',
  },
  render: ({ product, name, what, outcome, why, url }) => ({
    subject: `Your change of ${what} ${outcome} at ${product}`,
    blocks: [
      { kind: 'paragraph', text: `Hello ${name}, the change that you proposed of ${what} ${outcome}.` },
      ...(why === '' ? [] : [{ kind: 'paragraph' as const, text: why }]),
      { kind: 'button', label: 'See the change', url },
    ],
  }),
})

export const staleFlagsMail = mailTemplate({
  name: 'flags.stale',
  purpose: 'service',
  data: object({ product: Type.String(), name: Type.String(), flags: Type.Array(Type.String()), url: Type.String() }),
  sample: {
    product: 'Plinth',
    name: 'Ada',
    flags: ['new-checkout: not evaluated for 40 days', 'beta-search: the same for everybody for 40 days'],
    url: 'https://plinth.example/flags?stale=true',
  },
  render: ({ product, name, flags, url }) => ({
    subject: `Flags of yours that may be done with at ${product}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, these feature flags seem to be done with. Take them out of the code, then archive them; or say that they are permanent.`,
      },
      { kind: 'list', items: flags },
      { kind: 'button', label: 'Your flags', url },
    ],
  }),
})
