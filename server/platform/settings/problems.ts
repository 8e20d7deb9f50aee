import { problems } from '../../kernel/problem.ts'

export const settingsProblem = problems('settings', {
  'changed-since': {
    status: 409,
    title: 'Somebody else has changed it since',
    detail: 'Read it again, then change it.',
  },
  'held-by-environment': {
    status: 409,
    title: 'An environment variable of the server holds it',
    detail: 'What is said here would have no effect. Change the variable, or take it away and restart.',
  },
  refused: {
    status: 422,
    title: 'The setting does not allow this value',
  },
  'not-of-the-schema': {
    status: 422,
    title: 'The value is not of the schema of today',
  },
  'secret-refused': {
    status: 403,
    title: 'You may not name this secret',
    detail: 'Name one that you may see, or have it named by who may.',
  },
  'no-such-setting': { status: 404, title: 'There is no such setting' },
  'no-such-revision': { status: 404, title: 'There is no such revision of the setting' },
  conflicts: {
    status: 409,
    title: 'The file and this installation differ',
    detail: 'Say of each what holds: keep or take.',
  },
})
