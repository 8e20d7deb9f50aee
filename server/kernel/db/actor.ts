import type { Id } from '../id.ts'

/** Who acts: a person with a session, or the system itself (a job, a command). Carried by every transaction into audit and events. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'system'; readonly name: string }
  | {
      readonly kind: 'user'
      readonly userId: Id<'user'>
      readonly sessionId: Id<'session'>
      readonly permissions: ReadonlySet<string>
    }

/** Where a change comes from; becomes part of its audit records and of the jobs it enqueues. */
export interface Origin {
  readonly actor: Actor
  readonly requestId: string
  readonly traceparent?: string
  readonly ip?: string
  readonly userAgent?: string
}

/** The origin of work that no request asked for. */
export function systemOrigin(name: string, requestId: string): Origin {
  return { actor: { kind: 'system', name }, requestId }
}
