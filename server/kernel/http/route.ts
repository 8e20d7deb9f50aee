import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Actor, Origin } from '../db/actor.ts'
import type { Tx, TxOptions } from '../db/database.ts'
import type { Problem, ProblemMaker } from '../problem.ts'
import type { Logger } from '../telemetry/log.ts'
import type { EventStream } from './event-streams.ts'

/** A signed-in caller, as the authenticator found it on the request. */
export interface Principal {
  readonly actor: Extract<Actor, { kind: 'user' }>
  /** Which credential carried it: cookie credentials need the CSRF token on unsafe methods. */
  readonly via: 'cookie' | 'bearer'
  /** Authentication assurance level: 1 password, 2 with a second factor. */
  readonly aal: 1 | 2
  /** When the person last proved who they are. */
  readonly authenticatedAt: Date
  /** Why the session may not be used yet (a second factor is still due); null when it may. Routes with `pending: 'allowed'` answer all the same. */
  readonly refusal: Problem | null
  /** Of an API key: from when and until when it is good. */
  readonly apiKey?: { readonly createdAt: Date; readonly expiresAt: Date }
}

/** Named rate classes; limits are in kernel/http/rate-classes.ts. */
export type RateClass = 'read' | 'write' | 'upload' | 'auth' | 'mail' | 'stream'

/**
 * What a route demands, standing in its head. `can` names a permission declared by a unit, with `{name}` for a parameter of the path that is part of it; `access: 'signed-in'` any session;
 * `access: 'optional'` a session when there is a valid one; `access: 'public'` never looks at credentials. Exactly one of the two is given.
 */
export type Policy = ({ readonly can: string } | { readonly access: 'public' | 'optional' | 'signed-in' }) & {
  readonly rate: RateClass
  /** `required`: the request must carry Idempotency-Key; `optional`: honoured when present. Only with `call.transaction`. */
  readonly idempotency?: 'required' | 'optional'
  /** Minimum assurance level and, optionally, how long ago the proof may lie. */
  readonly assurance?: { readonly aal: 1 | 2; readonly maxAgeSeconds?: number }
  /** Open to a session that still has to enrol or prove a second factor: what is needed to do so, and to leave. */
  readonly pending?: 'allowed'
  /**
   * Who may call besides the person. Routes with `can` are open to delegates unless they demand `assurance`, then only to API keys and only
   * where marked `api-key`: a key proves nothing, and was made for its scopes by a fresh session. Of those for any session, impersonators
   * read, and call unsafe ones marked `impersonator` or `any`; API keys call only those marked `any`.
   */
  readonly delegates?: 'impersonator' | 'api-key' | 'any'
  /** Exempt from the CSRF token: only for routes that prove themselves otherwise (a signed upload URL, a refresh token in the body). */
  readonly csrf?: 'exempt'
}

export interface RouteSchema {
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  /** Success answers by status; exactly one 2xx. `null` is an empty body (204) or bytes that the handler sends itself. */
  readonly response: Readonly<Record<number, TSchema | null>>
}

type StaticOr<Schema, Fallback> = Schema extends TSchema ? Static<Schema> : Fallback

/** What a handler gets. It returns the body of the declared success status, or undefined when it has answered through `reply`. */
export interface Call<Schema extends RouteSchema = RouteSchema> {
  readonly actor: Actor
  /** Set when the policy demands a session; a public route sees undefined for anonymous callers. */
  readonly principal: Principal | undefined
  readonly params: StaticOr<Schema['params'], undefined>
  readonly query: StaticOr<Schema['query'], undefined>
  readonly body: StaticOr<Schema['body'], undefined>
  readonly origin: Origin
  readonly log: Logger
  /** Aborted when the client is gone or the handler's deadline has passed. */
  readonly signal: AbortSignal
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Only on a route that says `eventStream`, once. Throws http/too-many-streams and http/overloaded. */
  openEvents(): EventStream
  /**
   * Opens a transaction with the call's origin. On a route with idempotency, the result is the answer: it is stored in the same
   * transaction and replayed for the same key.
   */
  transaction<Result>(work: (tx: Tx) => Promise<Result>, options?: TxOptions): Promise<Result>
}

export interface RouteHead<Schema extends RouteSchema = RouteSchema> {
  /** The operationId, `unit.verb`: names metrics, logs, the SDK's method. */
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** OpenAPI form: `/api/tracks/{id}`. */
  readonly path: string
  /** One sentence for the API page. */
  readonly summary: string
  readonly policy: Policy
  readonly schema: Schema
  /** Problems beyond the kernel's own that this route may answer, as `unit/code`, for the contract. */
  readonly problems?: readonly string[]
  /** Longest body in bytes; 256 KiB when absent. `raw` hands the stream over unparsed as `request.raw`. */
  readonly bodyLimitBytes?: number
  readonly rawBody?: boolean
  /** Answers with server-sent events by `call.openEvents`: no deadline, and not counted as work. */
  readonly eventStream?: boolean
  /** Answered, to who shows no credential, also before the process has reached its database. */
  readonly withoutDatabase?: boolean
  /** How long the handler may take; 10 s when absent. */
  readonly deadlineMs?: number
  /** Problems in the form of another protocol, with the parameters of the path; null: as everywhere. */
  readonly problemForm?: (problem: Problem, params: unknown) => object | null
  /** Left out of the published contract (pages, health, provider callbacks). */
  readonly hidden?: boolean
}

export interface Route {
  readonly head: RouteHead
  readonly handler: (call: Call) => Promise<unknown>
}

/** Declares a route. The head reads as its policy; the handler is a line. */
export function route<const Schema extends RouteSchema>(
  head: RouteHead<Schema>,
  handler: (call: Call<Schema>) => Promise<unknown>,
): Route {
  return { head, handler: handler as unknown as (call: Call) => Promise<unknown> }
}

/** A maker of problems as the contract sees it: only its catalogue. */
export type AnyProblemMaker = Pick<ProblemMaker<string>, 'unit' | 'catalogue'>
