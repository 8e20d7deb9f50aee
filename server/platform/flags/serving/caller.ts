import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { httpProblem } from '../../../kernel/http/problems.ts'
import type { Call } from '../../../kernel/http/route.ts'
import { flagsProblem } from '../problems.ts'

const ENVIRONMENT = /^[a-z][a-z0-9-]{0,62}$/
const PERMISSION = 'flags:evaluate'

/** Who asks for flags, and where. */
export interface FlagsCaller {
  readonly environment: string
  /** Browsers and apps: they get the flags that are marked public. */
  readonly isPublicOnly: boolean
}

/**
 * Whoever may evaluate all flags may also name another environment in X-Flags-Environment. Throws http/unauthenticated for a credential
 * that is no good, http/denied and flags/environment-not-found.
 */
export function callerOf({ principal, request }: Pick<Call, 'principal' | 'request'>, own: string): FlagsCaller {
  if (principal === undefined && request.headers.authorization !== undefined)
    throw httpProblem('unauthenticated', { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } })
  const isPublicOnly = principal?.refusal !== null || !principal.actor.permissions.has(PERMISSION)
  const wanted = request.headers['x-flags-environment'] ?? own
  if (wanted === own) return { environment: own, isPublicOnly }
  if (isPublicOnly) throw httpProblem('denied', { params: { permission: PERMISSION } })
  if (typeof wanted !== 'string' || !ENVIRONMENT.test(wanted)) throw flagsProblem('environment-not-found')
  return { environment: wanted, isPublicOnly }
}

/** Addresses at which clients that can send no header listen for changes of an environment. */
export interface EventAddresses {
  addressOf(environment: string): string
  /** Throws http/denied for an environment whose address was not given out. */
  environmentOf(query: { readonly environment?: string; readonly token?: string }): string
}

export function createEventAddresses(path: string, own: string, key: KeyObject): EventAddresses {
  const tokenOf = (environment: string): string => createHmac('sha256', key).update(environment).digest('base64url')
  return {
    addressOf: (environment) =>
      environment === own ? path : `${path}?environment=${environment}&token=${tokenOf(environment)}`,
    environmentOf({ environment = own, token = '' }) {
      if (environment === own) return own
      const [wanted, given] = [Buffer.from(tokenOf(environment)), Buffer.from(token)]
      if (wanted.length !== given.length || !timingSafeEqual(wanted, given))
        throw httpProblem('denied', { params: { permission: PERMISSION } })
      return environment
    },
  }
}
