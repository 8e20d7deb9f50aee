import { Type } from 'typebox'
import { object, oneOf } from '../../kernel/http/schema.ts'
import { mailTemplate } from '../../kernel/mail/template.ts'

const SUBJECTS = {
  'sample-ratio-mismatch': (title: string) => `The experiment “${title}” is split unevenly`,
  'guardrail-harmed': (title: string) => `The experiment “${title}” was stopped, its flag switched off`,
}

export const alarmMail = mailTemplate({
  name: 'experiments.alarm',
  purpose: 'service',
  data: object({
    ...{ product: Type.String(), name: Type.String(), title: Type.String(), detail: Type.String(), url: Type.String() },
    kind: oneOf(['sample-ratio-mismatch', 'guardrail-harmed']),
  }),
  sample: {
    ...{ product: 'Plinth', name: 'Ada', title: 'Shorter checkout', kind: 'guardrail-harmed' },
    detail: 'Worse, beyond doubt: Refunds.',
    url: 'https://plinth.example/experiments/shorter-checkout',
  },
  render: ({ product, name, title, kind, detail, url }) => ({
    subject: SUBJECTS[kind](title),
    blocks: [
      { kind: 'paragraph', text: `Hello ${name}, this is about the experiment “${title}” at ${product}. ${detail}` },
      { kind: 'button', label: 'Results', url },
    ],
  }),
})
