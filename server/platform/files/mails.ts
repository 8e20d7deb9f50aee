import { Type } from 'typebox'
import { object } from '../../kernel/http/schema.ts'
import { mailTemplate } from '../../kernel/mail/template.ts'

export const infectedMail = mailTemplate({
  name: 'files.infected',
  purpose: 'service',
  data: object({ name: Type.String(), url: Type.String(), filename: Type.String() }),
  sample: { name: 'Ada', url: 'https://plinth.example/', filename: 'take.wav' },
  render: ({ name, filename, url }) => ({
    subject: 'A file of yours was put in quarantine',
    blocks: [
      {
        kind: 'paragraph',
        text: `Hello ${name}, the malware scanner found something in ${filename}, which you uploaded. Nobody can open the file, and it stays so.`,
      },
      { kind: 'paragraph', text: 'Check the computer it comes from, and upload it again from a clean copy.' },
      { kind: 'button', label: 'Open', url },
    ],
  }),
})
