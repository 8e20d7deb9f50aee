import type { Id } from '../id.ts'

/**
 * Who acts: a person with a session, or the system itself (a job, a command). Carried by every transaction into audit and events. A
 * delegate acts for a person without being the person: somebody in their name, or an API key of theirs.
 */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'system'; readonly name: string }
  | {
      readonly kind: 'user'
      readonly userId: Id<'user'>
      readonly sessionId: Id<'session'>
      readonly permissions: ReadonlySet<string>
      /** Who really acts, in the person's name. */
      readonly impersonatorId?: Id<'user'>
      /** The API key that acts; `sessionId` then repeats it, and no session has that id. */
      readonly apiKeyId?: Id<'api-key'>
    }

/** Where a change comes from; becomes part of its audit records and of the jobs it enqueues. */
export interface Origin {
  readonly actor: Actor
  readonly requestId: string
  readonly traceparent?: string
  readonly ip?: string
  readonly userAgent?: string
  /** Accept-Language as it came. */
  readonly acceptLanguage?: string
}

/** The origin of work that no request asked for. */
export function systemOrigin(name: string, requestId: string): Origin {
  return { actor: { kind: 'system', name }, requestId }
}
