import type { Limit } from '../rate-limit.ts'
import type { RateClass } from './route.ts'

/** Requests per network and per signed-in person by class of route. Identity keeps stricter counters of its own per account. */
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
    network: { name: 'auth', limit: 60, windowSeconds: 60 },
    principal: { name: 'auth-principal', limit: 60, windowSeconds: 60 },
  },
  mail: {
    network: { name: 'mail', limit: 20, windowSeconds: 3600 },
    principal: { name: 'mail-principal', limit: 20, windowSeconds: 3600 },
  },
}
