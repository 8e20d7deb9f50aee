import { problems } from '../../../kernel/problem.ts'

/** What this part answers beside what all parts do. */
export const journalProblem = problems('trading', {
  'journal-entry-not-found': { status: 404, title: 'There is no such journal entry' },
  'session-not-found': { status: 404, title: 'There is no such trading session' },
  'playbook-not-found': { status: 404, title: 'There is no such playbook' },
  'review-not-found': { status: 404, title: 'This trade was not reviewed' },
  'reflection-not-found': { status: 404, title: 'Nothing was written of this day' },
  'goal-not-found': { status: 404, title: 'There is no such goal' },
  'journal-stale': {
    status: 409,
    title: 'This was changed since you read it',
    detail: 'Read it again and bring in what you changed.',
  },
  'journal-full': { status: 409, title: 'There are as many of these as are kept' },
  'session-running': { status: 409, title: 'Another session is running', detail: 'Stop it first.' },
  'session-over': { status: 409, title: 'This session is over' },
  'picture-not-usable': {
    status: 422,
    title: 'A picture cannot be added',
    detail: 'Upload it first for this purpose; one that the malware scanner has not passed waits.',
  },
})
