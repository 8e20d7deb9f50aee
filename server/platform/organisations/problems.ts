import { problems } from '../../kernel/problem.ts'

export const organisationsProblem = problems('organisations', {
  'not-found': { status: 404, title: 'There is no such organisation' },
  'member-not-found': { status: 404, title: 'There is no such member' },
  'invitation-not-found': { status: 404, title: 'There is no such invitation' },
  denied: { status: 403, title: 'Your role in the organisation does not allow this' },
  'slug-taken': { status: 409, title: 'Another organisation has this short name' },
  'last-owner': {
    status: 409,
    title: 'The last owner stays',
    detail: 'Make another member owner first, or delete the organisation.',
  },
  'has-members': {
    status: 409,
    title: 'The organisation has other members',
    detail: 'Repeat its short name as `confirm` to delete it all the same.',
  },
  'invitation-gone': {
    status: 410,
    title: 'This invitation does not work',
    detail: 'It was used, taken back, replaced by a newer one, or has expired. Ask for a new one.',
  },
  'sign-in-first': {
    status: 401,
    title: 'This address has an account',
    detail: 'Sign in with it, then accept the invitation.',
  },
  'details-missing': { status: 422, title: 'A new account needs a name and a password' },
  'invitation-over': { status: 409, title: 'This invitation was accepted or taken back' },
  'too-many-mails': { status: 429, title: 'This address was sent many invitations already', detail: 'Try tomorrow.' },
})
