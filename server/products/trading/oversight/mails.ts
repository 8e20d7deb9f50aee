import { Type } from 'typebox'
import { object } from '../../../kernel/http/schema.ts'
import { mailTemplate } from '../../../kernel/mail/template.ts'

const base = { name: Type.String(), url: Type.String(), account: Type.String(), title: Type.String() }

/** A fact is told once, in one letter. */
export const alertMail = mailTemplate({
  name: 'trading.alert',
  purpose: { news: 'trading.alerts', title: 'Alerts of your trading', can: 'trading:use' },
  repeatable: false,
  data: object(base),
  sample: {
    ...{ name: 'Ada', url: 'https://plinth.example/trading/alerts', account: 'Main' },
    title: 'Daily limit: lost 1250.5 USD on 2026-03-10, 1000 or more was asked for',
  },
  render: ({ name, url, account, title }) => ({
    subject: title,
    blocks: [
      { kind: 'paragraph', text: `Hello ${name}, an alert of the account ${account}:` },
      { kind: 'paragraph', text: title },
      { kind: 'button', label: 'See your alerts', url },
    ],
  }),
})

export const breachMail = mailTemplate({
  name: 'trading.risk-breach',
  purpose: { news: 'trading.risk', title: 'Breaches of your risk profiles', can: 'trading:use' },
  repeatable: false,
  data: object({ ...base, at: Type.String() }),
  sample: {
    ...{ name: 'Ada', url: 'https://plinth.example/trading/risk', account: 'Evaluation' },
    ...{ title: 'Intraday: the daily loss was reached', at: '2026-03-10T15:04:05-04:00' },
  },
  render: ({ name, url, account, title, at }) => ({
    subject: title,
    blocks: [
      { kind: 'paragraph', text: `Hello ${name}, the account ${account} went over a limit of its risk profile.` },
      { kind: 'paragraph', text: `${title}, at ${at}.` },
      { kind: 'button', label: 'See the path to it', url },
    ],
  }),
})

export const oversightMails = [alertMail, breachMail]
