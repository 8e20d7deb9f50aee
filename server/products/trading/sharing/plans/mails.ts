import { Type } from 'typebox'
import { object, oneOf } from '../../../../kernel/http/schema.ts'
import { mailTemplate } from '../../../../kernel/mail/template.ts'

const counters = ['tradesOpened', 'journalEntries', 'activePlaybooks'] as const

const WORDS: Readonly<Record<(typeof counters)[number], (limit: number) => string>> = {
  tradesOpened: (limit) =>
    `You opened more than the ${limit} trades that it shows of a month. The others are kept, and shown once it is raised.`,
  journalEntries: (limit) =>
    `You wrote the ${limit} journal entries that it has for a month. New ones are refused until the next month begins.`,
  activePlaybooks: (limit) =>
    `You have the ${limit} active playbooks that it allows. Archive one, and there is room for another.`,
}

export const planLimitMail = mailTemplate({
  name: 'trading.plan-limit',
  purpose: { news: 'trading.plan-limits', title: 'Limits of your plan that you reached' },
  // Each limit once a month.
  repeatable: false,
  data: object({ name: Type.String(), url: Type.String(), counter: oneOf(counters), limit: Type.Integer() }),
  sample: {
    ...{ name: 'Ada', url: 'https://plinth.example/trading/plan' },
    ...{ counter: 'journalEntries', limit: 20 },
  },
  render: ({ name, url, counter, limit }) => ({
    subject: 'You reached a limit of your plan',
    blocks: [
      { kind: 'paragraph', text: `Hello ${name}, you reached a limit of your plan.` },
      { kind: 'paragraph', text: WORDS[counter](limit) },
      { kind: 'button', label: 'See your plan and usage', url },
    ],
  }),
})
