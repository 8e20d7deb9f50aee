import type { FastifyRequest } from 'fastify'
import { nowMs } from '../clock.ts'
import { Problem } from '../problem.ts'
import { contextOf } from './context.ts'
import { httpProblem } from './problems.ts'
import type { Policy, Principal } from './route.ts'

/** What identity provides to the HTTP layer. */
export interface Authenticator {
  /** The session behind the request's credential, null without one; throws a 401 problem for a credential that is no good. */
  authenticate(request: FastifyRequest): Promise<Principal | null>
  /** Throws a 403 problem when an unsafe request may have been made by another site on the person's behalf. */
  checkCsrf(request: FastifyRequest, principal: Principal | null): void
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Finds who calls, as far as the policy wants to know, and refuses forged cross-site requests. */
export async function authenticateFor(
  policy: Policy,
  request: FastifyRequest,
  authenticator: Authenticator,
): Promise<Principal | null> {
  const principal = await identify(policy, request, authenticator)
  if (!SAFE.has(request.method) && policy.csrf !== 'exempt') authenticator.checkCsrf(request, principal)
  return principal
}

async function identify(
  policy: Policy,
  request: FastifyRequest,
  authenticator: Authenticator,
): Promise<Principal | null> {
  if ('access' in policy && policy.access === 'public') return null
  if ('access' in policy && policy.access === 'optional')
    return authenticator.authenticate(request).catch((error: unknown) => {
      if (!(error instanceof Problem && error.status === 401)) throw error
      const context = contextOf(request)
      if (context !== undefined) context.refused = error.refused ?? null
      return null
    })
  const principal = await authenticator.authenticate(request)
  if (principal === null) throw httpProblem('unauthenticated', { headers: { 'www-authenticate': 'Bearer' } })
  return principal
}

function isOpenTo({ actor }: Principal, policy: Policy, method: string): boolean {
  if (actor.impersonatorId === undefined && actor.apiKeyId === undefined) return true
  if (policy.assurance !== undefined) return isOpenToKeys(policy) && actor.apiKeyId !== undefined
  if ('can' in policy || policy.access !== 'signed-in' || policy.delegates === 'any') return true
  return actor.apiKeyId === undefined && (SAFE.has(method) || policy.delegates === 'impersonator')
}

/** Whether a key with the permission among its scopes stands in for the proof that people are asked for. */
function isOpenToKeys(policy: Policy): boolean {
  return 'can' in policy && policy.delegates === 'api-key'
}

/** `content:{type}.publish` on `/api/content/post/...` is `content:post.publish`; nobody holds one that no unit declares. */
function permissionFor(can: string, params: unknown): string {
  const values = params as Readonly<Record<string, string | undefined>>
  return can.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

/** Checks that the session may be used, by whom, permission and assurance; throws 403 problems. `params` are those of the path. */
export function authorise(
  policy: Policy,
  principal: Principal | null,
  { method, params }: Pick<FastifyRequest, 'method' | 'params'>,
): void {
  if (principal !== null && !isOpenTo(principal, policy, method)) throw httpProblem('not-by-delegates')
  if (principal !== null && principal.refusal !== null && policy.pending !== 'allowed') throw principal.refusal
  const permission = 'can' in policy ? permissionFor(policy.can, params) : null
  if (permission !== null && principal?.actor.permissions.has(permission) !== true)
    throw httpProblem('denied', { params: { permission } })
  const wanted = policy.assurance
  if (wanted === undefined || (isOpenToKeys(policy) && principal?.actor.apiKeyId !== undefined)) return
  const ageSeconds = (nowMs() - (principal?.authenticatedAt.getTime() ?? 0)) / 1000
  const fresh = wanted.maxAgeSeconds === undefined || ageSeconds <= wanted.maxAgeSeconds
  if (principal === null || principal.aal < wanted.aal || !fresh)
    throw httpProblem('assurance-too-low', { params: { aal: wanted.aal, maxAgeSeconds: wanted.maxAgeSeconds } })
}
