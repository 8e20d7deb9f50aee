import type { Operation } from './operation.ts'
import { ProblemError } from './problem-error.ts'
import type { Deadline, RetrySettings } from './retry.ts'
import { startDeadline, withRetries } from './retry.ts'

/** What can be renewed after a refusal, each once a call. */
export type Remedy = 'csrf' | 'refresh'

/** How often each was renewed: a refusal of a request sent before the last renewal needs none. */
export type Renewals = Readonly<Record<Remedy, number>>

/** Who calls: gives a request its credentials and renews them. Cookies and bearer tokens are its two kinds. */
export interface Session {
  renewals(): Renewals
  headers(operation: Operation, signal: AbortSignal): Promise<Readonly<Record<string, string>>>
  /** False when nothing better can be had, so that the refusal stands. */
  renew(remedy: Remedy, signal: AbortSignal): Promise<boolean>
  /** Learns from the answers that begin or end a session. */
  learn(operationId: string, answer: unknown): Promise<void>
}

export const refreshPath = '/api/auth/refresh'

/** By the code, not by the status: a 401 may also be about what was sent, such as a wrong password. */
const remedies: Readonly<Record<string, Remedy>> = {
  'identity/csrf': 'csrf',
  'identity/session-expired': 'refresh',
  'http/unauthenticated': 'refresh',
}

export function remedyFor(error: unknown): Remedy | undefined {
  return error instanceof ProblemError ? remedies[error.code] : undefined
}

/** Runs `attempt`, and once more after each remedy that helped; each is tried once. */
export async function withRemedies<Result>(
  attempt: () => Promise<Result>,
  session: Session,
  signal: AbortSignal,
): Promise<Result> {
  const used = new Set<Remedy>()
  for (;;) {
    const before = session.renewals()
    try {
      return await attempt()
    } catch (error) {
      const remedy = remedyFor(error)
      if (remedy === undefined || used.has(remedy)) throw error
      used.add(remedy)
      const renewedMeanwhile = session.renewals()[remedy] !== before[remedy]
      if (!renewedMeanwhile && !(await session.renew(remedy, signal))) throw error
    }
  }
}

/** Callers that come while the work runs get the outcome of that run. */
export function singleFlight<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let flight: Promise<Result> | undefined
  return () => {
    flight ??= work().finally(() => {
      flight = undefined
    })
    return flight
  }
}

interface Locks {
  request<Result>(name: string, work: () => Promise<Result>): Promise<Result>
}

/** One tab of the browser at a time, where the platform has Web Locks; else only this one client is orderly. */
export function oneTabAtATime<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const { locks } = (globalThis as { readonly navigator?: { readonly locks?: Locks } }).navigator ?? {}
  return locks === undefined ? work() : locks.request(name, work)
}

/** True when the server refuses the refresh itself: the session is over, and asking again changes nothing. */
export function isSessionOver(error: unknown): boolean {
  return error instanceof ProblemError && [400, 401, 403].includes(error.status)
}

/** Shared work has its own deadline: the caller who began it may leave while others wait. */
export async function underOwnDeadline<Result>(
  settings: { readonly timeoutMs: number; readonly retry: RetrySettings },
  attempt: (deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  const deadline = startDeadline(settings.timeoutMs)
  try {
    return await withRetries(() => attempt(deadline), settings.retry, deadline)
  } finally {
    deadline.end()
  }
}
