import { Type } from 'typebox'
import { object } from '../../../kernel/http/schema.ts'
import { type MailBlock, mailTemplate } from '../../../kernel/mail/template.ts'

const data = object({
  name: Type.String(),
  url: Type.String(),
  what: Type.String(),
  account: Type.String(),
  /** What became of the rows, one outcome each. */
  outcomes: Type.Array(Type.String()),
  errors: Type.Integer(),
})
const sample = {
  name: 'Ada',
  url: 'https://plinth.example/trading/imports/sample',
  what: 'trades-2026.csv',
  account: 'Futures',
  outcomes: ['1,204 rows are new', '96 rows were there already', '3 rows could not be taken'],
  errors: 3,
}

const paragraph = (text: string): MailBlock => ({ kind: 'paragraph', text })

export const importFinishedMail = mailTemplate({
  name: 'trading.import-finished',
  purpose: 'service',
  repeatable: true,
  data,
  sample,
  render: ({ name, url, what, account, outcomes, errors }) => ({
    subject: errors > 0 ? `${what} is imported, with errors` : `${what} is imported`,
    blocks: [
      paragraph(`Hello ${name}, ${what} has been imported into ${account}:`),
      { kind: 'list', items: outcomes },
      ...(errors > 0 ? [paragraph('Each row that could not be taken says why. What was taken stands.')] : []),
      { kind: 'button', label: 'See the import', url },
    ],
  }),
})
