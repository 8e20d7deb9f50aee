import { problems } from '../../kernel/problem.ts'

export const federationProblem = problems('federation', {
  'unknown-provider': { status: 404, title: 'There is no such sign-in provider' },
  'state-invalid': {
    status: 400,
    title: 'This sign-in cannot be finished here',
    detail: 'It was begun in another browser or session, was finished already, or took too long. Begin again.',
  },
  'response-invalid': { status: 400, title: "The provider's answer is not for us" },
  cancelled: { status: 400, title: 'The sign-in was cancelled at the provider' },
  'proof-invalid': { status: 401, title: "The provider's proof is not good" },
  'link-required': {
    status: 403,
    title: 'This account is not linked yet',
    detail:
      'No account is linked to it, and its address alone lets nobody in. Sign in another way, then link it on your security page.',
  },
  'registration-closed': {
    status: 403,
    title: 'New accounts are not taken now',
    detail: 'Sign in with the account you have, or ask to be invited.',
  },
  'already-linked': { status: 409, title: 'This account is linked to somebody else' },
  'last-way-in': {
    status: 409,
    title: 'This is the last way into your account',
    detail: 'Choose a password or add a passkey first.',
  },
  'identity-not-found': { status: 404, title: 'There is no such linked account' },
  'bad-return': { status: 400, title: 'returnTo is not a path of this server' },
  'provider-broken': { status: 502, title: 'The provider answers what we cannot accept' },
  'provider-unavailable': {
    status: 503,
    title: 'The provider cannot be reached',
    detail: 'Try again in a few seconds, or sign in another way.',
  },
})
