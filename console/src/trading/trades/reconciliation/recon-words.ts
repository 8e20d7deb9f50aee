import type { Tone } from '../../../shell/state-badge.tsx'
import type { ReportedResult, Statement } from '../types.ts'

export const statusWords: Readonly<Record<ReportedResult['status'], { readonly label: string; readonly tone: Tone }>> =
  {
    equal: { label: 'Equal', tone: 'positive' },
    explained: { label: 'Explained', tone: 'positive' },
    mismatch: { label: 'Differs', tone: 'negative' },
    resolved: { label: 'Resolved', tone: 'quiet' },
  }

type Rule = NonNullable<ReportedResult['rule'] | Statement['rule']>

export const ruleWords: Readonly<Record<Rule, string>> = {
  carried_over: 'The same difference as in the statement before it of the same file: nothing was added to it.',
  before_fees: 'The broker reports it before fees.',
  closing_fees_only: 'The broker takes off the fee of the exit only.',
  average_cost: 'The broker reckons by average cost.',
  matched_fifo: 'The broker closes the oldest lot first.',
  matched_lifo: 'The broker closes the newest lot first.',
  matched_hifo: 'The broker closes the dearest lot first.',
  wash_sale: 'The loss is deferred: it was bought again within 30 days (wash sale).',
}
