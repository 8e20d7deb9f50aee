import type { Claim, Limit } from '../rate-limit/limit.ts'
import type { Claims } from '../rate-limit/limiter.ts'
import { networkOf } from './client-ip.ts'
import type { Principal, RateClass } from './route.ts'

/**
 * Requests per network and per signed-in person by class of route. What guesses at secrets or sends mail is strict. Identity keeps
 * stricter counters of its own per account, in the database.
 */
export const RATE_CLASSES: Readonly<Record<RateClass, { readonly network: Limit; readonly principal: Limit }>> = {
  read: {
    network: { name: 'read', limit: 1200, windowSeconds: 60 },
    principal: { name: 'read-principal', limit: 1200, windowSeconds: 60 },
  },
  write: {
    network: { name: 'write', limit: 600, windowSeconds: 60 },
    principal: { name: 'write-principal', limit: 300, windowSeconds: 60 },
  },
  upload: {
    network: { name: 'upload', limit: 120, windowSeconds: 60 },
    principal: { name: 'upload-principal', limit: 60, windowSeconds: 60 },
  },
  stream: {
    network: { name: 'stream', limit: 1200, windowSeconds: 60 },
    principal: { name: 'stream-principal', limit: 1200, windowSeconds: 60 },
  },
  auth: {
    network: { name: 'auth', limit: 60, windowSeconds: 60, strict: true },
    principal: { name: 'auth-principal', limit: 60, windowSeconds: 60, strict: true },
  },
  mail: {
    network: { name: 'mail', limit: 20, windowSeconds: 3600, strict: true },
    principal: { name: 'mail-principal', limit: 20, windowSeconds: 3600, strict: true },
  },
}

/** The window of the caller's network, for what is not a declared route or carries no good credential. */
export function networkClaim(rate: RateClass, ip: string): Claim {
  return { limit: RATE_CLASSES[rate].network, key: networkOf(ip) }
}

/** The windows that a call counts in: its network's, and the signed-in person's. */
export function claimsOf(rate: RateClass, ip: string, principal: Principal | null): Claims {
  const network = networkClaim(rate, ip)
  if (principal === null) return [network]
  return [network, { limit: RATE_CLASSES[rate].principal, key: principal.actor.userId }]
}
