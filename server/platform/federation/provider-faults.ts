import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import { Problem } from '../../kernel/problem.ts'
import { federationProblem } from './problems.ts'

/** Codes of oauth4webapi for answers that are no answers. */
const MALFORMED = new Set(['OAUTH_RESPONSE_IS_NOT_JSON', 'OAUTH_PARSE_ERROR', 'OAUTH_RESPONSE_IS_NOT_CONFORM'])
/** What token endpoints say of a code that is not good, GitHub's own word included. */
const BAD_CODE = new Set(['invalid_grant', 'bad_verification_code'])
const BUSY = new Set(['server_error', 'temporarily_unavailable'])
const CAUSES_MAX = 5

/**
 * Whatever a step with the provider threw, as a problem: what arrives from outside is never our bug. `otherwise` is what an
 * unspecific refusal means in that step.
 */
export function providerFault(error: unknown, otherwise: 'provider-broken' | 'proof-invalid'): Problem {
  const own = ownProblem(error)
  if (own !== undefined) return own
  if (error instanceof AuthorizationResponseError) return refusalOf(error)
  if (error instanceof ResponseBodyError)
    return federationProblem(BAD_CODE.has(error.error) ? 'proof-invalid' : 'provider-broken', {
      cause: summaryOf(error),
    })
  if (error instanceof WWWAuthenticateChallengeError)
    return federationProblem('proof-invalid', { cause: summaryOf(error) })
  const code = error instanceof ClientError ? error.code : undefined
  if (code === undefined || !MALFORMED.has(code)) return federationProblem(otherwise, { cause: summaryOf(error) })
  const { cause } = error as ClientError
  return federationProblem(
    cause instanceof Response && cause.status >= 500 ? 'provider-unavailable' : 'provider-broken',
    {
      cause: summaryOf(error),
    },
  )
}

function refusalOf(error: AuthorizationResponseError): Problem {
  if (error.error === 'access_denied') return federationProblem('cancelled')
  return federationProblem(BUSY.has(error.error) ? 'provider-unavailable' : 'response-invalid', {
    cause: summaryOf(error),
  })
}

/** What may be logged: the library's errors carry what the provider sent, tokens among it. */
function summaryOf(error: unknown): Error {
  const told = chainOf(error).map((one) => [one.name, (one as { code?: unknown }).code].filter(isText).join(' '))
  return new Error(told.join(', caused by '))
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

/** Problems of the fetch come back wrapped by the library. */
function ownProblem(error: unknown): Problem | undefined {
  return chainOf(error).find((one) => one instanceof Problem)
}

/** An error and what caused it, outermost first. */
function chainOf(error: unknown): Error[] {
  const chain: Error[] = []
  for (let at = error; at instanceof Error && chain.length < CAUSES_MAX; at = at.cause) chain.push(at)
  return chain
}
