import { problems } from '../problem.ts'

/** Problems of the HTTP layer itself; every route may answer them. */
export const httpProblem = problems('http', {
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': {
    status: 405,
    title: 'This method is not allowed here',
    detail: 'The Allow header names the methods that are.',
  },
  'bad-request': { status: 400, title: 'The request is malformed' },
  'bad-host': { status: 400, title: 'The request needs exactly one well-formed Host' },
  'bad-json': { status: 400, title: 'The body is not JSON' },
  'bad-text': {
    status: 400,
    title: 'The body holds text that is not allowed',
    detail: 'Text is UTF-8 without NUL, byte order mark or lone surrogates.',
  },
  'duplicate-key': { status: 400, title: 'A property stands twice in one object' },
  'too-deep': { status: 400, title: 'The body is nested too deeply', detail: 'At most 32 levels.' },
  invalid: { status: 400, title: 'The request does not match what is expected', detail: 'See errors for each field.' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  denied: { status: 403, title: 'You may not do this' },
  'not-by-delegates': {
    status: 403,
    title: 'Only the person may do this',
    detail: "It is closed to API keys and to sessions in another's name.",
  },
  'assurance-too-low': {
    status: 403,
    title: 'Prove again who you are',
    detail: 'This action needs a fresher or stronger sign-in.',
  },
  timeout: { status: 408, title: 'The request took too long to arrive' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-type': {
    status: 415,
    title: 'This content type is not accepted',
    detail: 'Send application/json in UTF-8 without content encoding.',
  },
  expectation: { status: 417, title: 'The only expectation that is met is 100-continue' },
  'idempotency-key-missing': {
    status: 400,
    title: 'This request needs an Idempotency-Key header',
    detail: 'A random text of 8 to 128 characters, the same when the request is sent again.',
  },
  'idempotency-key-reused': { status: 422, title: 'This Idempotency-Key was used for another request' },
  'idempotency-in-flight': {
    status: 409,
    title: 'The same request is being carried out',
    detail: 'Send it again in a moment for its result.',
  },
  'too-many-requests': { status: 429, title: 'Too many requests', detail: 'Wait as long as Retry-After says.' },
  'too-many-streams': {
    status: 429,
    title: 'Too many event streams are open',
    detail: 'Close one, or read all that is wanted from one.',
  },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  internal: { status: 500, title: 'Something went wrong on our side', detail: 'It was recorded under the request id.' },
  overloaded: { status: 503, title: 'The server is busy', detail: 'Try again in a few seconds.' },
  draining: { status: 503, title: 'This server is shutting down', detail: 'Send the request again.' },
  'deadline-exceeded': {
    status: 503,
    title: 'The request took too long to answer',
    detail: 'Try again in a few seconds.',
  },
})
