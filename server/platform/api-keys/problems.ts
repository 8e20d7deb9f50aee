import { problems } from '../../kernel/problem.ts'

export const apiKeysProblem = problems('api-keys', {
  invalid: { status: 401, title: 'The API key is not valid', detail: 'It was revoked, has expired, or never was.' },
  'second-factor-due': {
    status: 403,
    title: 'The API key was made without a second factor',
    detail: 'A role of its owner demands one: make a new key from a session that has proven it.',
  },
  'beyond-own': { status: 403, title: 'A key cannot be given permissions that you lack' },
  'not-found': { status: 404, title: 'There is no such API key' },
  'organisation-not-found': { status: 404, title: 'There is no such organisation' },
  'too-many': { status: 409, title: 'There are too many API keys', detail: 'Revoke one that is not needed any more.' },
  'bad-expiry': { status: 422, title: 'A key ends in the future, within a year' },
})
