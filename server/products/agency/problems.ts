import { problems } from '../../kernel/problem.ts'

/** What several parts answer; each part has a catalogue of its own beside this one, and no code stands twice. */
export const agencyProblem = problems('agency', {
  'form-stale': {
    status: 422,
    title: 'The form was sent too soon or too late',
    detail: 'Ask for a new form token, wait two seconds, and send it again.',
  },
  'contact-missing': { status: 422, title: 'Say who you are', detail: 'A guest gives a name and an e-mail address.' },
  'too-many-mails': {
    status: 429,
    title: 'This address was written to often enough for now',
    detail: 'Use the link in the last mail, or try again in an hour.',
  },
  'not-assignable': { status: 422, title: 'This person cannot work on it', detail: 'Their roles do not allow it.' },
  'client-not-found': { status: 404, title: 'There is no such client' },
  'guest-link-gone': {
    status: 404,
    title: 'This link does not work any more',
    detail: 'Ask for a new one, or sign in.',
  },
  'guest-link-expired': {
    status: 410,
    title: 'This link has lapsed',
    detail: 'Ask for a new one: it is mailed to the address that this one was mailed to.',
  },
  'file-not-found': { status: 404, title: 'There is no such file here' },
  'file-not-usable': {
    status: 422,
    title: 'This file cannot be added',
    detail: 'Upload it first for this purpose; one that the malware scanner has not passed waits.',
  },
  'sign-in-first': {
    status: 401,
    title: 'There is an account for this address',
    detail: 'Sign in with it, by a mailed link for instance.',
  },
})
