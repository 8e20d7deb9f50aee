import { Problem, problems } from '../problem.ts'

const problem = problems('database', {
  conflict: { status: 409, title: 'This conflicts with something that already exists' },
  'still-referenced': {
    status: 409,
    title: 'Something else still depends on this, or what it refers to does not exist',
  },
  'rule-violated': { status: 422, title: 'A rule of the data does not allow this value' },
  'unusable-value': { status: 400, title: 'A value cannot be stored' },
  busy: { status: 409, title: 'Somebody else is changing the same thing', detail: 'Try again in a moment.' },
  locked: { status: 503, title: 'The data is locked for a moment', detail: 'Try again in a moment.' },
  timeout: { status: 504, title: 'The database took too long' },
  unavailable: { status: 503, title: 'The database cannot be reached', detail: 'Try again in a few seconds.' },
  'read-only': { status: 503, title: 'The database accepts no changes at the moment' },
  full: { status: 507, title: 'The database has no space left' },
  'pool-timeout': {
    status: 503,
    title: 'Too many requests wait for the database',
    detail: 'Try again in a few seconds.',
  },
})

export const databaseProblems = problem

type DatabaseCode = keyof typeof problem.catalogue

/** SQLSTATE (PostgreSQL 18, appendix A) to problem. Classes 08 and 57P are matched by prefix below. */
const BY_STATE: Readonly<Record<string, DatabaseCode>> = {
  '23505': 'conflict',
  '23P01': 'conflict',
  '23503': 'still-referenced',
  '23514': 'rule-violated',
  '23502': 'rule-violated',
  '22001': 'unusable-value',
  '22P02': 'unusable-value',
  '22007': 'unusable-value',
  '22021': 'unusable-value',
  '22P05': 'unusable-value',
  '22003': 'unusable-value',
  '22008': 'unusable-value',
  '54001': 'unusable-value',
  '54000': 'unusable-value',
  '40001': 'busy',
  '40P01': 'busy',
  '55P03': 'locked',
  '57014': 'timeout',
  '25P04': 'timeout',
  '25P03': 'timeout',
  '25006': 'read-only',
  '53100': 'full',
  '53300': 'unavailable',
  '53200': 'unavailable',
}

const RETRYABLE = new Set(['40001', '40P01'])
const NETWORK = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
])

function fieldOf(error: unknown, field: string): string | undefined {
  const value = typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[field] : undefined
  return typeof value === 'string' ? value : undefined
}

/** The SQLSTATE of a thrown value, or undefined when it does not come from the server. */
function sqlState(error: unknown): string | undefined {
  const code = fieldOf(error, 'code')
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && fieldOf(error, 'severity') !== undefined ? code : undefined
}

/** The violated constraint's name, for use cases that answer with a problem of their own. */
export function violatedConstraint(error: unknown): string | undefined {
  return sqlState(error)?.startsWith('23') ? fieldOf(error, 'constraint') : undefined
}

/** True when the whole transaction may be run again: serialisation failure or deadlock, nothing was committed. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error)
  return state !== undefined && RETRYABLE.has(state)
}

/** True when the connection is lost or refused; whether a COMMIT under way took effect is then unknown. */
function isConnectionLoss(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== undefined) return state.startsWith('08') || state.startsWith('57P')
  const code = fieldOf(error, 'code')
  if (code !== undefined && NETWORK.has(code)) return true
  return error instanceof Error && /Connection terminated|is not queryable|connection is closed/i.test(error.message)
}

/** True when the server did not answer a statement at all: its connection is of no further use. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout'
}

/** Turns what a query threw into a Problem when the table knows it; anything else comes back as it is (a bug, answered 500). */
export function toDatabaseProblem(error: unknown): unknown {
  if (error instanceof Problem) return error
  if (error instanceof Error && /timeout exceeded when trying to connect/.test(error.message)) {
    return problem('pool-timeout', { cause: error, retryAfterSeconds: 2 })
  }
  if (isUnanswered(error)) return problem('timeout', { cause: error, retryAfterSeconds: 3 })
  if (isConnectionLoss(error)) return problem('unavailable', { cause: error, retryAfterSeconds: 3 })
  const state = sqlState(error)
  const code = state === undefined ? undefined : BY_STATE[state]
  if (code === undefined) return error
  const retry = problem.catalogue[code].status === 503 || code === 'busy' ? { retryAfterSeconds: 1 } : {}
  return problem(code, { cause: error, ...retry })
}
