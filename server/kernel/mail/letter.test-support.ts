import { Type } from 'typebox'
import { mailTemplate } from './template.ts'

/** A secret as links carry it. */
export const TOKEN = 'tok_4f9a1c7be2d3'

/** A template with a secret in a link and a name in its subject. */
export const letter = mailTemplate({
  name: 'test.letter',
  purpose: 'service',
  data: Type.Object({ name: Type.String(), token: Type.String() }),
  sample: { name: 'Ada', token: 'sample' },
  render: ({ name, token }) => ({
    subject: `Welcome, ${name}`,
    blocks: [
      { kind: 'paragraph', text: `Hello ${name}` },
      { kind: 'button', label: 'Prove your address', url: `https://app.example.com/verify?token=${token}` },
    ],
  }),
})
