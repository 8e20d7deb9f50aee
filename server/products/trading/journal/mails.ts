import { Type } from 'typebox'
import { object } from '../../../kernel/http/schema.ts'
import { type MailBlock, mailTemplate } from '../../../kernel/mail/template.ts'

const base = { name: Type.String(), url: Type.String() }
const sample = { name: 'Ada', url: 'https://plinth.example/trading' }

const paragraph = (text: string): MailBlock => ({ kind: 'paragraph', text })
const open = (url: string, label: string): MailBlock => ({ kind: 'button', label, url })

/** What one unsubscribes from. */
export const WEEKLY_DIGEST = 'trading.weekly-digest'

export const weeklyDigestMail = mailTemplate({
  name: 'trading.weekly-digest',
  purpose: {
    ...{ news: WEEKLY_DIGEST, title: 'Your trading week, on Mondays' },
    ...{ can: 'trading:use', askedAt: '/trading/goals' },
  },
  // Each week once: one that may have arrived is not sent again.
  repeatable: false,
  data: object({
    ...base,
    from: Type.String(),
    to: Type.String(),
    accounts: Type.Array(Type.String()),
    journal: Type.Array(Type.String()),
  }),
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

export const journalMails = [weeklyDigestMail, milestoneMail]
