import { problems } from '../../kernel/problem.ts'

/** What several parts answer; each part has its own catalogue beside it. */
export const tradingProblem = problems('trading', {
  'account-not-found': { status: 404, title: 'There is no such trading account' },
  'trade-not-found': { status: 404, title: 'There is no such trade' },
  'trade-beyond-plan': { status: 403, title: 'This trade is beyond what the plan shows' },
  'instrument-not-found': { status: 404, title: 'There is no such instrument' },
  'account-archived': { status: 409, title: 'This account is archived', detail: 'Bring it back before it is changed.' },
  'consent-needed': { status: 403, title: 'The trader did not allow others to look' },
  'figure-not-found': { status: 404, title: 'No figure stands at this place of the report' },
  'value-invalid': { status: 400, title: 'A value cannot be taken' },
})
