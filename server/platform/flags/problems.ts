import { problems } from '../../kernel/problem.ts'

export const flagsProblem = problems('flags', {
  'flag-not-found': { status: 404, title: 'There is no such flag' },
  'environment-not-found': { status: 404, title: 'There is no such environment' },
  'segment-not-found': { status: 404, title: 'There is no such segment' },
  'change-not-found': { status: 404, title: 'There is no such change' },
  'revision-not-found': { status: 404, title: 'There is no such revision of it' },
  'key-taken': { status: 409, title: 'This key is taken', detail: 'Keys of archived flags stay taken.' },
  'too-many': { status: 409, title: 'There are too many of them', detail: 'Remove what is not needed any more.' },
  'not-evaluated': { status: 400, title: 'The flag has no answer for this caller' },
  'changed-since': {
    status: 409,
    title: 'Somebody else has changed it since',
    detail: 'Read it again, then change it.',
  },
  'needs-approval': {
    status: 409,
    title: 'This needs approval',
    detail: 'Propose the change; somebody else approves it.',
  },
  'in-use': { status: 409, title: 'It is in use' },
  archived: { status: 409, title: 'The flag is archived', detail: 'Restore it first.' },
  'not-killed': { status: 409, title: 'The flag is not killed there' },
  'built-in': { status: 409, title: 'This environment stays' },
  'own-change': { status: 403, title: 'Somebody else has to approve it' },
  'change-ended': { status: 409, title: 'The change has ended', detail: 'Propose it anew.' },
  'bad-schedule': { status: 422, title: 'This hour has passed' },
  invalid: { status: 422, title: 'This cannot be evaluated', detail: 'See errors for each place.' },
})
