import { problems } from '../../kernel/problem.ts'

export const factorsProblem = problems('factors', {
  'wrong-code': { status: 422, title: 'The code is wrong', detail: 'Enter the code that is shown or was sent now.' },
  'too-many-attempts': {
    status: 429,
    title: 'Too many wrong codes',
    detail: 'Second factors of this account are closed for some minutes.',
  },
  'not-found': { status: 404, title: 'There is no such factor' },
  'device-not-found': { status: 404, title: 'There is no such trusted device' },
  'too-many': { status: 409, title: 'There are as many of this kind as an account may have' },
  'demanded-by-role': {
    status: 409,
    title: 'A role demands a second factor',
    detail: 'Set up another one before you remove the last.',
  },
  'last-way-in': {
    status: 409,
    title: 'This is the last way into your account',
    detail: 'Choose a password or link an account at a provider first.',
  },
  'passkey-refused': {
    status: 400,
    title: 'This passkey could not be set up',
    detail: 'Ask for new options and try again from the page of this server.',
  },
  'none-enrolled': { status: 409, title: 'Set up a second factor first' },
  'not-sendable': { status: 422, title: 'Nothing can be sent by this method' },
})
