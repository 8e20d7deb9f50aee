import { problems } from '../../kernel/problem.ts'

export const accessProblem = problems('access', {
  'unknown-role': { status: 404, title: 'There is no such role' },
  'beyond-own': {
    status: 403,
    title: 'A role with permissions you lack cannot be granted or revoked by you',
  },
  'last-administrator': {
    status: 409,
    title: 'The last administrator stays',
    detail: 'Make somebody else administrator first.',
  },
  'administrator-exists': { status: 409, title: 'There is an administrator already' },
})
