import { problems } from '../../kernel/problem.ts'

export const identityProblem = problems('identity', {
  'invalid-credentials': { status: 401, title: 'E-mail address or password is wrong' },
  'session-expired': { status: 401, title: 'The session has ended', detail: 'Refresh it, or sign in again.' },
  'email-unverified': {
    status: 403,
    title: 'The e-mail address is not verified',
    detail: 'Follow the link in the mail we sent, or ask for a new one.',
  },
  'account-disabled': { status: 403, title: 'This account is disabled' },
  csrf: {
    status: 403,
    title: 'The request may come from another site',
    detail: 'Send the token of GET /api/auth/csrf as X-CSRF-Token.',
  },
  'token-invalid': {
    status: 400,
    title: 'The link does not work',
    detail: 'It was used, replaced by a newer one, or has expired. Ask for a new one.',
  },
  'bad-email': { status: 422, title: 'This is not an e-mail address we can write to' },
  'weak-password': { status: 422, title: 'The password is too easy to guess' },
  'email-taken': { status: 409, title: 'Somebody has this e-mail address already' },
  'setup-closed': { status: 409, title: 'The server has been set up already' },
  'user-not-found': { status: 404, title: 'There is no such user' },
  'session-not-found': { status: 404, title: 'There is no such session' },
  busy: { status: 503, title: 'Too many sign-ins at once', detail: 'Try again in a few seconds.' },
})
