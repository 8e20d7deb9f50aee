import { problems } from '../../../kernel/problem.ts'

/** What exports, restores, shares and mentors answer. */
export const sharingProblem = problems('trading', {
  'restore-not-found': { status: 404, title: 'There is no such restore' },
  'restore-file-not-found': {
    status: 422,
    title: 'The file cannot be restored',
    detail: 'Upload it for trading.account-file first; one that is still being scanned can be taken in a few minutes.',
  },
})
