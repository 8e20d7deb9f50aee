import { Type } from 'typebox'
import { object, oneOf } from '../../../kernel/http/schema.ts'
import { mailTemplate } from '../../../kernel/mail/template.ts'
import { reportPeriods } from './tables.ts'

/** What one unsubscribes from. */
export const PERIOD_REPORTS = 'trading.period-reports'

export const periodReportMail = mailTemplate({
  name: 'trading.period-report',
  purpose: {
    ...{ news: PERIOD_REPORTS, title: 'Reports of your trading weeks and months' },
    ...{ can: 'trading:use', askedAt: '/trading/reports' },
  },
  // Each period once: one that may have arrived is not sent again.
  repeatable: false,
  data: object({
    name: Type.String(),
    account: Type.String(),
    period: oneOf(reportPeriods),
    from: Type.String(),
    to: Type.String(),
    figures: Type.Array(Type.String()),
    csv: Type.String(),
    url: Type.String(),
  }),
  sample: {
    ...{ name: 'Ada', account: 'Main', period: 'month', from: '2026-03-01', to: '2026-03-31' },
    figures: ['Net: 1 250.50 USD', 'Trades closed: 12, won: 7, lost: 4', 'Win rate: 58.3 %'],
    csv: 'currency,of,key,trades\r\n',
    url: 'https://plinth.example/trading/reports',
  },
  render: ({ name, account, period, from, to, figures, csv, url }) => ({
    subject: `Your trading ${period} of ${account}, ${from} to ${to}`,
    blocks: [
      { kind: 'paragraph', text: `Hello ${name}, this is what ${account} came to from ${from} to ${to}:` },
      { kind: 'list', items: figures },
      { kind: 'paragraph', text: 'Days and symbols are in the table that comes with this letter.' },
      { kind: 'button', label: 'The whole report, also as PDF', url },
    ],
    attachments: [{ filename: `trading-${from}-to-${to}.csv`, contentType: 'text/csv; charset=utf-8', text: csv }],
  }),
})
