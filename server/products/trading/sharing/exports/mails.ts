import { Type } from 'typebox'
import { nullable, object } from '../../../../kernel/http/schema.ts'
import { mailTemplate } from '../../../../kernel/mail/template.ts'

/** That an export is ready, or could not be made. It leads to a page that asks who one is, never to the file. */
export const exportEndedMail = mailTemplate({
  name: 'trading.export-ended',
  purpose: 'service',
  repeatable: true,
  data: object({
    ...{ name: Type.String(), url: Type.String(), filename: Type.String() },
    /** The day until which it can be downloaded; null when it could not be made. */
    until: nullable(Type.String()),
  }),
  sample: {
    ...{ name: 'Ada', url: 'https://plinth.example/trading/exports', filename: 'Main.account.txt' },
    until: '17 April 2026',
  },
  render: ({ name, url, filename, until }) => ({
    subject: until === null ? `${filename} could not be made` : `${filename} is ready`,
    blocks: [
      { kind: 'paragraph', text: `Hello ${name},` },
      {
        kind: 'paragraph',
        text:
          until === null
            ? `the export ${filename} that you asked for could not be made. Nothing of it was kept; please ask for it again.`
            : `the export ${filename} that you asked for is ready. Sign in to download it, until ${until}.`,
      },
      { kind: 'button', label: until === null ? 'Go to your exports' : 'Download it', url },
    ],
  }),
})
