import { problems } from '../../kernel/problem.ts'

export const secretsProblem = problems('secrets', {
  'bad-reference': {
    status: 422,
    title: 'This is no reference of a secret',
    detail: 'It is written secret:path, secret:path#field, secret:path@stage or secret:path@7.',
  },
  'not-found': { status: 404, title: 'There is no such secret' },
  'version-not-found': { status: 404, title: 'The secret has no such version' },
  'no-field': {
    status: 422,
    title: 'The secret has no such field',
    detail: 'Only values in JSON have fields of text.',
  },
  unreadable: {
    status: 500,
    title: 'The stored value cannot be opened',
    detail: 'It was changed or moved, or its key is missing; nothing was given out. The log names the version and why.',
  },
})
