import { problems } from '../../kernel/problem.ts'

export const identityProblem = problems('identity', {
  'invalid-credentials': { status: 401, title: 'E-mail address or password is wrong' },
  'session-expired': { status: 401, title: 'The session has ended', detail: 'Refresh it, or sign in again.' },
  'email-unverified': {
    status: 403,
    title: 'The e-mail address is not verified',
    detail: 'Follow the link in the mail we sent, or ask for a new one.',
  },
  'registration-closed': {
    status: 403,
    title: 'New accounts are not taken now',
    detail: 'Whoever is invited can still come in.',
  },
  'mfa-required': {
    status: 403,
    title: 'A second factor is needed',
    detail: 'Your role demands it: prove one of yours to go on.',
  },
  'mfa-enrolment-required': {
    status: 403,
    title: 'A second factor must be set up',
    detail: 'Your role demands one: set it up on your security page to go on.',
  },
  'challenge-invalid': {
    status: 401,
    title: 'The sign-in has to start again',
    detail: 'It took too long, was tried too often, or began in another browser.',
  },
  'second-factor-wrong': { status: 401, title: 'The second factor is wrong' },
  'passkey-refused': {
    status: 401,
    title: 'This passkey does not sign in here',
    detail: 'Try again, or sign in with your password.',
  },
  'passkey-unverified': {
    status: 401,
    title: 'The passkey did not make sure that it is you',
    detail: 'Use one with a PIN, finger or face, or sign in with your password.',
  },
  'bad-locale': { status: 422, title: 'This is no language tag', detail: 'Such as de, pt-BR or zh-Hant.' },
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
  'captcha-required': {
    status: 403,
    title: 'A captcha must be solved first',
    detail: 'Solve what GET /api/auth/captcha gives and send the answer along as `captcha`.',
  },
  'device-not-found': { status: 404, title: 'There is no such device' },
  'bad-email': { status: 422, title: 'This is not an e-mail address we can write to' },
  'weak-password': { status: 422, title: 'The password is too easy to guess' },
  'email-taken': { status: 409, title: 'Somebody has this e-mail address already' },
  'setup-closed': { status: 409, title: 'The server has been set up already' },
  'user-not-found': { status: 404, title: 'There is no such user' },
  'session-not-found': { status: 404, title: 'There is no such session' },
  'import-under-way': {
    status: 409,
    title: 'Another import is under way',
    detail: 'Import again when it has ended.',
  },
  'import-unreadable': { status: 422, title: 'The export cannot be read in this format' },
  'not-below': {
    status: 403,
    title: 'You may act only in the name of people who may do less than you',
  },
  'not-impersonating': { status: 409, title: 'You act in your own name' },
  'no-signing-key': {
    status: 503,
    title: 'Nobody can sign in at the moment',
    detail: 'Every signing key was marked as compromised; the operators must add one.',
  },
  'key-not-found': { status: 404, title: 'There is no such key' },
  busy: { status: 503, title: 'Too many sign-ins at once', detail: 'Try again in a few seconds.' },
})
