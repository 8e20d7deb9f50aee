import { problems } from '../../../kernel/problem.ts'

/** What rates of currencies answer. */
export const ratesProblem = problems('trading', {
  'currency-rate-not-found': { status: 404, title: 'You said no rate of this pair and day' },
})
