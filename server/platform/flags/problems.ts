import { problems } from '../../kernel/problem.ts'

export const flagsProblem = problems('flags', {
  'flag-not-found': { status: 404, title: 'There is no such flag' },
  'environment-not-found': { status: 404, title: 'There is no such environment' },
  'key-taken': { status: 409, title: 'This key is taken', detail: 'Keys of archived flags stay taken.' },
  'too-many': { status: 409, title: 'There are too many of them', detail: 'Remove what is not needed any more.' },
  invalid: { status: 422, title: 'This cannot be evaluated', detail: 'See errors for each place.' },
})
