import { problems } from '../../kernel/problem.ts'

export const accessProblem = problems('access', {
  'unknown-role': { status: 404, title: 'There is no such role' },
  'unknown-permission': { status: 422, title: 'There is no such permission' },
  'beyond-own': {
    status: 403,
    title: 'Permissions you lack cannot be given, taken or denied by you',
  },
  'last-administrator': {
    status: 409,
    title: 'The last administrator stays',
    detail: 'Make somebody else administrator first, without an end and with nothing denied.',
  },
  'administrator-exists': { status: 409, title: 'There is an administrator already' },
  'role-exists': { status: 409, title: 'There is a role of that name already' },
  'built-in-role': {
    status: 409,
    title: 'A built-in role follows the program',
    detail: 'Only whether it demands a second factor can be changed.',
  },
  'role-held': {
    status: 409,
    title: 'Somebody still holds this role',
    detail: 'Take it from everybody first.',
  },
  'expiry-past': { status: 422, title: 'The end lies in the past' },
})
