import { problems } from '../../kernel/problem.ts'

export const providerProblem = problems('provider', {
  'interaction-not-found': {
    status: 404,
    title: 'There is no such sign-in request',
    detail: 'It was answered or has expired. Start again from the application.',
  },
  'client-not-found': { status: 404, title: 'There is no such application' },
  'consent-not-found': { status: 404, title: 'This application was not allowed anything' },
  'bad-redirect-uri': {
    status: 422,
    title: 'This address cannot be redirected to',
    detail: 'https, or http on a loopback address, without a fragment; every address once.',
  },
})
