import { Type } from 'typebox'
import { object } from '../../../kernel/http/schema.ts'
import { type MailBlock, mailTemplate } from '../../../kernel/mail/template.ts'

const base = { name: Type.String(), url: Type.String() }
const sample = { name: 'Ada', url: 'https://plinth.example/trading' }

const paragraph = (text: string): MailBlock => ({ kind: 'paragraph', text })
const open = (url: string, label: string): MailBlock => ({ kind: 'button', label, url })

/** What one unsubscribes from. */
export const WEEKLY_DIGEST = 'trading.weekly-digest'
export const DAILY_DIGEST = 'trading.daily-digest'

const digestData = object({
  ...base,
  from: Type.String(),
  to: Type.String(),
  accounts: Type.Array(Type.String()),
  journal: Type.Array(Type.String()),
})

export const weeklyDigestMail = mailTemplate({
  name: 'trading.weekly-digest',
  purpose: {
    ...{ news: WEEKLY_DIGEST, title: 'Your trading week, on Mondays' },
    ...{ can: 'trading:use', askedAt: '/trading/goals' },
  },
  // Each week once: one that may have arrived is not sent again.
  repeatable: false,
  data: digestData,
  sample: {
    ...{ ...sample, from: '2026-03-09', to: '2026-03-15' },
    accounts: ['Main: 1250.5 USD net, 12 trades closed, 7 won, 4 lost'],
    journal: ['Traded on 5 days, wrote of 4 days', '3 trades were not reviewed'],
  },
  render: ({ name, url, from, to, accounts, journal }) => ({
    subject: `Your trading week from ${from} to ${to}`,
    blocks: [
      paragraph(`Hello ${name}, this was your week from ${from} to ${to}:`),
      { kind: 'list', items: accounts },
      { kind: 'list', items: journal },
      open(url, 'Look back at the week'),
    ],
  }),
})

export const dailyDigestMail = mailTemplate({
  name: 'trading.daily-digest',
  purpose: {
    ...{ news: DAILY_DIGEST, title: 'Your trading day, the morning after' },
    ...{ can: 'trading:use', askedAt: '/trading/goals' },
  },
  // Each day once: one that may have arrived is not sent again.
  repeatable: false,
  data: digestData,
  sample: {
    ...{ ...sample, from: '2026-03-12', to: '2026-03-12' },
    accounts: ['Main: 250.5 USD net, trades closed: 3, won: 2, lost: 1'],
    journal: ['Traded on 1 day, wrote of 0 days; nothing of 1 day with trades', 'Trades without a review: 3'],
  },
  render: ({ name, url, from, accounts, journal }) => ({
    subject: `Your trading day ${from}`,
    blocks: [
      paragraph(`Hello ${name}, this was ${from}:`),
      { kind: 'list', items: accounts },
      { kind: 'list', items: journal },
      open(url, 'Look back at the day'),
    ],
  }),
})

export const milestoneMail = mailTemplate({
  name: 'trading.milestone-reached',
  purpose: { news: 'trading.milestones', title: 'Milestones of your trading', can: 'trading:use' },
  repeatable: false,
  data: object({ ...base, milestones: Type.Array(Type.String()) }),
  sample: { ...sample, milestones: ['100 trades closed', 'Goal reached: net of 500 USD in March 2026'] },
  render: ({ name, url, milestones }) => ({
    subject: milestones.length === 1 ? `Reached: ${milestones[0]}` : `You reached ${milestones.length} milestones`,
    blocks: [paragraph(`Hello ${name}, you reached:`), { kind: 'list', items: milestones }, open(url, 'See them')],
  }),
})

export const journalMails = [weeklyDigestMail, dailyDigestMail, milestoneMail]
