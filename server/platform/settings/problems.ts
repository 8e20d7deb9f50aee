import { problems } from '../../kernel/problem.ts'

export const settingsProblem = problems('settings', {
  'changed-since': {
    status: 409,
    title: 'Somebody else has changed it since',
    detail: 'Read it again, then change it.',
  },
})
