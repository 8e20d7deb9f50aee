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
  purpose: { news: 'trading.plan-limits', title: 'Limits of your plan that you reached', can: 'trading:use' },
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

const steps = ['begun', 'ending', 'grace', 'ended'] as const

/** Where a plan that was paid has come to. */
export type PlanStep = (typeof steps)[number]

interface StepWords {
  readonly plan: string
  readonly after: string
  readonly ends: string
  readonly last: string
}

const STEPS: Readonly<Record<PlanStep, { subject(words: StepWords): string; text(words: StepWords): string }>> = {
  begun: {
    subject: ({ plan }) => `Your plan ${plan} is paid`,
    text: ({ plan, ends }) =>
      `${plan} is paid until ${ends}. Nothing is taken from you by itself: we write before it ends, and you pay for another period if you want one.`,
  },
  ending: {
    subject: ({ plan, ends }) => `Your plan ${plan} is paid until ${ends}`,
    text: ({ plan, after, ends, last }) =>
      `The paid time of ${plan} ends on ${ends}. Pay for another period to keep it; it begins where this one ends. Without, it goes on until ${last}, and after that ${after} holds.`,
  },
  grace: {
    subject: ({ plan }) => `The paid time of your plan ${plan} is over`,
    text: ({ plan, after, last }) =>
      `No payment for another period of ${plan} came. It goes on until ${last}; after that ${after} holds.`,
  },
  ended: {
    subject: ({ plan }) => `Your plan ${plan} has ended`,
    text: ({ plan, after }) =>
      `${plan} has ended, and ${after} holds now. Nothing was deleted: trades beyond its limit are kept, and shown again once you have a plan that shows them.`,
  },
}

export const planStepMail = mailTemplate({
  name: 'trading.plan-step',
  purpose: 'service',
  // Each step of a period once.
  repeatable: false,
  data: object({
    ...{ name: Type.String(), url: Type.String(), step: oneOf(steps), plan: Type.String(), after: Type.String() },
    /** The day on which the paid time is over, and the one until which the plan holds. */
    ...{ ends: Type.String(), last: Type.String() },
  }),
  sample: {
    ...{ name: 'Ada', url: 'https://plinth.example/trading/plan', step: 'ending', plan: 'Pro', after: 'Free' },
    ...{ ends: '10 April 2026', last: '17 April 2026' },
  },
  render: ({ name, url, step, ...words }) => ({
    subject: STEPS[step].subject(words),
    blocks: [
      { kind: 'paragraph', text: `Hello ${name},` },
      { kind: 'paragraph', text: STEPS[step].text(words) },
      { kind: 'button', label: 'See your plan and usage', url },
    ],
  }),
})
