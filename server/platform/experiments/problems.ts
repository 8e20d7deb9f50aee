import { problems } from '../../kernel/problem.ts'

export const experimentsProblem = problems('experiments', {
  'experiment-not-found': { status: 404, title: 'There is no such experiment' },
  'metric-not-found': { status: 404, title: 'There is no such metric' },
  'no-results': { status: 404, title: 'There are no results of this phase', detail: 'Start the experiment first.' },
  'key-taken': { status: 409, title: 'This key is taken' },
  'changed-since': {
    status: 409,
    title: 'Somebody else has changed it since',
    detail: 'Read it again, then change it.',
  },
  'wrong-state': { status: 409, title: 'The experiment is not in a state for this' },
  'metric-in-use': { status: 409, title: 'An experiment that has not ended uses this metric' },
  'no-primary-metric': { status: 422, title: 'An experiment starts with at least one primary metric' },
  'unknown-metric': { status: 422, title: 'There is no such metric' },
  'bad-source': { status: 422, title: 'The event has no such member, or not of this type' },
  'bad-metric': { status: 422, title: 'The parts of this metric do not fit its kind' },
  'rule-not-found': { status: 422, title: 'The flag has no such rule in this environment' },
  'rule-not-bound': {
    status: 422,
    title: 'The rule is not made for this experiment',
    detail: 'It serves a split of at least two variants, the control among them, and names the experiment.',
  },
  'unknown-variant': { status: 422, title: 'The last phase had no such variant' },
  'unknown-owner': { status: 422, title: 'The owner has no open account' },
})
