import { ProblemError } from '../api.ts'

export interface Explanation {
  readonly title: string
  readonly detail: string | undefined
  readonly requestId: string | undefined
}

type Words = { readonly title: string; readonly detail?: string }

/** Where the console can say more about what to do next than the server's own sentence. */
const wordsByStatus: Readonly<Record<number, Words>> = {
  0: { title: 'The server did not answer', detail: 'Check your connection and try again.' },
  401: { title: 'You are signed out', detail: 'Sign in again; what you typed here is kept until you leave the page.' },
  404: { title: 'Not found', detail: 'It does not exist, or you may not see it.' },
  413: { title: 'Too large', detail: 'Send less at once, or choose a smaller file.' },
  500: { title: 'The server failed', detail: 'The fault is on our side and has been logged. Try again in a moment.' },
  503: { title: 'The server is busy', detail: 'Try again in a moment.' },
}

/** The person let an action be; the message tells them what that means. */
export class CalledOff extends Error {
  override readonly name = 'CalledOff'
}

/** Puts any failure into words for the person at the screen. */
export function explain(error: unknown): Explanation {
  if (error instanceof CalledOff) return { title: error.message, detail: undefined, requestId: undefined }
  if (error instanceof ProblemError) return explainProblem(error)
  return { title: 'This page failed', detail: 'Reload it. If that does not help, report it.', requestId: undefined }
}

function explainProblem(error: ProblemError): Explanation {
  const { requestId } = error
  if (error.status === 429) {
    return {
      title: 'Too many attempts',
      detail: `Wait ${waitingTime(error.retryAfterSeconds)} and try again.`,
      requestId,
    }
  }
  const clientsOwn = error.code.startsWith('client/')
  const words = clientsOwn || error.detail === undefined ? wordsByStatus[error.status] : undefined
  if (clientsOwn && words !== undefined) return { title: words.title, detail: words.detail, requestId }
  return { title: words?.title ?? error.title, detail: error.detail ?? words?.detail, requestId }
}

function waitingTime(seconds: number | undefined): string {
  if (seconds === undefined) return 'a moment'
  if (seconds < 90) return `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}

/** The server's field faults by the path a form uses: `/bandMembers/0/name` becomes `bandMembers.0.name`. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ProblemError)) return {}
  return Object.fromEntries(error.errors.map(({ pointer, detail }) => [formPath(pointer), sentence(detail)]))
}

/** A fault speaks of its field: `must be a date` stands beside it as `This must be a date`. */
function sentence(detail: string): string {
  return /^[a-z]/.test(detail) ? `This ${detail}` : detail
}

export function formPath(pointer: string): string {
  return pointer
    .replace(/^\//, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.')
}
