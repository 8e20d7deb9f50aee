import { problems } from '../../../kernel/problem.ts'

/** What this part answers beside what all parts do. */
export const oversightProblem = problems('trading', {
  'risk-profile-not-found': { status: 404, title: 'There is no such risk profile' },
  'no-push-address': { status: 409, title: 'There is no address to push to' },
  'alert-not-found': { status: 404, title: 'There is no such alert' },
  'oversight-stale': {
    status: 409,
    title: 'This was changed since you read it',
    detail: 'Read it again and bring in what you changed.',
  },
  'oversight-full': { status: 409, title: 'There are as many of these as are kept' },
  'alert-step': { status: 409, title: 'The alert is not in a state in which this can be done' },
})
